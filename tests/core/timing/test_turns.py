"""Work in turns: one at a time, and in a tenth of the time."""

from __future__ import annotations

import asyncio

import pytest

from odind.clock import FakeClock
from odind.core.timing.turns import Turns


class Workers:
    """Those who want turns, each of which takes as long as the test says."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.began: list[tuple[str, float]] = []
        self._turns = Turns(self.clock)

    async def work(self, name: str, takes_s: float) -> None:
        async with self._turns.turn():
            self.began.append((name, round(self.clock.monotonic() - START, 3)))
            self.clock.advance(takes_s)

    async def pass_by(self, seconds: float) -> None:
        """Let time pass, a millisecond at a time."""
        for _ in range(round(seconds * 1_000)):
            for _ in range(5):
                await asyncio.sleep(0)
            self.clock.advance(0.001)


START = FakeClock().monotonic()


async def test_turns_follow_one_another_in_the_order_of_asking_and_leave_nine_tenths_of_the_time():
    workers = Workers()
    async with asyncio.TaskGroup() as tasks:
        for name in ("a", "b", "c"):
            tasks.create_task(workers.work(name, 0.002))
        await workers.pass_by(0.1)
    assert workers.began == [("a", 0.0), ("b", 0.02), ("c", 0.04)]


async def test_a_turn_that_waited_for_another_process_does_not_hold_up_all_others_for_long():
    workers = Workers()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(workers.work("slow", 5.0))
        tasks.create_task(workers.work("next", 0.0))
        await workers.pass_by(0.2)
    assert workers.began == [("slow", 0.0), ("next", 5.1)]


async def test_a_turn_that_fails_and_one_that_is_given_up_leave_the_next_one_free():
    workers = Workers()
    with pytest.raises(ZeroDivisionError):
        async with workers._turns.turn():
            raise ZeroDivisionError
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(workers.work("given up", 0.0)).cancel()
    await workers.work("last", 0.0)
    assert workers.began == [("last", 0.0)]
