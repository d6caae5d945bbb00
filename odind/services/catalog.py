"""All services of the daemon, for every wire to serve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from odind.core.controls import Controls
from odind.v1 import (
    audio_pb2,
    audio_pb2_grpc,
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
from .processing import ProcessingServicer
from .rooms import RoomServicer
from .server import ServerServicer
from .space import SpaceServicer
from .statistics import StatisticsServicer
from .tokens import TokenServicer

if TYPE_CHECKING:
    from collections.abc import Callable

    from google.protobuf.descriptor import ServiceDescriptor

    from odind.core.rooms import Rooms
    from odind.core.tokens import Tokens

    from .server import DaemonFacts


@dataclass(frozen=True)
class Service:
    """A service and what answers it. Its methods are coroutines; streaming ones write to their context."""

    descriptor: ServiceDescriptor
    servicer: Any
    add_to_server: Callable[[Any, Any], None]


def all_services(rooms: Rooms, tokens: Tokens, facts: DaemonFacts) -> tuple[Service, ...]:
    """Return the services of odind.v1 over these use cases."""
    controls = Controls(rooms)
    return (
        Service(
            server_pb2.DESCRIPTOR.services_by_name["ServerService"],
            ServerServicer(facts),
            server_pb2_grpc.add_ServerServiceServicer_to_server,
        ),
        Service(
            tokens_pb2.DESCRIPTOR.services_by_name["TokenService"],
            TokenServicer(tokens),
            tokens_pb2_grpc.add_TokenServiceServicer_to_server,
        ),
        Service(
            rooms_pb2.DESCRIPTOR.services_by_name["RoomService"],
            RoomServicer(rooms),
            rooms_pb2_grpc.add_RoomServiceServicer_to_server,
        ),
        Service(
            audio_pb2.DESCRIPTOR.services_by_name["AudioService"],
            AudioServicer(rooms),
            audio_pb2_grpc.add_AudioServiceServicer_to_server,
        ),
        Service(
            processing_pb2.DESCRIPTOR.services_by_name["ProcessingService"],
            ProcessingServicer(controls),
            processing_pb2_grpc.add_ProcessingServiceServicer_to_server,
        ),
        Service(
            space_pb2.DESCRIPTOR.services_by_name["SpaceService"],
            SpaceServicer(controls),
            space_pb2_grpc.add_SpaceServiceServicer_to_server,
        ),
        Service(
            statistics_pb2.DESCRIPTOR.services_by_name["StatisticsService"],
            StatisticsServicer(controls),
            statistics_pb2_grpc.add_StatisticsServiceServicer_to_server,
        ),
    )
