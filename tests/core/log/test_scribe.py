"""The scribe: what happens reaches the store in order and once, and a store that fails holds nobody up."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import NotFoundError, UnavailableError
from odind.core.log.events import EventsLost, StoreFailed, StoreRecovered
from odind.core.log.log import Log
from odind.core.log.memory import MemoryStore
from odind.core.log.ports import Query
from odind.core.log.refusals import store_unavailable
from odind.core.log.scribe import Scribe
from odind.core.values.portable import portable
from tests.core.fakes import FakeClock, turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from odind.core.log.ports import Document
    from odind.core.log.ring import Entry

ROOMY = 1 << 30
BROKEN = store_unavailable("the disk is full")


@portable
class Said:
    """An event, and a document."""

    word: str


class SlowStore(MemoryStore):
    """Holds every write until the test lets it go."""

    def __init__(self) -> None:
        super().__init__(lasting=True)
        self.go = asyncio.Event()
        self.writes = 0

    async def write(self, entries: Sequence[Entry[object]], documents: Sequence[Document]) -> int:
        self.writes += 1
        await self.go.wait()
        return await super().write(entries, documents)


class Desk:
    """A scribe with its clock and its store."""

    def __init__(self, store: MemoryStore, max_events: int) -> None:
        self.clock = FakeClock()
        self.store = store
        self.log = Log(self.clock, max_events, ROOMY, store)
        self.scribe = Scribe(self.log, store, self.clock)

    def say(self, *words: str) -> None:
        for word in words:
            self.log.append("a", Said(word))

    async def events(self) -> list[object]:
        """What is in the store."""
        page = await self.store.read(Query(0, 10**18), 10**6)
        return [entry.event for entry in page.entries]


@asynccontextmanager
async def open_desk(store: MemoryStore | None = None, max_events: int = 100) -> AsyncIterator[Desk]:
    desk = Desk(store or MemoryStore(lasting=True), max_events)
    async with desk.scribe:
        yield desk


async def crashed(store: MemoryStore, *words: str) -> None:
    """A run that stores these words and is killed."""
    async with open_desk(store) as desk:
        desk.say(*words)
        await desk.scribe.stored()
    await store.close(clean=False)


# Numbers


async def test_a_new_store_numbers_from_one_and_a_clean_restart_goes_on():
    store = MemoryStore(lasting=True)
    async with open_desk(store) as desk:
        desk.say("one", "two")
        assert desk.log.last == 2
    async with open_desk(store) as desk:
        assert (desk.log.last, desk.log.oldest) == (2, 1)
        desk.say("three")
    assert await desk.events() == [Said("one"), Said("two"), Said("three")]


async def test_after_a_crash_numbers_that_may_have_been_seen_are_left_out():
    store = MemoryStore(lasting=True)
    await crashed(store, "one", "two")
    async with open_desk(store) as desk:
        desk.say("three")
        assert desk.log.last == 1_000_003


async def test_without_its_store_a_run_takes_numbers_that_no_other_run_has():
    store = MemoryStore(lasting=True)
    store.failure = BROKEN
    async with open_desk(store) as desk:
        assert desk.log.last > 1_700_000_000_000_000
        assert desk.scribe.failing


# Reading on


async def test_a_reader_goes_on_over_a_restart_and_beyond_the_ring_without_gap_or_double():
    store = MemoryStore(lasting=True)
    async with open_desk(store, max_events=1_000) as desk:
        desk.say(*(str(number) for number in range(1_000)))
    async with open_desk(store, max_events=10) as desk:
        for number in range(1_000, 1_400):
            desk.say(str(number))
            await desk.scribe.stored()
        with desk.log.cursor((Said,), (), 4) as cursor:
            words = [(await anext(cursor)).event.word for _ in range(1_000)]
            desk.say("1400")
            words += [(await anext(cursor)).event.word for _ in range(396)]
        assert words == [str(number) for number in range(4, 1_400)]


async def test_filters_hold_from_the_store_into_the_ring_and_up_to_the_end():
    async with open_desk(max_events=4) as desk:
        for number in range(1, 11):
            desk.log.append("odd" if number % 2 else "even", Said(str(number)), room=f"room-{number % 3}")
            await desk.scribe.stored()
        with (
            desk.log.cursor((Said,), ("odd",), 0, until=10) as odd,
            desk.log.cursor((Said,), (), 0, rooms=("room-2",), until=9) as room,
            desk.log.cursor((Said,), ("even",), 0, until=5) as soon,
        ):
            assert [entry.event.word async for entry in odd] == ["1", "3", "5", "7", "9"]
            assert [entry.event.word async for entry in room] == ["2", "5", "8"]
            assert [entry.event.word async for entry in soon] == ["2", "4"]


async def test_the_place_of_a_moment_is_found_in_the_store_and_in_the_ring():
    async with open_desk(max_events=3) as desk:
        start = desk.clock.now()
        for number in range(1, 7):
            desk.say(str(number))
            await desk.scribe.stored()
            desk.clock.advance(1)
        places = [await desk.log.before(start + seconds) for seconds in (-10, 0, 1.5, 4, 5.5)]
        assert places == [0, 0, 2, 4, 6]


async def test_a_reader_whose_numbers_a_crash_left_out_reads_on_with_what_comes():
    store = MemoryStore(lasting=True)
    await crashed(store, "one")
    async with open_desk(store) as desk:
        with desk.log.cursor((Said,), (), 5) as cursor:
            desk.say("two")
            assert (await anext(cursor)).event == Said("two")


async def test_what_the_store_has_decides_whether_a_reader_may_go_on():
    store = MemoryStore(lasting=True)
    async with open_desk(store) as desk:
        desk.say("one", "two")
    store._entries.pop(0)
    async with open_desk(store) as desk:
        desk.log.cursor((Said,), (), 1)
        with pytest.raises(NotFoundError) as refusal:
            desk.log.cursor((Said,), (), 0)
        assert refusal.value.metadata["oldest"] == "2"


async def test_a_subject_of_an_earlier_run_is_known():
    store = MemoryStore(lasting=True)
    async with open_desk(store) as desk:
        desk.say("one")
    async with open_desk(store) as desk:
        assert await desk.log.mentions("a", 0)
        assert not await desk.log.mentions("a", 1)
        assert not await desk.log.mentions("b", 0)


# Durability


async def test_watchers_see_an_event_once_it_is_stored():
    store = SlowStore()
    async with open_desk(store) as desk, asyncio.TaskGroup() as tasks:
        with desk.log.cursor((Said,), (), 0) as cursor:
            reader = tasks.create_task(anext(cursor))
            desk.say("one")
            await turns()
            assert not reader.done()
            store.go.set()
            assert (await reader).event == Said("one")


async def test_stored_waits_for_what_came_before_it_and_for_a_write_that_was_under_way():
    store = SlowStore()
    async with open_desk(store) as desk, asyncio.TaskGroup() as tasks:
        desk.say("one")
        await turns()
        shelf = desk.scribe.shelf("words", Said)
        shelf.put("key", Said("value"))
        waiting = tasks.create_task(desk.scribe.stored())
        await turns()
        assert not waiting.done()
        store.go.set()
        await waiting
        assert store.writes == 2
        assert [document.value for document in store._documents.values()] == [Said("value")]


async def test_nothing_to_store_is_stored_at_once():
    async with open_desk() as desk:
        await desk.scribe.stored()


async def test_more_than_a_batch_is_stored_in_order_and_its_documents_with_the_last_of_them():
    class Counting(MemoryStore):
        def __init__(self) -> None:
            super().__init__(lasting=True)
            self.sizes: list[tuple[int, int]] = []

        async def write(self, entries: Sequence[Entry[object]], documents: Sequence[Document]) -> int:
            self.sizes.append((len(entries), len(documents)))
            return await super().write(entries, documents)

    store = Counting()
    async with open_desk(store, max_events=2_000) as desk:
        desk.say(*(str(number) for number in range(1_100)))
        desk.scribe.shelf("words", Said).put("key", Said("value"))
        await desk.scribe.stored()
        assert store.sizes == [(512, 0), (512, 0), (76, 1)]


async def test_a_store_without_news_is_written_now_and_then_to_discard_what_is_old():
    store = SlowStore()
    store.go.set()
    async with open_desk(store) as desk:
        await turns()
        for _ in range(3):
            desk.clock.advance(600)
            await turns()
        assert store.writes == 3


# A store that fails


async def test_a_store_that_fails_holds_no_watcher_up_refuses_promises_and_comes_back_by_itself():
    async with open_desk() as desk:
        desk.store.failure = BROKEN
        with desk.log.cursor((Said, StoreFailed, StoreRecovered), (), 0) as cursor:
            desk.say("one")
            assert (await anext(cursor)).event == Said("one")
            assert (await anext(cursor)).event == StoreFailed(BROKEN.message)
            with pytest.raises(UnavailableError, match="STORE_UNAVAILABLE"):
                await desk.scribe.stored()
            desk.store.failure = None
            desk.clock.advance(0.1)
            assert (await anext(cursor)).event == StoreRecovered()
        await desk.scribe.stored()
        assert not desk.scribe.failing
    assert await desk.events() == [Said("one"), StoreFailed(BROKEN.message), StoreRecovered()]


async def test_a_promise_that_was_given_is_taken_back_when_the_store_fails():
    store = SlowStore()
    async with open_desk(store) as desk, asyncio.TaskGroup() as tasks:
        desk.say("one")
        waiting = tasks.create_task(refusal(desk.scribe))
        await turns()
        store.failure = BROKEN
        store.go.set()
        assert (await waiting) is BROKEN
        store.failure = None
        desk.clock.advance(0.1)


async def test_a_store_that_hangs_counts_as_failed_until_it_answers():
    store = SlowStore()
    async with open_desk(store) as desk, asyncio.TaskGroup() as tasks:
        desk.say("one")
        waiting = tasks.create_task(refusal(desk.scribe))
        await turns()
        desk.clock.advance(2.0)
        assert (await waiting).reason == "STORE_UNAVAILABLE"
        assert desk.log.shown == desk.log.last
        store.go.set()
        await turns()
        await desk.scribe.stored()
    assert Said("one") in await desk.events()


async def test_what_the_ring_forgets_before_it_is_stored_is_told():
    async with open_desk(max_events=5) as desk:
        desk.store.failure = BROKEN
        desk.say("one")
        await turns()
        desk.say(*(str(number) for number in range(20)))
        desk.store.failure = None
        desk.clock.advance(0.1)
        await turns()
        await desk.scribe.stored()
        lost, *rest = await desk.events()
        assert lost == EventsLost(1, 17)
        assert rest[:5] == [Said(str(number)) for number in range(15, 20)]


async def test_a_reader_of_the_past_is_told_of_what_was_lost():
    store = MemoryStore(lasting=True)
    async with open_desk(store, max_events=3) as desk:
        desk.say("one")
        await desk.scribe.stored()
        store.failure = BROKEN
        desk.say("two")
        await turns()
        desk.say(*"abcdef")
        store.failure = None
    async with open_desk(store, max_events=3) as desk:
        with desk.log.cursor((Said,), ("b",), 0) as cursor, pytest.raises(NotFoundError) as gap:
            await anext(cursor)
        assert gap.value.reason == "EVENTS_EXPIRED"


async def test_a_store_that_comes_back_late_brings_its_documents_and_its_past():
    store = MemoryStore(lasting=True)
    async with open_desk(store) as desk:
        desk.say("one")
        for key in ("kept", "replaced"):
            desk.scribe.shelf("words", Said).put(key, Said("old"))
    store.failure = BROKEN
    async with open_desk(store) as desk:
        shelf = desk.scribe.shelf("words", Said)
        shelf.put("replaced", Said("new"))
        assert shelf.get("kept") is None
        store.failure = None
        desk.clock.advance(0.1)
        await turns()
        await desk.scribe.stored()
        assert dict(shelf.items()) == {"kept": Said("old"), "replaced": Said("new")}
        assert desk.log.oldest == 1


async def refusal(scribe: Scribe) -> UnavailableError:
    with pytest.raises(UnavailableError) as error:
        await scribe.stored()
    return error.value


# Without a lasting store


async def test_a_store_that_does_not_last_keeps_nothing_and_promises_at_once():
    async with open_desk(MemoryStore()) as desk:
        desk.say("one")
        desk.scribe.shelf("words", Said).put("key", Said("value"))
        await desk.scribe.stored()
        assert desk.log.shown == 1
        assert await desk.events() == []
