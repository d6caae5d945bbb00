"""What waits for an audio call's caller."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.errors import ResourceExhaustedError, UnavailableError
from odind.core.voice.notices import Drained, FlowControl, MarkReached
from odind.core.voice.outbox import HeardFrame, HeardTick, Item, LaneNotice, Outbox
from tests.core.fakes import turns

DRAINED = LaneNotice(0, Drained(5, 0))


def frame(number: int, *, lane: int = 0, peer_id: int = 0) -> HeardFrame:
    return HeardFrame(peer_id, "", number, 0, lane=lane)


def heard(number: int, dropped: int = 0) -> HeardTick:
    return HeardTick(number, [frame(number)], dropped)


def offer(outbox: Outbox, *numbers: int) -> None:
    for number in numbers:
        outbox.offer(number, [frame(number)])


def number(item: Item) -> int:
    assert isinstance(item, HeardTick)
    return item.frames[0].sequence


async def test_ticks_come_in_order():
    outbox = Outbox(3)
    offer(outbox, 1, 2)
    outbox.end()
    assert [item async for item in outbox] == [heard(1), heard(2)]


async def test_lanes_that_hear_in_one_tick_share_a_message():
    outbox = Outbox(2)
    outbox.offer(7, [frame(1, lane=2)])
    outbox.offer(7, [frame(1, lane=0), frame(2, lane=0)])
    outbox.offer(8, [frame(2, lane=2)])
    outbox.end()
    first, second = [item async for item in outbox]
    assert isinstance(first, HeardTick)
    assert first.frames == [frame(1, lane=0), frame(2, lane=0), frame(1, lane=2)]
    assert second == HeardTick(8, [frame(2, lane=2)])


async def test_the_frames_of_a_message_come_by_lane_then_by_peer_then_by_time():
    outbox = Outbox(2)
    for sequence in (1, 2):
        for lane, peer_id in ((1, 5), (0, 9), (1, 3), (0, 2)):
            outbox.offer(7, [frame(sequence, lane=lane, peer_id=peer_id)])
    item = await anext(outbox)
    assert isinstance(item, HeardTick)
    assert [(one.lane, one.peer_id, one.sequence) for one in item.frames] == [
        (lane, peer_id, sequence) for lane, peer_id in ((0, 2), (0, 9), (1, 3), (1, 5)) for sequence in (1, 2)
    ]


async def test_a_slow_caller_loses_the_oldest_and_is_told_how_many():
    outbox = Outbox(2)
    offer(outbox, *range(1, 6))
    assert await anext(outbox) == heard(4, dropped=3)
    assert await anext(outbox) == heard(5)
    assert outbox.dropped == 3


async def test_a_loss_is_told_once():
    outbox = Outbox(1)
    offer(outbox, 1, 2)
    assert await anext(outbox) == heard(2, dropped=1)
    offer(outbox, 3)
    assert await anext(outbox) == heard(3)


async def test_another_lane_of_the_newest_tick_drops_nothing():
    outbox = Outbox(1)
    offer(outbox, 1)
    outbox.offer(1, [frame(1, lane=1)])
    item = await anext(outbox)
    assert isinstance(item, HeardTick)
    assert (len(item.frames), item.dropped) == (2, 0)


async def test_a_notice_comes_ahead_of_the_ticks_and_is_never_dropped():
    outbox = Outbox(1)
    outbox.notify(0, DRAINED.notice)
    offer(outbox, 1, 2)
    outbox.end()
    assert [item async for item in outbox] == [DRAINED, heard(2, dropped=1)]


async def test_too_many_unread_notices_end_the_call_and_take_no_more_room():
    outbox = Outbox(1)
    for mark in range(5_000):
        outbox.notify(0, MarkReached(str(mark), 0, flushed=False))
    assert len(outbox._notices) == 1_000
    with pytest.raises(ResourceExhaustedError) as caught:
        await anext(outbox)
    assert caught.value.reason == "TOO_MANY_MARKS"


async def test_notices_that_are_read_make_room_for_others():
    outbox = Outbox(1)
    for mark in range(3_000):
        outbox.notify(0, MarkReached(str(mark), 0, flushed=False))
        if mark >= 999:
            item = await anext(outbox)
            assert isinstance(item, LaneNotice)
            assert item.notice == MarkReached(str(mark - 999), 0, flushed=False)


async def test_an_error_comes_at_once_and_stays():
    outbox = Outbox(3)
    offer(outbox, 1)
    outbox.notify(0, DRAINED.notice)
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
                offer(outbox, 1)
            case "notice":
                outbox.notify(0, DRAINED.notice)
            case _:
                outbox.end()
    assert reader.result() == {"tick": heard(1), "notice": DRAINED, "end": None}[wake]


@given(st.integers(1, 5), st.lists(st.booleans(), max_size=80))
async def test_what_is_read_and_what_is_told_as_lost_is_all_that_was_offered(
    capacity: int, steps: list[bool]
) -> None:
    outbox = Outbox(capacity)
    offered = accounted = 0
    for step in steps:
        if step:
            offered += 1
            offer(outbox, offered)
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


async def test_of_a_lanes_credit_the_latest_alone_is_told_behind_other_notices():
    outbox = Outbox(2)
    for lane in (0, 1):
        for until in range(2_000):
            outbox.notify(lane, FlowControl(until, queued_ms=0))
    outbox.notify(0, Drained(1, 0))
    outbox.end()
    assert [item async for item in outbox] == [
        LaneNotice(0, Drained(1, 0)),
        LaneNotice(0, FlowControl(1_999, queued_ms=0)),
        LaneNotice(1, FlowControl(1_999, queued_ms=0)),
    ]
