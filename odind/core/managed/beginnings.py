"""Has what a room wants begin with its sessions, and end with them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from odind.core.access.principal import itself_on_behalf_of
from odind.core.errors import OdindError

from .room import AutoStart
from .starters import CAPTIONED, CaptionStarter, HlsStarter, RecordingStarter

if TYPE_CHECKING:
    from odind.core.archive.recordings import Recordings
    from odind.core.rooms.tenants import Tenants

    from .outlets import Outlets
    from .room import ManagedRoom
    from .session import RoomSession
    from .starters import Starter


class Beginnings:
    """Starts and stops parts of sessions, which belong to the room's maker. Used on the loop's thread."""

    def __init__(self, recordings: Recordings, outlets: Outlets, tenants: Tenants) -> None:
        self._tenants = tenants
        self.able = frozenset(AutoStart) if outlets.captions.able else frozenset(AutoStart) - CAPTIONED
        self.starters: dict[AutoStart, Starter] = {
            AutoStart.RECORDING: RecordingStarter(recordings),
            AutoStart.HLS: HlsStarter(outlets.hls),
            AutoStart.CAPTIONS: CaptionStarter(outlets.captions),
        }

    def wanted(self, room: ManagedRoom, session: RoomSession) -> list[AutoStart]:
        """Return the parts that are to go on in a session, and do not."""
        asked = set(room.settings.auto_start)
        parts = asked | ({AutoStart.CAPTIONS} if asked & CAPTIONED else set())
        return [
            part
            for part, starter in self.starters.items()
            if part in parts and not any(map(starter.goes_on, session.started(part)))
        ]

    async def start(
        self, part: AutoStart, room: ManagedRoom, session: RoomSession, connection_id: str
    ) -> str:
        """Begin a part on what a connection hears; return its id. Raises what its own call lists."""
        tenant = self._tenants.holding(room.managed_id).name
        by = itself_on_behalf_of(room.managed_id, tenant)
        return await self.starters[part].start(room.settings, session, connection_id, by)

    async def stop(self, session: RoomSession) -> None:
        """End the parts of a session that go on."""
        for part, starter in self.starters.items():
            for started_id in session.started(part):
                with suppress(OdindError):  # it is over already
                    await starter.stop(started_id)
