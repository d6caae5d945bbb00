"""The connections of this member: left when it must hold none, had again, given up, and taken over."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from odind.core.errors import OdindError, UnavailableError
from odind.core.rooms.events import ConnectionLeft
from odind.core.rooms.memos import COLLECTION

if TYPE_CHECKING:
    from collections.abc import Collection

    from odind.core.plane import ControlPlane
    from odind.core.rooms.entry import Entry

TAKEN_OVER: Final = ConnectionLeft("another member of the fleet has taken the connection over", "TAKEN_OVER")
"""The end here of a connection that goes on elsewhere."""
_CUT_OFF: Final = "the daemon cannot renew its lease in the fleet"
_FENCED: Final = UnavailableError(
    "FLEET_FENCED",
    "this member of the fleet cannot renew its lease, and has left its rooms for others: use another "
    "member, or try again",
)


class HeldConnections:
    """`Held` of the control plane. On the loop's thread."""

    kind = COLLECTION

    def __init__(self, plane: ControlPlane) -> None:
        self._plane = plane
        self._registry = plane.registry

    async def fence(self) -> None:
        """Leave all rooms, and hold no host from now on; the connections are away until `resume`."""
        self._registry.barred = _FENCED
        held = [entry for entry in self._registry.named(()) if not entry.away]
        for host in self._registry.hosts:
            self._registry.lost(host, _CUT_OFF)
        await asyncio.gather(*map(_leave, held))

    def resume(self) -> None:
        """Have those connections again that are still here."""
        self._registry.barred = None
        self._plane.restore_all()

    async def give_up(self, ids: Collection[str]) -> None:
        """End connections that another member has."""
        entries = self._registry.named(ids) if ids else []
        held = [entry for entry in entries if not entry.away]
        for entry in entries:
            self._registry.end(entry, TAKEN_OVER)
        await asyncio.gather(*map(_leave, held))

    def take_over(self, ids: Collection[str], why: str) -> None:
        """Have connections that were another's, or this member's before it was started again."""
        self._plane.restorer.take_over(ids, why)
        self._plane.recordings.take_over(ids)
        self._plane.restore_all()


async def _leave(entry: Entry) -> None:
    with suppress(OdindError):  # its process is lost, or it has left just now
        await entry.host.leave(entry.connection_id, ConnectionLeft(_CUT_OFF, "CONNECTION_LOST"))
