"""The one numbered sequence of everything that happens, kept in a bounded ring and read by cursors.

A watcher holds no queue of its own: its cursor is a position in the ring. A reader whose cursor the ring has
overtaken learns that, and goes on from a new snapshot.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from odind.core.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Collection
    from types import TracebackType

    from odind.core.timing.clock import Clock

E_co = TypeVar("E_co", covariant=True)
_ENTRY_BYTES: Final = 512
"""What an entry takes beside its payload, about."""


@dataclass(frozen=True)
class Entry(Generic[E_co]):
    """An event in its place. `time` is seconds since the epoch; `subject` is what it is about, by id."""

    sequence: int
    time: float
    subject: str
    event: E_co


class Log:
    """Numbers events from 1 and keeps the latest ones. Belongs to the loop.

    The ring holds at most `max_events` entries and about `max_bytes` of them.
    """

    def __init__(self, clock: Clock, max_events: int, max_bytes: int) -> None:
        self._clock = clock
        self._max_events = max_events
        self._max_bytes = max_bytes
        self._ring: deque[tuple[Entry[object], int]] = deque()
        self._bytes = 0
        self._last = 0
        self._cursors: set[Cursor[object]] = set()
        self._closed = False

    @property
    def last(self) -> int:
        """The sequence of the latest event, 0 before the first."""
        return self._last

    @property
    def oldest(self) -> int:
        """The sequence of the oldest event that is kept; that of the next event while none is."""
        return self._ring[0][0].sequence if self._ring else self._last + 1

    @property
    def closed(self) -> bool:
        """Whether cursors end once they have read everything."""
        return self._closed

    def append(self, subject: str, event: object, payload_bytes: int = 0) -> None:
        """Number an event and keep it; wake the cursors that want it."""
        self._last += 1
        entry = Entry(self._last, self._clock.now(), subject, event)
        size = _ENTRY_BYTES + payload_bytes
        self._ring.append((entry, size))
        self._bytes += size
        while len(self._ring) > self._max_events or (self._bytes > self._max_bytes and len(self._ring) > 1):
            self._bytes -= self._ring.popleft()[1]
        for cursor in self._cursors:
            cursor.offer(entry)

    def entry(self, sequence: int) -> Entry[object]:
        """Return a kept entry."""
        return self._ring[sequence - self._last - 1][0]

    def mentions(self, subject: str, after: int) -> bool:
        """Return whether a kept event after that sequence is about the subject."""
        return any(entry.subject == subject for entry, _ in self._ring if entry.sequence > after)

    def cursor(self, kinds: tuple[type[E_co], ...], subjects: Collection[str], after: int) -> Cursor[E_co]:
        """Return a cursor on the events after a sequence; enter its `with` block to read it.

        It yields events of these kinds, of these subjects or of all when none is named.
        Raises NotFoundError EVENTS_EXPIRED when events after that sequence are no longer kept, or never were.
        """
        if not self.oldest - 1 <= after <= self._last:
            raise events_expired(after, self.oldest)
        return Cursor(self, kinds, frozenset(subjects), after + 1)

    def enrol(self, cursor: Cursor[object]) -> None:
        """Tell the cursor of every new entry from now on."""
        self._cursors.add(cursor)

    def dismiss(self, cursor: Cursor[object]) -> None:
        """Tell the cursor of nothing any more."""
        self._cursors.discard(cursor)

    def close(self) -> None:
        """End every cursor, and those to come, once it has read what is kept."""
        self._closed = True
        for cursor in self._cursors:
            cursor.wake()


class Cursor(Generic[E_co]):
    """A reader's position in the log; iterate it with `async for` within its `with` block.

    The iteration raises NotFoundError EVENTS_EXPIRED when the ring has overtaken it; `restart` goes on.
    """

    def __init__(self, log: Log, kinds: tuple[type[E_co], ...], subjects: frozenset[str], first: int) -> None:
        self._log = log
        self._kinds = kinds
        self._subjects = subjects
        self._next = first
        self._news = asyncio.Event()

    def wants(self, entry: Entry[object]) -> bool:
        """Whether the reader asked for such an event."""
        wanted = not self._subjects or entry.subject in self._subjects
        return wanted and isinstance(entry.event, self._kinds)

    def offer(self, entry: Entry[object]) -> None:
        """Wake the reader for an entry that it wants; pass over one that it does not."""
        if self.wants(entry):
            self.wake()
        elif self._next == entry.sequence:
            self._next += 1

    def wake(self) -> None:
        """Let the reader look again."""
        self._news.set()

    def restart(self) -> None:
        """Go on with what happens from now on."""
        self._next = self._log.last + 1

    def __aiter__(self) -> Cursor[E_co]:
        return self

    async def __anext__(self) -> Entry[E_co]:
        while True:
            self._news.clear()
            entry = self._read()
            if entry is not None:
                return entry
            if self._log.closed:
                raise StopAsyncIteration
            await self._news.wait()

    def _read(self) -> Entry[E_co] | None:
        if self._next < self._log.oldest:
            raise events_expired(self._next - 1, self._log.oldest)
        if self._next > self._log.last:
            return None
        entry = self._log.entry(self._next)
        self._next += 1
        self._skip()
        return entry  # type: ignore[return-value] # `_skip` checks the kind

    def _skip(self) -> None:
        """Pass over kept entries that the reader does not want, so that losing them is no loss to it."""
        while self._next <= self._log.last and not self.wants(self._log.entry(self._next)):
            self._next += 1

    def __enter__(self) -> Cursor[E_co]:
        self._log.enrol(self)
        self._skip()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._log.dismiss(self)


def events_expired(after: int, oldest: int) -> NotFoundError:
    """Return the error of a reader whose next event is not kept."""
    return NotFoundError(
        "EVENTS_EXPIRED",
        "the events after {after} are not kept; the oldest kept is {oldest}: watch from a snapshot",
        after=after,
        oldest=oldest,
    )
