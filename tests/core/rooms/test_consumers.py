"""Consumers: the daemon knows how far each has come, across restarts, and repeats what is not done."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import InvalidArgumentError, NotFoundError, ResourceExhaustedError, UnavailableError
from odind.core.log.log import Log
from odind.core.log.memory import MemoryStore
from odind.core.log.refusals import store_unavailable
from odind.core.log.scribe import Scribe
from odind.core.rooms.consumers import MAX_CONSUMERS, Consumers
from odind.core.rooms.watching import Snapshot, Wanted
from tests.core.fakes import FakeClock, open_house

if TYPE_CHECKING:
    from tests.core.fakes import House

BILLING = Wanted(consumer="billing", until_now=True)
BROKEN = store_unavailable("the disk is full")


async def read(house: House) -> list[object]:
    """What a watch of the consumer yields until now."""
    return [item async for item in house.watches.watch(BILLING)]


async def test_a_new_consumer_begins_with_a_snapshot_and_is_sent_again_what_it_has_not_acknowledged():
    async with open_house() as house:
        await house.join("anna")
        (first,) = await read(house)
        assert isinstance(first, Snapshot)
        for _ in range(3):
            house.plane.drain.ready()
        for _ in range(2):
            assert [item.sequence for item in await read(house)] == [2, 3, 4]
        await house.plane.consumers.acknowledge("billing", 3)
        assert [item.sequence for item in await read(house)] == [4]
        await house.plane.consumers.acknowledge("billing", 4)
        assert await read(house) == []


async def test_a_position_never_goes_back():
    async with open_house() as house:
        await read(house)
        for _ in range(3):
            house.plane.drain.ready()
        await house.plane.consumers.acknowledge("billing", 3)
        assert (await house.plane.consumers.acknowledge("billing", 1)).acknowledged == 3


async def test_a_consumer_that_comes_too_late_gets_a_snapshot_that_says_so():
    async with open_house(event_buffer=2) as house:
        await read(house)
        for _ in range(5):
            house.plane.drain.ready()
        async with aclosing(house.watches.watch(Wanted(consumer="billing"))) as items:
            snapshot = await anext(items)
        assert "the oldest kept is 4" in snapshot.missed


async def test_consumers_know_nothing_of_each_other():
    async with open_house() as house:
        await read(house)
        house.plane.drain.ready()
        await house.plane.consumers.acknowledge("billing", 1)
        other = [item async for item in house.watches.watch(Wanted(consumer="audit", until_now=True))]
        assert [type(item) for item in other] == [Snapshot]
        assert [name for name, _ in house.plane.consumers.all()] == ["audit", "billing"]


async def test_a_deleted_consumer_is_new_again():
    async with open_house() as house:
        await read(house)
        await house.plane.consumers.delete("billing")
        assert isinstance((await read(house))[0], Snapshot)


async def test_only_what_has_happened_can_be_acknowledged_and_only_by_whom_a_watch_has_made():
    async with open_house() as house:
        consumers = house.plane.consumers
        for call in (consumers.acknowledge("billing", 0), consumers.delete("billing")):
            with pytest.raises(NotFoundError, match="CONSUMER_NOT_FOUND"):
                await call
        await read(house)
        with pytest.raises(NotFoundError, match="SEQUENCE_AHEAD"):
            await consumers.acknowledge("billing", 1)


@pytest.mark.parametrize("name", ["", "b" * 129, "\u00e4" * 65])
async def test_a_name_that_none_can_have_is_refused(name: str):
    async with open_house() as house:
        with pytest.raises(InvalidArgumentError, match="CONSUMER_INVALID"):
            await house.plane.consumers.acknowledge(name, 0)


async def test_there_are_no_more_consumers_than_the_daemon_remembers():
    async with open_house() as house:
        for number in range(MAX_CONSUMERS):
            await house.plane.consumers.place(f"consumer-{number}")
        with pytest.raises(ResourceExhaustedError, match="TOO_MANY_CONSUMERS"):
            await read(house)
        assert await house.plane.consumers.place("consumer-0") == 0


# With a store


def opened(store: MemoryStore) -> tuple[Scribe, Consumers]:
    clock = FakeClock()
    scribe = Scribe(Log(clock, 100, 1 << 30, store), store, clock)
    return scribe, Consumers(scribe, clock)


async def test_a_position_outlives_the_daemon_that_is_killed():
    store = MemoryStore(lasting=True)
    scribe, consumers = opened(store)
    async with scribe:
        assert await consumers.place("billing") is None
        scribe.log.append("a", BROKEN)
        await consumers.acknowledge("billing", 1)
        kept = list(store._documents.values())
    again = MemoryStore(lasting=True)
    await again.write((), kept)
    scribe, consumers = opened(again)
    async with scribe:
        assert await consumers.place("billing") == 1


async def test_while_the_store_fails_nothing_is_acknowledged():
    store = MemoryStore(lasting=True)
    scribe, consumers = opened(store)
    async with scribe:
        await consumers.place("billing")
        scribe.log.append("a", BROKEN)
        await scribe.stored()
        scribe._fail(BROKEN)
        for call in (
            consumers.acknowledge("billing", 1),
            consumers.delete("billing"),
            consumers.place("audit"),
        ):
            with pytest.raises(UnavailableError, match="STORE_UNAVAILABLE"):
                await call
        assert [(name, one.acknowledged) for name, one in consumers.all()] == [("billing", 0)]
