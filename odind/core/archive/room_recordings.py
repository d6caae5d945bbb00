"""Recordings of rooms: the daemon joins with a peer that says it is a bot, and records what that hears."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from odind.core.access.principal import OWNER
from odind.core.errors import InvalidArgumentError, OdindError
from odind.core.rooms.admission import JoinRequest
from odind.core.values.payload import Json

if TYPE_CHECKING:
    from odind.core.access.principal import Principal
    from odind.core.recordings.plan import RecordingPlan
    from odind.core.recordings.recording import Recording
    from odind.core.rooms.rooms import Rooms

    from .recordings import Recordings

USER_ID: Final = "recorder"
USER_DATA: Final = Json('{"bot":true,"role":"recorder"}')
"""What other peers see of one that records."""


class RoomRecordings:
    """Used on the loop's thread."""

    def __init__(self, rooms: Rooms, recordings: Recordings) -> None:
        self._rooms = rooms
        self._recordings = recordings

    async def start_either(
        self,
        connection_id: str,
        room_id: str,
        plan: RecordingPlan,
        by: Principal = OWNER,
        *,
        user_id: str = "",
        gateway: str = "",
    ) -> Recording:
        """Record the connection or the room that is named; raises what StartRecording lists."""
        if bool(connection_id) is bool(room_id):
            raise InvalidArgumentError("SOURCE_INVALID", "give either connection_id or room_id")
        if connection_id:
            return await self._recordings.start(connection_id, plan, by)
        return await self.start(room_id, plan, by, user_id=user_id, gateway=gateway)

    async def start(
        self,
        room_id: str,
        plan: RecordingPlan,
        by: Principal = OWNER,
        *,
        user_id: str = "",
        gateway: str = "",
    ) -> Recording:
        """Join a room and record it; raises what RecordingService.StartRecording lists."""
        self._recordings.require_startable()
        request = JoinRequest(room_id, user_id or USER_ID, gateway=gateway, user_data=USER_DATA)
        view = await self._rooms.join(request, by)
        try:
            return await self._recordings.start(view.connection_id, plan, by, joined=True)
        except BaseException:
            with suppress(OdindError):
                await self._rooms.leave(view.connection_id)
            raise
