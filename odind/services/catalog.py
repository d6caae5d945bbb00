"""All services of the daemon, for every wire to serve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from odind.core.rooms.controls import Controls
from odind.v1 import (
    audio_pb2,
    audio_pb2_grpc,
    devices_pb2,
    devices_pb2_grpc,
    processing_pb2,
    processing_pb2_grpc,
    rooms_pb2,
    rooms_pb2_grpc,
    server_pb2,
    server_pb2_grpc,
    space_pb2,
    space_pb2_grpc,
    statistics_pb2,
    statistics_pb2_grpc,
    tokens_pb2,
    tokens_pb2_grpc,
)

from .audio import AudioServicer
from .devices import DeviceServicer
from .processing import ProcessingServicer
from .rooms import RoomServicer
from .server import ServerServicer
from .space import SpaceServicer
from .statistics import StatisticsServicer
from .tokens import TokenServicer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from google.protobuf.descriptor import ServiceDescriptor

    from odind.core.capacity.gauge import Gauge
    from odind.core.devices.devices import Devices
    from odind.core.rooms.rooms import Rooms
    from odind.core.tokens.tokens import Tokens

    from .server import DaemonFacts


_SERVICES: Final[Mapping[str, tuple[Any, Callable[[Any, Any], None]]]] = {
    "ServerService": (server_pb2, server_pb2_grpc.add_ServerServiceServicer_to_server),
    "TokenService": (tokens_pb2, tokens_pb2_grpc.add_TokenServiceServicer_to_server),
    "RoomService": (rooms_pb2, rooms_pb2_grpc.add_RoomServiceServicer_to_server),
    "AudioService": (audio_pb2, audio_pb2_grpc.add_AudioServiceServicer_to_server),
    "DeviceService": (devices_pb2, devices_pb2_grpc.add_DeviceServiceServicer_to_server),
    "ProcessingService": (processing_pb2, processing_pb2_grpc.add_ProcessingServiceServicer_to_server),
    "SpaceService": (space_pb2, space_pb2_grpc.add_SpaceServiceServicer_to_server),
    "StatisticsService": (statistics_pb2, statistics_pb2_grpc.add_StatisticsServiceServicer_to_server),
}


@dataclass(frozen=True)
class Service:
    """A service and what answers it. Its methods are coroutines; streaming ones write to their context."""

    descriptor: ServiceDescriptor
    servicer: Any
    add_to_server: Callable[[Any, Any], None]


def all_services(
    rooms: Rooms, devices: Devices, tokens: Tokens, facts: DaemonFacts, gauge: Gauge
) -> tuple[Service, ...]:
    """Return the services of odind.v1 over these use cases."""
    controls = Controls(rooms)
    return serve_with(
        {
            "ServerService": ServerServicer(facts, gauge),
            "TokenService": TokenServicer(tokens),
            "RoomService": RoomServicer(rooms),
            "AudioService": AudioServicer(rooms),
            "DeviceService": DeviceServicer(devices),
            "ProcessingService": ProcessingServicer(controls),
            "SpaceService": SpaceServicer(controls),
            "StatisticsService": StatisticsServicer(controls),
        }
    )


def serve_with(servicers: Mapping[str, Any]) -> tuple[Service, ...]:
    """Return the services of odind.v1 that have a servicer, by name."""
    return tuple(
        Service(module.DESCRIPTOR.services_by_name[name], servicers[name], add)
        for name, (module, add) in _SERVICES.items()
        if name in servicers
    )


def behaviour(services: Iterable[Service], method: str) -> Any:
    """Return what answers a method, named in full."""
    service_name, _, method_name = method.rpartition(".")
    (found,) = (service for service in services if service.descriptor.full_name == service_name)
    return getattr(found.servicer, method_name)
