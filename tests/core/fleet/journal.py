"""The fleet's sequence of events in memory: core's `Journal` and `History`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from odind.core.fleet.events import FleetEntry, MemberEventsLost
from odind.core.fleet.refusals import database_unavailable
from odind.core.fleet.sequence import FleetSequence
from odind.core.fleet.watching import FleetWatches
from odind.core.log.numbers import FLEET_FROM
from odind.core.log.ports import Page, Query
from odind.core.timing.clock import happens_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.log.ring import Entry
    from tests.core.fakes import FakeClock

AWAY = database_unavailable("it is away")


class FakeSequence:
    """What the members share. With `away`, nothing can be read or written."""

    def __init__(self, last: int = FLEET_FROM) -> None:
        self.last = last
        self.entries: list[FleetEntry] = []
        self.positions: dict[tuple[str, str], int] = {}
        self.away = False
        self.news = asyncio.Event()

    def require(self) -> None:
        if self.away:
            raise AWAY

    def put(self, member: str, entry: Entry[object]) -> None:
        self.last += 1
        told = entry.time, entry.subject, entry.event, entry.room
        self.entries.append(FleetEntry(self.last, *told, member, entry.sequence))
        self.news.set()

    def forget(self, count: int) -> None:
        """Keep the first events no longer."""
        del self.entries[:count]

    @property
    def oldest(self) -> int:
        return self.entries[0].sequence if self.entries else self.last + 1


class FakeJournal:
    """How the member `name` writes, at most `most` entries at once; `loses_answer` loses one answer."""

    def __init__(self, shared: FakeSequence, name: str, most: int = 1_000) -> None:
        self.loses_answer = False
        self.adds = 0
        self._shared = shared
        self._name = name
        self._most = most

    async def position(self, log: str, first: int) -> int:
        self._shared.require()
        return self._shared.positions.setdefault((self._name, log), first)

    async def add(self, log: str, after: int, entries: Sequence[Entry[object]]) -> int:
        self._shared.require()
        self.adds += 1
        place = self._name, log
        if self._shared.positions[place] == after:
            for entry in entries[: self._most]:
                self._shared.put(self._name, entry)
                self._shared.positions[place] = entry.sequence
        if self.loses_answer:
            self.loses_answer = False
            raise AWAY
        return self._shared.positions[place]

    async def tidy(self) -> None:
        """Discard nothing."""


class FakeHistory:
    """How a member reads."""

    def __init__(self, shared: FakeSequence, clock: FakeClock) -> None:
        self._shared = shared
        self._clock = clock

    async def extent(self) -> tuple[int, int]:
        self._shared.require()
        return self._shared.oldest, self._shared.last

    async def after(self, sequence: int, limit: int) -> Sequence[FleetEntry]:
        self._shared.require()
        self._shared.news.clear()
        return [entry for entry in self._shared.entries if entry.sequence > sequence][:limit]

    async def read(self, query: Query, limit: int) -> Page:
        self._shared.require()
        found = [entry for entry in self._shared.entries if _asked_for(entry, query)]
        up_to = query.up_to if len(found) < limit else found[limit - 1].sequence
        return Page(self._shared.oldest, up_to, tuple(found[:limit]))

    async def before(self, since: float) -> int:
        self._shared.require()
        return next(
            (one.sequence - 1 for one in self._shared.entries if one.time >= since), self._shared.last
        )

    async def news(self, limit_s: float) -> None:
        await happens_within(self._clock, limit_s, self._shared.news.wait())


def watches_of(shared: FakeSequence, clock: FakeClock, max_events: int = 1_000) -> FleetWatches:
    """Return what watches the sequence at one member; nobody runs it."""
    history = FakeHistory(shared, clock)
    return FleetWatches(FleetSequence(history, clock, max_events, 1 << 30), history, clock)


def _asked_for(entry: FleetEntry, query: Query) -> bool:
    if not query.after < entry.sequence <= query.up_to:
        return False
    return isinstance(entry.event, MemberEventsLost) or (
        (not query.kinds or isinstance(entry.event, query.kinds))
        and (not query.subjects or entry.subject in query.subjects)
        and (not query.rooms or entry.room in query.rooms)
    )
