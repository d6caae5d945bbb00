"""Watches of the fleet: where they begin, what they tell, and what they say while the database is away."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import InvalidArgumentError, NotFoundError, UnavailableError
from odind.core.fleet.connections import TAKEN_OVER
from odind.core.fleet.events import FleetEntry, MemberEventsLost
from odind.core.fleet.sequence import FleetSequence
from odind.core.fleet.watching import FleetSnapshot, FleetStanding, FleetWatched, FleetWatches
from odind.core.log.ring import Entry
from odind.core.rooms.events import ConnectionLeft, ConnectionReconnecting, MessageReceived
from odind.core.rooms.watching import Wanted
from tests.core.fakes import FakeClock, turns

from .journal import AWAY, FakeHistory, FakeSequence

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

ROOMY = 1 << 30
PATIENCE = 30.0
BASE = FakeSequence().last
LOST = ConnectionReconnecting("gone")


class Bench:
    """A member's side of the sequence, and the connections that members have."""

    def __init__(self, max_events: int) -> None:
        self.clock = FakeClock()
        self.shared = FakeSequence()
        self.history = FakeHistory(self.shared, self.clock)
        self.sequence = FleetSequence(self.history, self.clock, max_events, ROOMY)
        self.holders: dict[str, str] = {"c-1": "one"}
        self.watches = FleetWatches(self.sequence, self.history, self.clock)
        self._local = 0

    def tell(self, *texts: str, connection_id: str = "c-1", room: str = "lobby", member: str = "one") -> None:
        for text in texts:
            self.happens(MessageReceived(1, "anna", text.encode()), connection_id, room=room, member=member)

    def happens(
        self, event: object, connection_id: str = "c-1", *, room: str = "lobby", member: str = "one"
    ) -> None:
        self._local += 1
        self.shared.put(member, Entry(self._local, self.clock.now(), connection_id, event, room))

    def watch(self, wanted: Wanted) -> Watch:
        return Watch(self.watches.watch(wanted, self._holder_of))

    async def _holder_of(self, connection_id: str) -> str | None:
        return self.holders.get(connection_id)


class Watch:
    """What a watch tells, one after another."""

    def __init__(self, items: AsyncGenerator[FleetWatched]) -> None:
        self.items = items

    async def next(self) -> FleetWatched:
        async with asyncio.timeout(PATIENCE):
            return await anext(self.items)

    async def texts(self, count: int) -> list[str]:
        return [text_of(await self.next()) for _ in range(count)]

    async def rest(self) -> list[FleetWatched]:
        async with asyncio.timeout(PATIENCE):
            return [item async for item in self.items]


def text_of(item: FleetWatched) -> str:
    assert isinstance(item, FleetEntry), item
    assert isinstance(item.event, MessageReceived)
    assert isinstance(item.event.message, bytes)
    return item.event.message.decode()


@asynccontextmanager
async def bench(max_events: int = 1_000) -> AsyncIterator[Bench]:
    made = Bench(max_events)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(made.sequence.run())
        yield made
        running.cancel()


async def test_a_watch_begins_with_the_place_of_a_snapshot_and_tells_what_comes_after_it():
    async with bench() as house:
        house.tell("early")
        async with aclosing(house.watch(Wanted()).items) as items:
            watch = Watch(items)
            assert await watch.next() == FleetSnapshot(BASE + 1)
            house.tell("a")
            house.tell("b", member="two")
            first, second = await watch.next(), await watch.next()
            assert isinstance(first, FleetEntry)
            assert isinstance(second, FleetEntry)
            assert (first.sequence, first.member, second.member) == (BASE + 2, "one", "two")


async def test_a_watch_goes_on_after_an_event_at_another_member():
    async with bench() as house:
        house.tell("a", "b", "c")
        async with aclosing(house.watch(Wanted(after_sequence=BASE + 1)).items) as items:
            assert await Watch(items).texts(2) == ["b", "c"]


async def test_a_watch_begins_at_a_moment():
    async with bench() as house:
        house.tell("a")
        house.clock.advance(60)
        moment = house.clock.now()
        house.tell("b")
        async with aclosing(house.watch(Wanted(since=moment)).items) as items:
            assert await Watch(items).texts(1) == ["b"]
        with pytest.raises(InvalidArgumentError, match="SINCE_AHEAD"):
            await house.watch(Wanted(since=moment + 1)).next()


async def test_watches_of_one_member_share_what_it_reads_and_filter_it():
    async with bench() as house:
        everything, lobby = house.watch(Wanted()), house.watch(Wanted(room_ids=frozenset({"lobby"})))
        one = house.watch(Wanted(connection_ids=("c-1",), kinds=(MessageReceived,)))
        for watch in (everything, lobby, one):
            assert isinstance(await watch.next(), FleetSnapshot)
        house.tell("a")
        house.tell("b", connection_id="c-2", room="kitchen")
        house.happens(LOST)
        house.tell("c", connection_id="c-3")
        house.tell("d")
        assert await one.texts(2) == ["a", "d"]
        assert await everything.texts(2) == ["a", "b"]
        assert await lobby.texts(1) == ["a"]
        for watch in (everything, lobby, one):
            await watch.items.aclose()


async def test_a_watch_of_what_has_happened_ends():
    async with bench() as house:
        house.tell("a", "b")
        watch = house.watch(Wanted(after_sequence=BASE, until_now=True))
        assert [text_of(item) for item in await watch.rest()] == ["a", "b"]


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (Wanted(after_sequence=7), "SEQUENCE_OF_MEMBER"),
        (Wanted(after_sequence=BASE + 9), "SEQUENCE_AHEAD"),
        (Wanted(after_sequence=BASE), "EVENTS_EXPIRED"),
        (Wanted(consumer="billing"), "CONSUMER_OF_MEMBER"),
        (Wanted(connection_ids=("c-9",)), "CONNECTION_NOT_FOUND"),
    ],
)
async def test_a_place_that_is_none_is_refused(wanted: Wanted, reason: str):
    async with bench() as house:
        house.tell("a", "b", "c")
        house.shared.forget(2)
        with pytest.raises((InvalidArgumentError, NotFoundError), match=reason):
            await house.watch(wanted).next()


async def test_a_watch_that_asks_for_it_begins_with_a_snapshot_where_its_place_is_not_kept():
    async with bench() as house:
        house.tell("a", "b", "c")
        house.shared.forget(2)
        watch = house.watch(Wanted(after_sequence=BASE, snapshot_if_expired=True))
        snapshot = await watch.next()
        assert isinstance(snapshot, FleetSnapshot)
        assert snapshot.sequence == BASE + 3
        assert "not kept" in snapshot.missed
        await watch.items.aclose()


async def test_a_slow_reader_goes_on_from_the_database_and_gets_a_snapshot_where_that_keeps_no_more():
    async with bench(max_events=2) as house:
        slow, quick = house.watch(Wanted()), house.watch(Wanted())
        for watch in (slow, quick):
            await watch.next()
        house.tell("a", "b", "c", "d")
        assert await quick.texts(4) == [*"abcd"]
        assert await slow.texts(4) == [*"abcd"]
        house.tell("e", "f", "g", "h")
        assert await quick.texts(4) == [*"efgh"]
        house.shared.forget(7)
        snapshot = await slow.next()
        assert isinstance(snapshot, FleetSnapshot)
        assert snapshot.missed
        house.tell("i")
        assert await slow.texts(1) == ["i"]
        for watch in (slow, quick):
            await watch.items.aclose()


async def test_while_the_database_is_away_a_watch_says_so_and_tells_later_what_was_late():
    async with bench() as house:
        watch = house.watch(Wanted())
        await watch.next()
        house.shared.away = True
        house.tell("late")
        assert await watch.next() == FleetStanding(AWAY.message, BASE)
        house.shared.away = False
        house.clock.advance(60)
        assert await watch.texts(1) == ["late"]
        assert await watch.next() == FleetStanding("", BASE + 1)
        house.shared.away = True
        with pytest.raises(UnavailableError, match="FLEET_DATABASE_UNAVAILABLE"):
            await house.watch(Wanted()).next()
        await watch.items.aclose()


async def test_a_reader_of_old_events_waits_for_the_database_too():
    async with bench(max_events=1) as house:
        house.tell("a", "b", "c")
        watch = house.watch(Wanted(after_sequence=BASE))
        assert await watch.texts(1) == ["a"]
        await turns()
        house.tell(*"defgh")
        await turns(20)
        house.shared.away = True
        assert await watch.texts(2) == ["b", "c"]
        assert await watch.next() == FleetStanding(AWAY.message, BASE + 3)
        house.shared.away = False
        house.clock.advance(60)
        assert await watch.texts(5) == [*"defgh"]
        await watch.items.aclose()


async def test_events_that_a_member_has_lost_are_told_by_another_snapshot():
    async with bench() as house:
        watch = house.watch(Wanted(connection_ids=("c-1",)))
        await watch.next()
        house.happens(MemberEventsLost(3, 5), "", room="", member="two")
        house.tell("a")
        missed = "the member two has lost its events from 3 to 5"
        assert await watch.next() == FleetSnapshot(BASE + 1, missed)
        assert await watch.texts(1) == ["a"]
        await watch.items.aclose()


async def test_a_watch_of_a_connection_ends_when_it_is_left_and_not_when_it_is_taken_over():
    async with bench() as house:
        watch = house.watch(Wanted(connection_ids=("c-1",)))
        await watch.next()
        house.happens(TAKEN_OVER)
        house.tell("a", member="two")
        house.happens(ConnectionLeft("left by us", "LEFT_BY_US"), member="two")
        house.tell("b")
        left, text, end = await watch.rest()
        assert isinstance(left, FleetEntry)
        assert text_of(text) == "a"
        assert isinstance(end, FleetEntry)


async def test_closing_ends_the_watches_also_without_a_database():
    async with bench() as house:
        watch, old = house.watch(Wanted()), house.watch(Wanted(after_sequence=BASE))
        await watch.next()
        house.shared.away = True
        house.tell("late")
        assert isinstance(await watch.next(), FleetStanding)
        house.sequence.close()
        assert await watch.rest() == []
        with pytest.raises(UnavailableError):
            await old.next()
