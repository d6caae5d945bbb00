"""All that this member holds, kind by kind: given up, fenced, and taken over like after a restart."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from odind.core.errors import OdindError
from odind.core.log.mirror import ids_of

from .connections import HeldConnections
from .member import Report

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from odind.core.log.mirror import Holding, Place
    from odind.core.plane import ControlPlane

    from .ports import Held


class Holdings:
    """What the fleet asks of the daemon. On the loop's thread.

    `more` are kinds that belong to connections: they are taken over after these, and stopped before them.
    """

    def __init__(self, plane: ControlPlane, more: Sequence[Held] = ()) -> None:
        self._plane = plane
        self._kinds: tuple[Held, ...] = (HeldConnections(plane), *more)

    async def fence(self) -> None:
        """Leave all rooms, and stop what goes on in them, until `resume`."""
        for held in reversed(self._kinds):
            await held.fence()

    def resume(self) -> None:
        """Have that again which is still here."""
        for held in self._kinds:
            held.resume()

    async def give_up(self, places: Collection[Place]) -> None:
        """End what another member has."""
        for held in reversed(self._kinds):
            await held.give_up(ids_of(held.kind, places))

    def take_over(self, holdings: Iterable[Holding], why: str) -> None:
        """Have what was another's, or this member's before it was started again; `why` is for events."""
        fresh = self._plane.scribe.recall(holdings)
        for held in self._kinds:
            if ids := ids_of(held.kind, fresh):
                held.take_over(ids, why)

    async def report(self) -> Report:
        """Return what the other members are told."""
        more = 0
        with suppress(OdindError):  # it holds no host
            more = (await self._plane.capacities.capacity()).pcm.pcm
        return Report(len(self._plane.registry), more, self._plane.drain.draining is not None)
