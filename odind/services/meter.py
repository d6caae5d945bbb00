"""Counts the calls of a process: plain numbers, about a microsecond a call."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from odind.core.values.histogram import BOUNDS_S, CallCount

if TYPE_CHECKING:
    from collections.abc import Mapping


class CallMeter:
    """Belongs to the loop; all faces of a process share one."""

    def __init__(self) -> None:
        self._running: Counter[str] = Counter()
        self._durations: dict[tuple[str, str], _Durations] = {}

    def begin(self, method: str) -> None:
        """Count a call that begins."""
        self._running[method] += 1

    def end(self, method: str, code: str, seconds: float) -> None:
        """Count a call that has ended."""
        self._running[method] -= 1
        durations = self._durations.get((method, code))
        if durations is None:
            durations = self._durations[method, code] = _Durations()
        durations.add(seconds)

    @property
    def running(self) -> Mapping[str, int]:
        """How many calls of each method run now."""
        return self._running

    def read(self) -> tuple[CallCount, ...]:
        """Return what was counted so far."""
        return tuple(
            CallCount(method, code, tuple(one.counts), one.seconds)
            for (method, code), one in self._durations.items()
        )


class _Durations:
    def __init__(self) -> None:
        self.counts = [0] * (len(BOUNDS_S) + 1)
        self.seconds = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(BOUNDS_S, seconds)] += 1
        self.seconds += seconds
