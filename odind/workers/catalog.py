"""The services of the daemon over all workers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from odind.services.catalog import catalog_of
from odind.services.server import ServerServicer
from odind.services.tokens import TokenServicer
from odind.v1 import audio_pb2, devices_pb2, processing_pb2, rooms_pb2, space_pb2, statistics_pb2

from .capacity import GaugeOfAll
from .devices import DevicesOfAll
from .relay import AudioRelay
from .rooms import RoomsOfAll
from .routing import Router
from .statistics import StatisticsOfAll

if TYPE_CHECKING:
    from odind.core.tokens.tokens import Tokens
    from odind.services.catalog import Service
    from odind.services.server import DaemonFacts

    from .crew import Crew
    from .directory import Directory
    from .joins import Joins
    from .link import Link


def services_of_all(
    directory: Directory, crew: Crew, joins: Joins, tokens: Tokens, facts: DaemonFacts
) -> tuple[Service, ...]:
    """Return the services of odind.v1, which pass on to workers what is theirs."""
    router = Router(directory, crew)

    async def link_of(connection_id: str) -> tuple[object, Link]:
        entry = directory.find(connection_id)
        return entry.worker, crew.of(entry).link

    own: dict[str, tuple[Any, object]] = {
        "RoomService": (rooms_pb2, RoomsOfAll(directory, crew, router, joins)),
        "AudioService": (audio_pb2, AudioRelay(link_of, crew.spawn)),
        "DeviceService": (devices_pb2, DevicesOfAll(directory, crew, router, facts.limits)),
        "ProcessingService": (processing_pb2, None),
        "SpaceService": (space_pb2, None),
        "StatisticsService": (statistics_pb2, StatisticsOfAll(directory, crew, facts.limits)),
    }
    passing = {
        name: router.servicer(module.DESCRIPTOR.services_by_name[name], servicer)
        for name, (module, servicer) in own.items()
    }
    return catalog_of(
        {
            "ServerService": ServerServicer(facts, GaugeOfAll(crew)),
            "TokenService": TokenServicer(tokens),
            **passing,
        }
    )
