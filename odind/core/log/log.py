"""The one numbered sequence of everything that happens: a ring of the latest events, before it a store.

A watcher holds no queue of its own: its cursor is a position in the log. Where the store keeps what is
written across restarts, watchers see an event once it is stored, so that nobody saw what a crash undoes.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from .cursor import Cursor, Filter
from .ports import Page, Query
from .refusals import events_expired, sequence_ahead
from .ring import Entry, Ring

if TYPE_CHECKING:
    from collections.abc import Collection

    from odind.core.timing.clock import Clock

    from .ports import Store

__all__ = ["Cursor", "Entry", "Log"]
E_co = TypeVar("E_co", covariant=True)


class Log:
    """Numbers events and keeps the latest ones. Belongs to the loop.

    The ring holds at most `max_events` entries and about `max_bytes` of them; without a store there is
    nothing before it. `news` is set by every event.
    """

    def __init__(self, clock: Clock, max_events: int, max_bytes: int, store: Store | None = None) -> None:
        self._clock = clock
        self._ring = Ring(max_events, max_bytes)
        self._store = store
        self._oldest_stored: int | None = None
        self._withholding = False
        self._cursors: set[Cursor[object]] = set()
        self._closed = False
        self.news = asyncio.Event()
        self.stored = 0
        self.shown = 0

    # What is kept

    @property
    def last(self) -> int:
        """The sequence of the latest event, or the one before the first of this run."""
        return self._ring.last

    @property
    def kept_from(self) -> int:
        """The sequence of the oldest event in the ring; that of the next event while there is none."""
        return self._ring.oldest

    @property
    def oldest(self) -> int:
        """The sequence of the oldest event that is kept, in the ring or in the store."""
        stored = self._oldest_stored
        return self.kept_from if stored is None else min(stored, self.kept_from)

    @property
    def closed(self) -> bool:
        """Whether cursors end once they have read everything."""
        return self._closed

    def entry(self, sequence: int) -> Entry[object]:
        """Return an entry of the ring."""
        return self._ring.entry(sequence)

    async def page(self, query: Query, limit: int) -> Page:
        """Return stored entries; raises UnavailableError STORE_UNAVAILABLE."""
        if self._store is None:
            return Page(self.kept_from, query.up_to, ())
        return await self._store.read(query, limit)

    async def mentions(self, subject: str, after: int) -> bool:
        """Return whether a kept event after that sequence is about the subject; raises STORE_UNAVAILABLE."""
        if any(entry.subject == subject for entry in self._ring if entry.sequence > after):
            return True
        page = await self.page(Query(after, self.stored, subjects=frozenset({subject})), 1)
        return bool(page.entries)

    # Writing

    def begin(self, last: int, oldest: int | None) -> None:
        """Go on after `last`, before the first event; `oldest` is the oldest stored one, None if unknown."""
        self._ring.last = self.stored = self.shown = last
        self._oldest_stored = oldest

    def append(self, subject: str, event: object, payload_bytes: int = 0, *, room: str = "") -> None:
        """Number an event and keep it; wake the cursors that want it, once they may see it."""
        self._ring.push(Entry(self.last + 1, self._clock.now(), subject, event, room), payload_bytes)
        self.news.set()
        if not self._withholding:
            self._show(self.last)

    def withhold(self) -> None:
        """Show events to come only once they are stored."""
        self._withholding = True

    def reveal(self) -> None:
        """Show everything at once, from now on."""
        self._withholding = False
        self._show(self.last)

    def settle(self, last: int, oldest: int) -> None:
        """Note that the events from `oldest` up to `last` are stored, and show them."""
        self.stored, self._oldest_stored = last, oldest
        self._show(max(last, self.shown))

    def _show(self, last: int) -> None:
        first, self.shown = max(self.shown + 1, self.kept_from), last
        for sequence in range(first, last + 1):
            entry = self.entry(sequence)
            for cursor in self._cursors:
                cursor.offer(entry)

    # Reading

    def cursor(
        self,
        kinds: tuple[type[E_co], ...],
        subjects: Collection[str],
        after: int,
        *,
        rooms: Collection[str] = (),
        until: int | None = None,
    ) -> Cursor[E_co]:
        """Return a cursor on the events after a sequence; enter its `with` block to read it.

        It yields events of these kinds, subjects and rooms, or of all where none is named; it ends after the
        sequence `until`. Raises what `require_kept` does.
        """
        self.require_kept(after)
        return Cursor(self, Filter(kinds, frozenset(subjects), frozenset(rooms)), after + 1, until)

    def require_kept(self, after: int) -> None:
        """Raise NotFoundError EVENTS_EXPIRED when events after a sequence are not kept, SEQUENCE_AHEAD."""
        if after > self.last:
            raise sequence_ahead(after, self.last)
        if after < self.oldest - 1:
            raise events_expired(after, self.oldest)

    async def before(self, since: float) -> int:
        """Return the sequence before the first kept event at or after a time, in seconds since the epoch.

        Raises UnavailableError STORE_UNAVAILABLE.
        """
        if self.oldest < self.kept_from:
            page = await self.page(Query(0, self.stored, since=since), 1)
            if page.entries:
                return page.entries[0].sequence - 1
        kept = (entry.sequence - 1 for entry in self._ring if entry.time >= since)
        return next(kept, self.last)

    def enrol(self, cursor: Cursor[object]) -> None:
        """Tell the cursor of every new entry from now on."""
        self._cursors.add(cursor)

    def dismiss(self, cursor: Cursor[object]) -> None:
        """Tell the cursor of nothing any more."""
        self._cursors.discard(cursor)

    def close(self) -> None:
        """End every cursor, and those to come, once it has read what is kept."""
        self._closed = True
        self.reveal()
        for cursor in self._cursors:
            cursor.wake()
