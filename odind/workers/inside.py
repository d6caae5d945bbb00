"""What a worker serves: to its front everything, to callers who know it their audio."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from odind.core.base.errors import FailedPreconditionError
from odind.services.audio import AudioServicer
from odind.services.catalog import all_services, catalog_of
from odind.services.rooms import RoomServicer

from .restoring import CONNECTION_ID

if TYPE_CHECKING:
    from odind.core.capacity.gauge import Gauge
    from odind.core.devices.devices import Devices
    from odind.core.rooms.rooms import Rooms
    from odind.core.tokens.tokens import Tokens
    from odind.services.catalog import Service
    from odind.services.server import DaemonFacts
    from odind.v1 import audio_pb2, rooms_pb2


class _Rooms(RoomServicer):
    """RoomService, with connections that are named by the front."""

    async def JoinRoom(self, request: rooms_pb2.JoinRoomRequest, context: Any) -> rooms_pb2.JoinRoomResponse:
        """Enter a room, under the id that the metadata names."""
        return await self.join(request, dict(context.invocation_metadata())[CONNECTION_ID])


class _Audio(AudioServicer):
    """AudioService for callers who pass by the front."""

    async def UpdateListening(
        self, request: audio_pb2.UpdateListeningRequest, context: Any
    ) -> audio_pb2.UpdateListeningResponse:
        """Refuse: what the front does not know it could not restore."""
        raise FailedPreconditionError("STREAMS_ONLY", "here is StreamAudio alone; ask the daemon itself")


def services_for_front(
    rooms: Rooms, devices: Devices, tokens: Tokens, facts: DaemonFacts, gauge: Gauge
) -> tuple[Service, ...]:
    """Return the services of odind.v1."""
    return tuple(
        service if service.descriptor.name != "RoomService" else catalog_of({"RoomService": _Rooms(rooms)})[0]
        for service in all_services(rooms, devices, tokens, facts, gauge)
    )


def services_for_callers(rooms: Rooms) -> tuple[Service, ...]:
    """Return AudioService."""
    return catalog_of({"AudioService": _Audio(rooms)})
