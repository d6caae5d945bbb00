"""All services of the daemon, for every face to serve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from google.protobuf.descriptor_pool import Default

from odind.core.rooms.controls import Controls

from .audio import AudioServicer
from .devices import DeviceServicer
from .processing import ProcessingServicer
from .rooms import RoomServicer
from .server import ServerServicer
from .space import SpaceServicer
from .statistics import StatisticsServicer
from .tokens import TokenServicer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping

    from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
    from google.protobuf.message import Message

    from odind.core.capacity.gauge import Gauge
    from odind.core.devices.devices import Devices
    from odind.core.rooms.rooms import Rooms
    from odind.core.tokens.tokens import Tokens

    from .calls import Call
    from .server import DaemonFacts

    Behaviour = Callable[[Message | AsyncIterator[Message], Call], Awaitable[Message | None]]

PACKAGE: Final = "odind.v1"


@dataclass(frozen=True)
class Service:
    """A service and what answers it. Its methods are coroutines; streaming ones write to their call."""

    descriptor: ServiceDescriptor
    servicer: object

    def behaviour(self, method: MethodDescriptor) -> Behaviour:
        """Return the coroutine function that answers a method."""
        found: Behaviour = getattr(self.servicer, method.name)
        return found


def all_services(
    rooms: Rooms, devices: Devices, tokens: Tokens, facts: DaemonFacts, gauge: Gauge
) -> tuple[Service, ...]:
    """Return the services of odind.v1 over these use cases."""
    controls = Controls(rooms)
    return catalog_of(
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


def catalog_of(servicers: Mapping[str, object]) -> tuple[Service, ...]:
    """Return the services of odind.v1 that these servicers answer, which are named after them."""
    pool = Default()
    return tuple(
        Service(pool.FindServiceByName(f"{PACKAGE}.{name}"), servicer) for name, servicer in servicers.items()
    )


def behaviour_of(services: Iterable[Service], method: str) -> Behaviour:
    """Return what answers a method, which is named in full."""
    service_name, _, method_name = method.rpartition(".")
    (found,) = (service for service in services if service.descriptor.full_name == service_name)
    return found.behaviour(found.descriptor.methods_by_name[method_name])
