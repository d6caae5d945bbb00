"""The one ticker: it runs while it is wanted, rests when it is not, and numbers ticks by the clock."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from odind.metronome import Metronome

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


class HandClock:
    """Stands in for monotonic time and for sleep: sleeping moves it."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += max(0.0, seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> HandClock:
    """The metronome's clock, moved by hand."""
    hand = HandClock()
    monkeypatch.setattr("odind.metronome.time.monotonic", hand.monotonic)
    monkeypatch.setattr("odind.metronome.asyncio.sleep", hand.sleep)
    return hand


@asynccontextmanager
async def running(metronome: Metronome, work: Callable[[int], bool]) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(metronome.run(work))
        try:
            yield
        finally:
            task.cancel()


class Work:
    """Wants a number of ticks and notes each with the time it ran at."""

    def __init__(self, clock: HandClock, wanted: int, *, cost: float = 0.0) -> None:
        self.ticks: list[int] = []
        self.times: list[float] = []
        self.done = asyncio.Event()
        self._clock = clock
        self._wanted = wanted
        self._cost = cost

    def __call__(self, tick: int) -> bool:
        self.ticks.append(tick)
        self.times.append(self._clock.now)
        self._clock.now += self._cost
        if len(self.ticks) < self._wanted:
            return True
        self.done.set()
        return False


async def test_a_woken_metronome_ticks_every_20_ms(clock: HandClock) -> None:
    metronome, work = Metronome(), Work(clock, 5)
    async with running(metronome, work):
        metronome.wake()
        await work.done.wait()
    first = work.ticks[0]
    assert work.ticks == list(range(first, first + 5))
    gaps = [later - earlier for earlier, later in zip(work.times, work.times[1:], strict=False)]
    assert gaps == pytest.approx([0.02] * 4)


async def test_nothing_runs_before_it_is_woken_and_after_nobody_wants_it(clock: HandClock) -> None:
    metronome, work = Metronome(), Work(clock, 1)
    async with running(metronome, work):
        assert work.ticks == []
        metronome.wake()
        await work.done.wait()
        slept = len(clock.slept)
        clock.now += 60
        assert len(clock.slept) == slept
    assert len(work.ticks) == 1


async def test_after_a_rest_the_number_follows_the_clock(clock: HandClock) -> None:
    metronome, work = Metronome(), Work(clock, 1)
    async with running(metronome, work):
        metronome.wake()
        await work.done.wait()
        clock.now += 10.0
        work.done.clear()
        metronome.wake()
        await work.done.wait()
    assert work.ticks[1] - work.ticks[0] == pytest.approx(500, abs=1)


async def test_late_ticks_are_made_up_for_one_by_one(clock: HandClock) -> None:
    metronome, work = Metronome(), Work(clock, 8)
    async with running(metronome, work):
        metronome.wake()
        clock.now += 0.1
        await work.done.wait()
    assert work.ticks == list(range(work.ticks[0], work.ticks[0] + 8))
    gaps = [later - earlier for earlier, later in zip(work.times, work.times[1:], strict=False)]
    assert min(gaps) >= 0.005 - 1e-9
    assert work.times[-1] - work.times[0] < 7 * 0.02


async def test_work_that_takes_its_time_does_not_shift_the_beat(clock: HandClock) -> None:
    metronome, work = Metronome(), Work(clock, 6, cost=0.012)
    async with running(metronome, work):
        metronome.wake()
        await work.done.wait()
    assert work.times[-1] - work.times[0] == pytest.approx(0.1)


async def test_the_upcoming_tick_is_the_one_that_runs_next(clock: HandClock) -> None:
    metronome, work = Metronome(), Work(clock, 3)
    clock.now += 3.3
    expected = metronome.tick()
    async with running(metronome, work):
        metronome.wake()
        assert metronome.tick() == expected
        await work.done.wait()
    assert work.ticks[0] == expected
    assert metronome.tick() > work.ticks[-1]
