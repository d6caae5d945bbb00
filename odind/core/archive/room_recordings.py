"""Recordings of rooms: the daemon joins with a peer that says it is a bot, and records what that hears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.access.principal import OWNER
from odind.core.rooms.bots import Source, present_as

from .notices import checked_notice

if TYPE_CHECKING:
    from odind.core.access.principal import Principal
    from odind.core.players.source import SoundSource
    from odind.core.recordings.plan import RecordingPlan
    from odind.core.recordings.recording import Recording
    from odind.core.rooms.rooms import Rooms

    from .notices import Notices
    from .recordings import Recordings, Spawn


class RoomRecordings:
    """Used on the loop's thread. `spawn` has notices played until the daemon stops."""

    def __init__(self, rooms: Rooms, recordings: Recordings, notices: Notices, spawn: Spawn) -> None:
        self._rooms = rooms
        self._recordings = recordings
        self._notices = notices
        self._spawn = spawn

    async def start_either(
        self,
        connection_id: str,
        room_id: str,
        plan: RecordingPlan,
        by: Principal = OWNER,
        *,
        user_id: str = "",
        gateway: str = "",
        notice: SoundSource | None = None,
    ) -> Recording:
        """Record the connection or the room that is named; raises what StartRecording lists.

        The notice is played as soon as it can be heard in the recording, too.
        """
        source = Source(connection_id, room_id, user_id, gateway)
        checked = notice and checked_notice(notice)
        if connection_id:
            recording = await self._recordings.start(connection_id, plan, by)
        else:
            recording = await self.start(source, plan, by)
        if checked:
            self._spawn(self._notices.give(recording, checked))
        return recording

    async def start(self, source: Source, plan: RecordingPlan, by: Principal = OWNER) -> Recording:
        """Join a room and record it; raises what RecordingService.StartRecording lists."""
        self._recordings.require_startable()
        async with present_as(self._rooms, source, by) as (view, _):
            return await self._recordings.start(view.connection_id, plan, by, joined=True)
