"""Waiting on a clock that the test holds."""

from __future__ import annotations

import asyncio

import pytest

from odind.clock import FakeClock, SystemClock
from odind.core.timing.clock import happens_within, time_limit, wait_until


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_wait_ends_when_the_clock_has_come_so_far() -> None:
    clock = FakeClock()
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(wait_until(clock, 2.0))
        await turns()
        clock.advance(1.9)
        await turns()
        assert not waiting.done()
        clock.advance(0.1)
    assert clock.waited_for == 0


async def test_a_cancelled_wait_leaves_no_timer() -> None:
    clock = FakeClock()
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(wait_until(clock, 2.0))
        await turns()
        assert clock.waited_for == 1
        waiting.cancel()
    assert clock.waited_for == 0


async def test_a_block_that_takes_too_long_is_cancelled() -> None:
    clock = FakeClock()

    async def block() -> None:
        with pytest.raises(TimeoutError):
            async with time_limit(clock, 3.0):
                await asyncio.Event().wait()

    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(block())
        await turns()
        clock.advance(2.9)
        await turns()
        assert not running.done()
        clock.advance(0.2)


async def test_a_block_in_time_leaves_no_timer() -> None:
    clock = FakeClock()
    async with time_limit(clock, 3.0):
        await turns()
    assert clock.waited_for == 0


async def test_no_time_at_all_is_over_at_once() -> None:
    assert not await happens_within(FakeClock(), 0.0, asyncio.Event().wait())


async def test_what_happens_in_time_is_told() -> None:
    event = asyncio.Event()
    event.set()
    assert await happens_within(FakeClock(), 1.0, event.wait())


async def test_callbacks_run_in_the_order_of_their_times() -> None:
    clock, ran = FakeClock(), list[str]()
    clock.call_at(2.0, lambda: ran.append("second"))
    clock.call_at(1.0, lambda: ran.append("first"))
    clock.call_at(5.0, lambda: ran.append("never")).cancel()
    clock.advance(10.0)
    assert ran == ["first", "second"]


def test_the_system_clock_tells_the_systems_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("odind.clock.time.time", lambda: 1_700_000_000.5)
    monkeypatch.setattr("odind.clock.time.monotonic", lambda: 12.5)
    assert (SystemClock().now(), SystemClock().monotonic()) == (1_700_000_000.5, 12.5)


async def end_twice() -> None:
    async with time_limit(FakeClock(), None) as end:
        end()
        try:
            await asyncio.Event().wait()
        finally:
            end()


async def test_a_limit_that_is_ended_while_it_ends_says_nothing_more() -> None:
    with pytest.raises(TimeoutError):
        await end_twice()
