"""The log: every event has a number, a bounded ring keeps the latest, and cursors read at their own pace."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.errors import NotFoundError
from odind.core.log.log import Entry, Log
from tests.core.fakes import FakeClock, turns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.log.log import Cursor

E = TypeVar("E")
ROOMY = 1 << 30


def new_log(max_events: int = 10, max_bytes: int = ROOMY) -> Log:
    return Log(FakeClock(), max_events, max_bytes)


def logged(*events: object, max_events: int = 10) -> Log:
    """A log of these events, all about "a"."""
    log = new_log(max_events)
    for event in events:
        log.append("a", event)
    return log


async def read(cursor: Cursor[E]) -> list[E]:
    """What a cursor yields of a closed log."""
    return [entry.event async for entry in cursor]


def kept(log: Log) -> list[object]:
    """The events in the ring, oldest first."""
    return [log.entry(sequence).event for sequence in range(log.oldest, log.last + 1)]


def expired(error: pytest.ExceptionInfo[NotFoundError]) -> dict[str, str]:
    """The metadata of an error about events that are not kept."""
    assert error.value.reason == "EVENTS_EXPIRED"
    return dict(error.value.metadata)


# The ring


def test_events_are_numbered_from_one_and_carry_their_time_and_subject():
    clock = FakeClock()
    log = Log(clock, 10, ROOMY)
    assert (log.last, log.oldest) == (0, 1)
    log.append("a", "first")
    clock.advance(5)
    log.append("b", 2)
    assert [log.entry(1), log.entry(2)] == [
        Entry(1, clock.now() - 5, "a", "first"),
        Entry(2, clock.now(), "b", 2),
    ]
    assert (log.last, log.oldest) == (2, 1)


def test_the_oldest_make_room_when_there_are_too_many():
    log = logged(1, 2, 3, 4, 5, max_events=3)
    assert (kept(log), log.oldest, log.last) == ([3, 4, 5], 3, 5)


def test_the_oldest_make_room_when_they_are_too_large():
    log = new_log(100, max_bytes=10_000)
    for event in range(30):
        log.append("a", event)
    small = len(kept(log))
    log.append("a", "large", payload_bytes=9_000)
    assert 10 < small < 30
    assert kept(log)[-1] == "large"
    assert len(kept(log)) < 3
    for event in range(30):
        log.append("a", event)
    assert len(kept(log)) == small


def test_an_event_larger_than_the_whole_ring_is_kept_alone_until_the_next():
    log = new_log(10, max_bytes=1_000)
    log.append("a", "small")
    log.append("a", "huge", payload_bytes=1 << 20)
    assert kept(log) == ["huge"]
    log.append("a", "next")
    assert kept(log) == ["next"]


# Cursors


async def test_a_cursor_yields_what_comes_after_its_beginning_in_order():
    log = logged(1)
    with log.cursor((int,), (), log.last) as cursor:
        log.append("a", 2)
        log.append("b", 3)
        log.close()
        assert await read(cursor) == [2, 3]


async def test_a_cursor_yields_only_the_kinds_and_subjects_it_wants():
    log = new_log()
    with (
        log.cursor((int,), (), 0) as numbers,
        log.cursor((int, str), ("b",), 0) as named,
        log.cursor((str,), ("a", "c"), 0) as both,
    ):
        for subject, event in (("a", 1), ("b", 2), ("a", "x"), ("b", "y"), ("c", "z"), ("c", 3.0)):
            log.append(subject, event)
        log.close()
        assert await read(numbers) == [1, 2]
        assert await read(named) == [2, "y"]
        assert await read(both) == ["x", "z"]


async def test_a_reader_that_waits_is_woken():
    log = new_log()
    with log.cursor((int,), (), 0) as cursor:
        async with asyncio.TaskGroup() as tasks:
            reader = tasks.create_task(anext(cursor))
            await turns()
            log.append("a", "unwanted")
            await turns()
            assert not reader.done()
            log.append("a", 1)
        assert reader.result().event == 1


async def test_reading_resumes_after_any_event_that_is_kept_and_the_one_before():
    log = logged(*range(1, 6), max_events=3)
    log.close()
    for after in range(2, 6):
        with log.cursor((int,), (), after) as cursor:
            assert await read(cursor) == list(range(after + 1, 6))


@pytest.mark.parametrize("after", [-1, 0, 1])
def test_what_is_not_kept_any_more_cannot_be_resumed(after: int):
    log = logged(*range(1, 6), max_events=3)
    with pytest.raises(NotFoundError) as error:
        log.cursor((int,), (), after)
    assert expired(error) == {"after": str(after), "oldest": "3"}


@pytest.mark.parametrize("after", [6, 10**9])
def test_a_reader_from_the_future_is_refused_and_learns_the_last_event(after: int):
    log = logged(*range(1, 6), max_events=3)
    with pytest.raises(NotFoundError) as error:
        log.cursor((int,), (), after)
    assert (error.value.reason, error.value.metadata) == (
        "SEQUENCE_AHEAD",
        {"sequence": str(after), "last": "5"},
    )


def test_an_empty_log_can_be_read_from_its_beginning_alone():
    log = new_log()
    log.cursor((int,), (), 0)
    with pytest.raises(NotFoundError, match="SEQUENCE_AHEAD"):
        log.cursor((int,), (), 1)


async def test_a_reader_of_a_room_gets_what_happens_there_alone():
    log = new_log()
    with log.cursor((int,), (), 0, rooms=("lobby", "stage")) as cursor:
        for event, room in enumerate(("lobby", "", "cellar", "stage", "cellar"), 1):
            log.append("a", event, room=room)
        log.close()
        assert await read(cursor) == [1, 4]


@pytest.mark.parametrize("until", [0, 2, 5])
async def test_a_reader_with_an_end_stops_there_whatever_follows(until: int):
    log = logged(*range(1, 6))
    with log.cursor((int,), (), 0, until=until) as cursor:
        log.append("a", 6)
        assert await read(cursor) == list(range(1, until + 1))


async def test_a_reader_with_an_end_waits_for_nothing_that_it_does_not_want():
    log = logged("one", 2, "three")
    with log.cursor((int,), (), 0, until=3) as cursor:
        assert await read(cursor) == [2]


async def test_the_place_of_a_moment_is_before_the_first_event_from_then_on():
    clock = FakeClock()
    log = Log(clock, 3, ROOMY)
    start = clock.now()
    for event in range(1, 6):
        log.append("a", event)
        clock.advance(1)
    assert [await log.before(start + seconds) for seconds in (0, 2, 2.5, 4, 4.5)] == [2, 2, 3, 4, 5]


async def test_a_slow_reader_is_told_and_goes_on_from_now_once_it_restarts():
    log = new_log(3)
    with log.cursor((int,), (), 0) as slow, log.cursor((int,), (), 0) as quick:
        for event in range(1, 5):
            log.append("a", event)
            assert (await anext(quick)).event == event
        for _ in range(2):
            with pytest.raises(NotFoundError) as error:
                await anext(slow)
            assert expired(error) == {"after": "0", "oldest": "2"}
        slow.restart()
        log.append("a", 5)
        assert (await anext(slow)).event == (await anext(quick)).event == 5


async def test_a_reader_that_is_overtaken_while_it_was_woken_is_told():
    log = new_log(1)
    with log.cursor((int,), (), 0) as cursor:
        async with asyncio.TaskGroup() as tasks:
            reader = tasks.create_task(_refusal(cursor))
            await turns()
            log.append("a", 1)
            log.append("a", 2)
        assert reader.result().reason == "EVENTS_EXPIRED"


async def _refusal(cursor: Cursor[Any]) -> NotFoundError:
    with pytest.raises(NotFoundError) as error:
        await anext(cursor)
    return error.value


async def test_a_flood_that_a_cursor_does_not_want_does_not_overtake_it():
    log = new_log(3)
    with log.cursor((int,), (), 0) as cursor:
        for event in "abcdefghij":
            log.append("a", event)
        log.append("a", 1)
        assert (await anext(cursor)).event == 1


async def test_a_flood_after_the_last_wanted_event_was_read_does_not_overtake_the_cursor():
    log = new_log(3)
    with log.cursor((int,), ("b",), 0) as cursor:
        log.append("a", 0)
        log.append("b", 1)
        assert (await anext(cursor)).event == 1
        for event in range(10):
            log.append("a", event)
        log.append("b", 2)
        assert (await anext(cursor)).event == 2


async def test_a_flood_that_began_before_the_last_wanted_event_was_read_does_not_overtake_the_cursor():
    log = new_log(3)
    with log.cursor((int,), (), 0) as cursor:
        log.append("a", 1)
        log.append("a", "x")
        assert (await anext(cursor)).event == 1
        for event in "abcdef":
            log.append("a", event)
        log.append("a", 2)
        assert (await anext(cursor)).event == 2


async def test_a_flood_behind_a_wanted_event_that_was_not_read_overtakes_the_cursor():
    log = new_log(3)
    with log.cursor((int,), (), 0) as cursor:
        log.append("a", 1)
        for event in "abc":
            log.append("a", event)
        assert (await _refusal(cursor)).metadata == {"after": "0", "oldest": "2"}


# The end


async def test_closing_lets_the_reader_have_what_is_kept():
    log = new_log()
    with log.cursor((int,), (), 0) as cursor:
        log.append("a", 1)
        log.close()
        assert log.closed
        assert await read(cursor) == [1]


async def test_closing_ends_a_reader_that_waits():
    log = new_log()
    with log.cursor((int,), (), 0) as cursor:
        async with asyncio.TaskGroup() as tasks:
            reader = tasks.create_task(read(cursor))
            await turns()
            log.close()
        assert reader.result() == []


async def test_a_cursor_on_a_closed_log_ends_once_it_has_read_everything():
    log = logged(1, 2)
    log.close()
    with log.cursor((int,), (), 1) as cursor:
        assert await read(cursor) == [2]


def test_a_cursor_that_is_let_go_is_told_nothing():
    log = new_log()
    with log.cursor((int,), (), 0):
        pass
    assert not log._cursors


@given(
    st.integers(1, 5),
    st.lists(st.sampled_from(["a", "b", "unwanted", "read", "restart"]), max_size=80),
)
async def test_a_cursor_yields_what_a_list_would_or_says_that_it_was_overtaken(
    max_events: int, steps: Sequence[str]
) -> None:
    log = new_log(max_events)
    told: list[Entry[object]] = []
    waiting: list[Entry[object]] = []
    with log.cursor((int,), ("a",), 0) as cursor:
        for step in steps:
            match step:
                case "read":
                    if waiting and waiting[0] not in told[-max_events:]:
                        with pytest.raises(NotFoundError):
                            await anext(cursor)
                    elif waiting:
                        assert await anext(cursor) == waiting.pop(0)
                case "restart":
                    cursor.restart()
                    waiting.clear()
                case _:
                    log.append(step[0], "other" if step == "unwanted" else log.last + 1)
                    told.append(log.entry(log.last))
                    waiting += told[-1:] if step == "a" else []
            assert [log.entry(entry.sequence) for entry in told[-max_events:]] == told[-max_events:]
        log.close()
        if waiting and waiting[0] not in told[-max_events:]:
            with pytest.raises(NotFoundError):
                await anext(cursor)
        else:
            assert [entry async for entry in cursor] == waiting
