from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.errors import UnavailableError
from odind.core.outbox import Drained, HeardFrame, HeardTick, Item, Outbox

from .fakes import turns


def heard(number: int) -> HeardTick:
    return HeardTick((HeardFrame(0, "", number, 0, b""),))


def number(tick: Item) -> int:
    assert isinstance(tick, HeardTick)
    return tick.frames[0].sequence


async def test_ticks_come_in_order():
    outbox = Outbox(3)
    outbox.offer(heard(1))
    outbox.offer(heard(2))
    outbox.end()
    assert [item async for item in outbox] == [heard(1), heard(2)]


async def test_a_slow_caller_loses_the_oldest_and_is_told_how_many():
    outbox = Outbox(2)
    for tick in range(1, 6):
        outbox.offer(heard(tick))
    assert await anext(outbox) == HeardTick(heard(4).frames, dropped=3)
    assert await anext(outbox) == heard(5)


async def test_a_loss_is_told_once():
    outbox = Outbox(1)
    outbox.offer(heard(1))
    outbox.offer(heard(2))
    assert await anext(outbox) == HeardTick(heard(2).frames, dropped=1)
    outbox.offer(heard(3))
    assert await anext(outbox) == heard(3)


async def test_a_notice_comes_ahead_of_the_ticks_and_is_never_dropped():
    outbox = Outbox(1)
    outbox.notify(Drained(5, 0))
    outbox.offer(heard(1))
    outbox.offer(heard(2))
    outbox.end()
    assert [item async for item in outbox] == [Drained(5, 0), HeardTick(heard(2).frames, dropped=1)]


async def test_an_error_comes_at_once_and_stays():
    outbox = Outbox(3)
    outbox.offer(heard(1))
    outbox.notify(Drained(5, 0))
    outbox.end(UnavailableError("GONE", "gone"))
    for _ in range(2):
        with pytest.raises(UnavailableError, match="GONE"):
            await anext(outbox)


async def test_the_first_end_counts():
    outbox = Outbox(3)
    outbox.end()
    outbox.end(UnavailableError("GONE", "gone"))
    assert [item async for item in outbox] == []


@pytest.mark.parametrize("wake", ["tick", "notice", "end"])
async def test_a_waiting_reader_is_woken(wake: str):
    outbox = Outbox(3)
    async with asyncio.TaskGroup() as tasks:
        reader = tasks.create_task(anext(outbox, None))
        await turns()
        assert not reader.done()
        match wake:
            case "tick":
                outbox.offer(heard(1))
            case "notice":
                outbox.notify(Drained(1, 1))
            case _:
                outbox.end()
    assert reader.result() == {"tick": heard(1), "notice": Drained(1, 1), "end": None}[wake]


@given(st.integers(1, 5), st.lists(st.booleans(), max_size=80))
async def test_what_is_read_and_what_is_told_as_lost_is_all_that_was_offered(
    capacity: int, steps: list[bool]
) -> None:
    outbox = Outbox(capacity)
    offered = accounted = 0
    for offer in steps:
        if offer:
            offered += 1
            outbox.offer(heard(offered))
        elif outbox._ticks:
            item = await anext(outbox)
            assert isinstance(item, HeardTick)
            accounted += item.dropped + 1
            assert number(item) == accounted
        assert len(outbox._ticks) <= capacity
    outbox.end()
    async for item in outbox:
        assert isinstance(item, HeardTick)
        accounted += item.dropped + 1
        assert number(item) == accounted
    assert accounted == offered
