"""Implementations of core's clock: the system's, and a fake that a test advances."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class SystemClock:
    """The system's clocks, and the event loop's timers."""

    def now(self) -> float:
        """Return seconds since the epoch."""
        return time.time()

    def monotonic(self) -> float:
        """Return seconds of the system's monotonic clock."""
        return time.monotonic()

    def call_at(self, when: float, callback: Callable[[], object]) -> asyncio.TimerHandle:
        """Call `callback` when the monotonic clock has reached `when`."""
        return asyncio.get_running_loop().call_later(max(0.0, when - self.monotonic()), callback)


class _HeldCallback:
    def __init__(self, callback: Callable[[], object]) -> None:
        self.callback: Callable[[], object] | None = callback

    def run(self) -> None:
        if self.callback:
            callback, self.callback = self.callback, None
            callback()

    def cancel(self) -> None:
        self.callback = None


class FakeClock:
    """A clock that moves only by `advance`. For users' own tests as well."""

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self._now = now
        self._monotonic = 0.0
        self._order = itertools.count()
        self._waiting: list[tuple[float, int, _HeldCallback]] = []

    def now(self) -> float:
        """Return seconds since the epoch."""
        return self._now

    def monotonic(self) -> float:
        """Return seconds since the clock was made."""
        return self._monotonic

    def call_at(self, when: float, callback: Callable[[], object]) -> _HeldCallback:
        """Call `callback` when the clock reaches `when`; soon if it already has."""
        held = _HeldCallback(callback)
        if when <= self._monotonic:
            asyncio.get_running_loop().call_soon(held.run)
            return held
        heapq.heappush(self._waiting, (when, next(self._order), held))
        return held

    @property
    def waited_for(self) -> int:
        """The number of callbacks that wait."""
        return sum(held.callback is not None for _, _, held in self._waiting)

    def advance(self, seconds: float) -> None:
        """Advance the clock, and call the callbacks that fall due, in order."""
        end = self._monotonic + seconds
        while self._waiting and self._waiting[0][0] <= end:
            when, _, held = heapq.heappop(self._waiting)
            self._move_to(max(when, self._monotonic))
            held.run()
        self._move_to(end)

    def _move_to(self, monotonic: float) -> None:
        self._now += monotonic - self._monotonic
        self._monotonic = monotonic
