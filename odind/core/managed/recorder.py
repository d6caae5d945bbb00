"""Records the sessions of rooms that want it, through their observers."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from odind.core.access.principal import itself_on_behalf_of
from odind.core.errors import OdindError
from odind.core.recordings.plan import RecordingPlan
from odind.core.recordings.purpose import SESSION

from .room import AutoStart

if TYPE_CHECKING:
    from odind.core.archive.recordings import Recordings
    from odind.core.rooms.tenants import Tenants

    from .room import ManagedRoom
    from .session import RoomSession


class SessionRecorder:
    """Starts and stops recordings, which belong to who has made the room. Used on the loop's thread."""

    def __init__(self, recordings: Recordings, tenants: Tenants) -> None:
        self._recordings = recordings
        self._tenants = tenants

    def is_wanted(self, room: ManagedRoom, session: RoomSession) -> bool:
        """Whether a session is to be recorded and no recording of it goes on."""
        return AutoStart.RECORDING in room.settings.auto_start and not any(
            map(self._goes_on, session.recording_ids)
        )

    async def start(self, room: ManagedRoom, session: RoomSession, connection_id: str) -> str:
        """Record what a connection hears, and return the recording's id; raises what StartRecording lists."""
        tenant = self._tenants.holding(room.managed_id).name
        by = itself_on_behalf_of(room.managed_id, tenant)
        plan = RecordingPlan(metadata={SESSION: session.session_id})
        return (await self._recordings.start(connection_id, plan, by)).recording_id

    async def stop(self, session: RoomSession) -> None:
        """End the recordings of a session that go on."""
        for recording_id in session.recording_ids:
            with suppress(OdindError):  # it is over already
                await self._recordings.stop(recording_id)

    def _goes_on(self, recording_id: str) -> bool:
        recording = self._recordings.shelf.get(recording_id)
        return recording is not None and not recording.state.over
