"""The fleet's sequence as this member reads it: the latest events in a ring, all of them in the database."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from odind.core.errors import UnavailableError
from odind.core.log.cursor import Cursor, Filter
from odind.core.log.ring import Ring
from odind.core.timing.backoff import Backoff
from odind.core.timing.clock import wait_until
from odind.core.values.late import dataclass

from .events import MemberEventsLost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.log.ports import Page, Query
    from odind.core.log.ring import Entry
    from odind.core.timing.clock import Clock

    from .events import FleetEntry
    from .ports import History

_PAGE: Final = 500
_POLL_S: Final = 1.0
"""The database is asked so often where it does not tell by itself."""
_FIRST_PAUSE_S: Final = 0.1
_LONGEST_PAUSE_S: Final = 1.0


@dataclass(frozen=True)
class FleetFilter(Filter[object]):
    """Admits what readers want, and what tells them that there is something missing."""

    def admits(self, entry: Entry[object]) -> bool:
        """Whether an entry is one of them."""
        return isinstance(entry.event, MemberEventsLost) or super().admits(entry)


class StandingChanged(Exception):  # noqa: N818 - no error: the reader goes on
    """The database has begun to fail with `problem`, or answers again when that is empty."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class FleetSequence:
    """What cursors read. On the loop's thread.

    While there are cursors, `run` reads on after the latest event that it knows; all of them share that. The
    ring holds at most `max_events` entries and about `max_bytes` of them. `failure` is why the database
    cannot be read, None while it can.
    """

    def __init__(self, history: History, clock: Clock, max_events: int, max_bytes: int) -> None:
        self.failure: UnavailableError | None = None
        self.closed = False
        self._history = history
        self._clock = clock
        self._limits = max_events, max_bytes
        self._ring = Ring(*self._limits)
        self._cursors: set[Cursor[object]] = set()
        self._watched = asyncio.Event()

    # What cursors ask

    @property
    def last(self) -> int:
        """The latest event that was read."""
        return self._ring.last

    @property
    def shown(self) -> int:
        """The same as `last`: what is read may be shown."""
        return self._ring.last

    @property
    def stored(self) -> int:
        """The same as `last`: everything comes from the database."""
        return self._ring.last

    @property
    def kept_from(self) -> int:
        """The oldest event in the ring."""
        return self._ring.oldest

    def entry(self, sequence: int) -> Entry[object]:
        """Return an entry of the ring."""
        return self._ring.entry(sequence)

    async def page(self, query: Query, limit: int) -> Page:
        """Return entries of the database; raises UnavailableError FLEET_DATABASE_UNAVAILABLE."""
        return await self._history.read(query, limit)

    def enrol(self, cursor: Cursor[object]) -> None:
        """Read on from now on, and tell the cursor of what comes."""
        self._cursors.add(cursor)
        self._watched.set()

    def dismiss(self, cursor: Cursor[object]) -> None:
        """Tell the cursor of nothing any more; read no more when it was the last one."""
        self._cursors.discard(cursor)
        if not self._cursors:
            self._watched.clear()

    # Reading on

    async def extent(self) -> tuple[int, int]:
        """Return the oldest and the last sequence of now; raises FLEET_DATABASE_UNAVAILABLE."""
        oldest, last = await self._history.extent()
        if not self._cursors:  # nobody has read on, so what the ring knows is old
            self._begin_after(last)
        return oldest, last

    async def run(self) -> None:
        """Read on while there are cursors, until it is cancelled."""
        backoff = Backoff(_FIRST_PAUSE_S, _LONGEST_PAUSE_S)
        while True:
            await self._watched.wait()
            try:
                await self._read_on()
                backoff = Backoff(_FIRST_PAUSE_S, _LONGEST_PAUSE_S)
            except UnavailableError as error:
                self.fail(error)
                await wait_until(self._clock, self._clock.monotonic() + backoff.pause_s())

    async def _read_on(self) -> None:
        entries = await self._history.after(self.last, _PAGE)
        self._take(entries)
        self._stand(None)
        if len(entries) < _PAGE:
            await self._history.news(_POLL_S)

    def fail(self, error: UnavailableError) -> None:
        """Tell the readers that the database does not answer."""
        self._stand(self.failure or error)

    def close(self) -> None:
        """End every cursor, and those to come, once it has read what is in the ring."""
        self.closed = True
        self._wake()

    def _take(self, entries: Sequence[FleetEntry]) -> None:
        if entries and entries[0].sequence != self.last + 1:  # those between were discarded
            self._begin_after(entries[0].sequence - 1)
        for entry in entries:
            self._ring.push(entry, entry.size)
            for cursor in self._cursors:
                cursor.offer(entry)

    def _begin_after(self, last: int) -> None:
        self._ring = Ring(*self._limits)
        self._ring.last = last

    def _stand(self, failure: UnavailableError | None) -> None:
        if failure is not self.failure:
            self.failure = failure
            self._wake()

    def _wake(self) -> None:
        for cursor in self._cursors:
            cursor.wake()


class FleetCursor(Cursor[object]):
    """A reader's position in the fleet's sequence. Iterating raises StandingChanged too, and then goes on."""

    def __init__(
        self, sequence: FleetSequence, wanted: FleetFilter, first: int, until: int | None = None
    ) -> None:
        super().__init__(sequence, wanted, first, until)
        self._sequence = sequence
        self._told: UnavailableError | None = None

    async def _rest(self) -> None:
        failure = self._sequence.failure
        if failure is not self._told:
            self._told = failure
            raise StandingChanged(failure.message if failure else "")
        await super()._rest()

    async def _load(self) -> None:
        if self._sequence.failure:
            if self._sequence.closed:
                raise StopAsyncIteration
            await self._rest()
            return
        try:
            await super()._load()
        except UnavailableError as error:
            self._sequence.fail(error)
