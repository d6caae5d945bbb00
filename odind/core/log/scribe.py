"""Carries the log and the documents to the store, and holds on to them while the store fails."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final, Self, TypeVar

from odind.core.errors import UnavailableError
from odind.core.timing.backoff import Backoff
from odind.core.timing.clock import happens_within
from odind.core.values.late import dataclass

from .archive import Archive
from .events import EventsLost, StoreFailed, StoreRecovered
from .mirror import Holding, Mirrored, Place
from .ports import Document
from .refusals import store_unavailable
from .ring import Entry
from .shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import TracebackType

    from odind.core.timing.clock import Clock

    from .log import Log
    from .mirror import Mirror
    from .ports import Opening, Store

    Bundle = Callable[[str, object], str]

V = TypeVar("V")
_MIRRORED: Final = "mirrored"
_MOST: Final = 512
_AFTER_A_CRASH: Final = 1_000_000
"""Numbers left out after a crash: events that were seen but not stored may have had them."""
_MICROSECONDS: Final = 1_000_000
_FIRST_PAUSE_S: Final = 0.1
_LONGEST_PAUSE_S: Final = 5.0
_IDLE_S: Final = 600.0
"""After so long without news the store is written all the same, to discard what has become too old."""
_PATIENCE_S: Final = 2.0
"""A write that takes longer counts as failed until it is done."""


@dataclass(frozen=True)
class _Batch:
    """What is written at once, and the calls that wait for it. `last` is its last sequence."""

    last: int
    entries: list[Entry[object]]
    documents: dict[tuple[str, str], Document]
    waiting: list[asyncio.Future[None]]


class Scribe:
    """Writes for the length of its `async with` block, in batches, on the loop's thread.

    Everything that is in memory at one moment reaches the store in one transaction, so that events and
    documents never disagree. The ring of the log is the buffer: what it forgets before it is stored is lost,
    and an EventsLost says so. With a store that is not lasting, there is nothing to write.

    A `mirror` keeps the documents of some shelves for other daemons, too. Those of an earlier daemon that had
    one are then not taken from the store, since others may have them meanwhile: `recall` puts back what the
    mirror has.
    """

    def __init__(self, log: Log, store: Store, clock: Clock, mirror: Mirror | None = None) -> None:
        self.log = log
        self.failure: UnavailableError | None = None
        self._store = store
        self._clock = clock
        self._mirror = mirror
        self._others_may_have = False
        self._bundles: dict[str, Bundle] = {}
        self._kept: dict[str, dict[str, Document]] = {}
        self._dirty: dict[tuple[str, str], Document] = {}
        self._batch: Mapping[tuple[str, str], Document] = {}
        self._next = 1
        self._opened = False
        self._waiting: list[asyncio.Future[None]] = []
        self._writing: list[asyncio.Future[None]] = []
        self._ending = asyncio.Event()
        self._tasks = asyncio.TaskGroup()

    @property
    def failing(self) -> bool:
        """Whether nothing can be stored at present; `failure` says why."""
        return self.failure is not None

    @property
    def lasting(self) -> bool:
        """Whether what is stored outlives the daemon."""
        return self._store.lasting

    # For those who have something to keep

    def shelf(
        self, collection: str, kind: type[V], bundle: Callable[[str, V], str] | None = None
    ) -> Shelf[V]:
        """Return the documents of a collection, whose values are of one portable type.

        `bundle` is for those that other daemons may take over: it returns by its key and value with what a
        document goes, "" for one that stays here. Without, all of them stay.
        """
        kept = self._kept.setdefault(collection, {})
        if bundle and self._mirror:
            self._bundles[collection] = lambda key, value: (
                bundle(key, value) if isinstance(value, kind) else ""
            )
            for document in tuple(kept.values()):
                self._share(document)
        return Shelf(collection, kept, kind, note=self._note, now=self._clock.now)

    def archive(self, name: str, kind: type[V]) -> Archive[V]:
        """Return documents that are read from the store when they are asked for."""
        return Archive(name, kind, note=self._note, unwritten=self._unwritten, store=self._store)

    def require_working(self) -> None:
        """Raise UnavailableError STORE_UNAVAILABLE while nothing can be stored."""
        if self.failure:
            raise self.failure

    async def stored(self) -> None:
        """Return once all that happened before the call is durable; raises STORE_UNAVAILABLE."""
        self.require_working()
        if not self._store.lasting:
            return
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(done)
        self.log.news.set()
        await done

    def _unwritten(self, place: tuple[str, str]) -> Document | None:
        """Return a document that the store may not have yet."""
        return self._dirty.get(place) or self._batch.get(place)

    def recall(self, holdings: Iterable[Holding]) -> list[Place]:
        """Put documents on their shelves that the mirror has as ours; return where they lie.

        What lies there already is newer, and stays. Shelves that nobody has made are left out.
        """
        fresh = [one for one in holdings if one.kind in self._bundles and one.id not in self._kept[one.kind]]
        for one in fresh:
            document = self._kept[one.kind][one.id] = Document(one.kind, one.id, one.value)
            self._write_soon(document)
        return [one.place for one in fresh]

    async def mirrored(self) -> None:
        """Wait until all of it can be taken over, where there is a mirror that can be written."""
        if self._mirror:
            await self._mirror.written()

    def _note(self, document: Document) -> None:
        self._write_soon(document)
        if self._mirror and document.collection in self._bundles:
            bundle = self._bundle_of(document)
            place = Place(document.collection, document.key)
            self._mirror.note(place, Holding(*place, bundle, document.value) if bundle else None)

    def _write_soon(self, document: Document) -> None:
        if self._store.lasting:
            self._dirty[document.collection, document.key] = document
            self.log.news.set()

    def _bundle_of(self, document: Document) -> str:
        bundle = self._bundles.get(document.collection)
        return bundle(document.key, document.value) if bundle else ""

    def _share(self, document: Document) -> None:
        """Mirror a document of an earlier daemon, or forget it where others may have it."""
        bundle = self._bundle_of(document)
        if not self._mirror or not bundle:
            return
        if self._others_may_have:
            del self._kept[document.collection][document.key]
            self._write_soon(Document(document.collection, document.key, None))
        else:
            place = Place(document.collection, document.key)
            self._mirror.note(place, Holding(*place, bundle, document.value))

    # Beginning and ending

    async def __aenter__(self) -> Self:
        await self._begin()
        await self._tasks.__aenter__()
        if self._store.lasting:
            self._tasks.create_task(self._run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.set()
        self.log.news.set()
        await self._tasks.__aexit__(None, None, None)
        await self._store.close(clean=not self.failing)

    async def _begin(self) -> None:
        """Go on where the store ends; where it cannot be opened, with numbers that no earlier run has had."""
        try:
            opening = await self._store.open()
        except UnavailableError as error:
            self._begin_after(self._unused_number(), None)
            self._fail(error)
            return
        except BaseException:
            await self._store.close(clean=False)
            raise
        self._take(opening)
        last = self._unused_number() if opening.last is None else opening.last
        oldest = opening.oldest if self._store.lasting else None  # nothing is written, and so nothing read
        self._begin_after(last + (0 if opening.clean else _AFTER_A_CRASH), oldest)
        if self._store.lasting:
            self.log.withhold()

    def _unused_number(self) -> int:
        """Return a number that no earlier run can have reached; it fits into the integers of JavaScript."""
        return int(self._clock.now() * _MICROSECONDS)

    def _begin_after(self, last: int, oldest: int | None) -> None:
        self.log.begin(last, oldest)
        self._next = last + 1

    def _take(self, opening: Opening) -> None:
        """Put the stored documents where no newer ones are."""
        self._opened = True
        self._others_may_have = any(one.collection == _MIRRORED for one in opening.documents)
        if self._others_may_have != bool(self._mirror):
            self._write_soon(Document(_MIRRORED, "", Mirrored() if self._mirror else None))
        for document in opening.documents:
            if (document.collection, document.key) not in self._dirty:
                kept = self._kept.setdefault(document.collection, {})
                if kept.setdefault(document.key, document) is document:
                    self._share(document)  # its shelf is there where the store was away at first

    # Writing

    async def _run(self) -> None:
        backoff = Backoff(_FIRST_PAUSE_S, _LONGEST_PAUSE_S)
        while not (self._ending.is_set() and self._idle):
            if await self._store_next():
                backoff = Backoff(_FIRST_PAUSE_S, _LONGEST_PAUSE_S)
            elif self._ending.is_set():
                return
            else:
                await happens_within(self._clock, backoff.pause_s(), self._ending.wait())

    @property
    def _idle(self) -> bool:
        return self._next > self.log.last and not self._dirty and not self._waiting

    async def _store_next(self) -> bool:
        """Wait for something to write, and write it; return whether it is durable."""
        if self._idle and not self.failing:
            self.log.news.clear()
            await happens_within(self._clock, _IDLE_S, self.log.news.wait())
        batch = self._cut()
        self._batch = batch.documents
        late = partial(self._fail, store_unavailable("a write takes too long"))
        timer = self._clock.call_at(self._clock.monotonic() + _PATIENCE_S, late)
        try:
            oldest = await self._write(batch)
        except UnavailableError as error:
            self._dirty = batch.documents | self._dirty
            self._fail(error)
            return False
        finally:
            timer.cancel()
            self._batch = {}
        self._settle(batch, oldest)
        return True

    async def _write(self, batch: _Batch) -> int:
        if not self._opened:
            self._take(await self._store.open())
        return await self._store.write(batch.entries, tuple(batch.documents.values()))

    def _cut(self) -> _Batch:
        """Take what comes next; documents and waiting calls belong to the latest events."""
        entries = [*self._lost()]
        first = max(self._next, self.log.kept_from)
        last = min(self.log.last, first + _MOST - 1)
        entries += map(self.log.entry, range(first, last + 1))
        documents: dict[tuple[str, str], Document] = {}
        if last == self.log.last:
            documents, self._dirty = self._dirty, {}
            self._writing, self._waiting = self._waiting, []
        return _Batch(last, entries, documents, self._writing)

    def _lost(self) -> list[Entry[object]]:
        """Return the entry that stands for those that the ring has forgotten before they were stored."""
        last = self.log.kept_from - 1
        if self._next > last:
            return []
        return [Entry(last, self._clock.now(), "", EventsLost(self._next, last))]

    def _settle(self, batch: _Batch, oldest: int) -> None:
        self._next = batch.last + 1
        self.log.settle(batch.last, oldest)
        if self.failing:
            self.failure = None
            self.log.withhold()
            self.log.append("", StoreRecovered())
        for done in batch.waiting:
            if not done.done():
                done.set_result(None)

    def _fail(self, error: UnavailableError) -> None:
        """Refuse to wait for the store, and hold back no event any more."""
        if not self.failing:
            self.log.append("", StoreFailed(error.message))
        self.failure = error
        self.log.reveal()
        for done in (*self._writing, *self._waiting):
            if not done.done():
                done.set_exception(error)
        self._waiting.clear()
