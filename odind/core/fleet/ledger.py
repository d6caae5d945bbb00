"""Carries the documents that others may take over to the shared database."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from odind.core.errors import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Collection

    from odind.core.log.mirror import Holding, Place

    from .ports import Deeds

_MOST: Final = 500
"""Rows in one statement."""


class Ledger:
    """The `Mirror` of the scribe. On the loop's thread.

    What could not be written waits, the newest document of each place: as much as there are documents, and
    those that are over meanwhile. `kept` are the places that the database has as ours. `news` is set when
    something waits.
    """

    def __init__(self, deeds: Deeds) -> None:
        self.news = asyncio.Event()
        self.kept: set[Place] = set()
        self.failing = True
        self._deeds = deeds
        self._dirty: dict[Place, Holding | None] = {}
        self._writing: dict[Place, Holding | None] = {}
        self._waiting: list[asyncio.Future[None]] = []
        self._flushed: tuple[asyncio.Future[None], ...] = ()

    def note(self, place: Place, holding: Holding | None) -> None:
        """Take the newest document of a place, None when there is none to take over any more."""
        if holding is None and place not in self.kept and place not in self._writing:
            self._dirty.pop(place, None)  # nobody has heard of it
            return
        self._dirty[place] = holding
        self.news.set()

    async def written(self) -> None:
        """Wait until all of it is kept; do not wait for a database that does not answer."""
        if self.failing or not (self._dirty or self._writing):
            return
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(done)
        self.news.set()
        await done

    def ended(self) -> frozenset[Place]:
        """Return the places of what is over, which the database does not know yet."""
        return frozenset(place for place, holding in self._dirty.items() if holding is None)

    def fail(self) -> None:
        """Let nobody wait while nothing can be written."""
        self.failing = True
        self._answer(tuple(self._waiting))

    async def flush(self, epoch: int) -> frozenset[Place]:
        """Write what waits; return the places among it that others have.

        Raises UnavailableError FLEET_DATABASE_UNAVAILABLE, after which all of it waits on.
        """
        lost: set[Place] = set()
        self.failing = False
        self.news.clear()
        while self._dirty:
            lost |= await self._flush_all(epoch)
        self._flushed = tuple(self._waiting)
        return frozenset(lost)

    def answer(self) -> None:
        """Let those go on who waited for the last flush; what they have lost by it is given up by now."""
        self._answer(self._flushed)

    def _answer(self, waiting: Collection[asyncio.Future[None]]) -> None:
        self._waiting = [one for one in self._waiting if one not in waiting]
        for done in waiting:
            if not done.done():
                done.set_result(None)

    async def _flush_all(self, epoch: int) -> set[Place]:
        lost: set[Place] = set()
        for _ in range(0, len(self._dirty), _MOST):
            lost |= await self._flush_some(epoch)
        return lost

    async def _flush_some(self, epoch: int) -> frozenset[Place]:
        batch = {place: self._dirty.pop(place) for place in tuple(self._dirty)[:_MOST]}
        self._writing = batch
        try:
            lost = await self._deeds.keep(epoch, batch)
        except UnavailableError:
            self._dirty = batch | self._dirty
            self.fail()
            raise
        finally:
            self._writing = {}
        self.kept |= {place for place, holding in batch.items() if holding} - lost
        self.kept -= {place for place, holding in batch.items() if holding is None} | lost
        return lost
