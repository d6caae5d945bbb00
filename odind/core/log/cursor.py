"""A reader's position in the log."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Final, Generic, Protocol, Self, TypeVar

from odind.core.values.late import dataclass

from .events import EventsLost
from .ports import Query
from .refusals import events_expired

if TYPE_CHECKING:
    from types import TracebackType

    from .ports import Page
    from .ring import Entry

E_co = TypeVar("E_co", covariant=True)
_PAGE: Final = 256


class Source(Protocol):
    """What a cursor reads: a ring of the latest events, and a store of those before them.

    `shown` is the sequence of the last event that may be read, `stored` that of the last one in the store,
    `kept_from` that of the oldest one in the ring.
    """

    @property
    def last(self) -> int: ...  # noqa: D102
    @property
    def shown(self) -> int: ...  # noqa: D102
    @property
    def stored(self) -> int: ...  # noqa: D102
    @property
    def kept_from(self) -> int: ...  # noqa: D102
    @property
    def closed(self) -> bool: ...  # noqa: D102
    def entry(self, sequence: int) -> Entry[object]: ...  # noqa: D102
    async def page(self, query: Query, limit: int) -> Page: ...  # noqa: D102
    def enrol(self, cursor: Cursor[object]) -> None: ...  # noqa: D102
    def dismiss(self, cursor: Cursor[object]) -> None: ...  # noqa: D102


@dataclass(frozen=True)
class Filter(Generic[E_co]):
    """Events of these kinds, subjects and rooms, or of all where none is named."""

    kinds: tuple[type[E_co], ...]
    subjects: frozenset[str] = frozenset()
    rooms: frozenset[str] = frozenset()

    def admits(self, entry: Entry[object]) -> bool:
        """Whether an entry is one of them."""
        return (
            (not self.subjects or entry.subject in self.subjects)
            and (not self.rooms or entry.room in self.rooms)
            and (not self.kinds or isinstance(entry.event, self.kinds))
        )


class Cursor(Generic[E_co]):
    """Reads on from its position; iterate it with `async for` within its `with` block.

    Events that are no longer in the ring come from the store. The iteration raises NotFoundError
    EVENTS_EXPIRED when the next event is kept nowhere, and `restart` then goes on; UnavailableError
    STORE_UNAVAILABLE when it cannot be read now. It ends after the sequence `until`, where there is one.
    """

    def __init__(self, log: Source, wanted: Filter[E_co], first: int, until: int | None = None) -> None:
        self._log = log
        self._filter = wanted
        self._next = first
        self._until = until
        self._page: deque[Entry[object]] = deque()
        self._news = asyncio.Event()

    @property
    def ready(self) -> bool:
        """Whether the next event is at hand, so that reading it waits for nothing and raises nothing."""
        if self._page:
            return not isinstance(self._page[0].event, EventsLost)
        return self._log.kept_from <= self._next <= self._log.shown

    @property
    def position(self) -> int:
        """The sequence up to which it has read, or passed over what the reader does not want."""
        return (self._page[0].sequence if self._page else self._next) - 1

    def wants(self, entry: Entry[object]) -> bool:
        """Whether the reader asked for such an event."""
        return self._filter.admits(entry)

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
        self._page.clear()
        self._next = self._log.last + 1

    def __aiter__(self) -> Cursor[E_co]:
        return self

    async def __anext__(self) -> Entry[E_co]:
        while True:
            self._news.clear()
            if self._page:
                return self._turn()
            if self._until is not None and self._next > self._until:
                raise StopAsyncIteration
            if self._next < self._log.kept_from:
                await self._load()
                continue
            entry = self._read()
            if entry is not None:
                return entry
            if self._log.closed:
                raise StopAsyncIteration
            await self._rest()

    async def batch(self, most: int) -> list[Entry[E_co]]:
        """Return the next events, at most `most`; wait for the first one alone. Raises what reading does."""
        entries = [await anext(self)]
        while len(entries) < most and self.ready:
            entries.append(await anext(self))
        return entries

    async def _rest(self) -> None:
        """Wait until there may be something to read."""
        await self._news.wait()

    async def _load(self) -> None:
        """Read a page from the store, and go on behind it."""
        up_to = min(self._log.kept_from - 1, self._log.stored, self._until or self._log.stored)
        if self._next > up_to:
            raise events_expired(self._next - 1, self._log.kept_from)
        wanted = self._filter
        query = Query(self._next - 1, up_to, wanted.kinds, wanted.subjects, rooms=wanted.rooms)
        page = await self._log.page(query, _PAGE)
        if self._next < page.oldest:
            raise events_expired(self._next - 1, page.oldest)
        self._page.extend(page.entries)
        self._next = page.up_to + 1
        self._skip()

    def _turn(self) -> Entry[E_co]:
        entry = self._page.popleft()
        if isinstance(entry.event, EventsLost):
            raise events_expired(entry.event.first - 1, entry.event.last + 1)
        return entry  # type: ignore[return-value] # the store was asked for these kinds

    def _read(self) -> Entry[E_co] | None:
        if self._next > self._log.shown:
            return None
        entry = self._log.entry(self._next)
        self._next += 1
        self._skip()
        return entry  # type: ignore[return-value] # `_skip` checks the kind

    def _skip(self) -> None:
        """Pass over entries of the ring that the reader does not want: losing them is no loss to it."""
        while self._log.kept_from <= self._next <= self._log.shown and not self.wants(
            self._log.entry(self._next)
        ):
            self._next += 1

    def __enter__(self) -> Self:
        self._log.enrol(self)
        self._skip()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._log.dismiss(self)
