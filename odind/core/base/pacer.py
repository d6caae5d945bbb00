"""When which frame of 20 ms is due. Pure: the time is always an argument."""

from __future__ import annotations

from typing import Final

from .tick import TICK_S

_CATCH_UP_SPACING_S: Final = TICK_S / 4
_MAX_LAG_TICKS: Final = 50


class Pacer:
    """Numbers the ticks of a clock and says when the next one is due.

    A late tick is made up for by running the following ones closer together, never at once; beyond a second
    the missing ticks are given up, so that tick numbers always follow the clock.
    """

    def __init__(self, now: float) -> None:
        self._epoch = now
        self._next = 0
        self._last_run = now - TICK_S
        self.run_ticks = 0
        self.late = 0
        self.given_up = 0

    def upcoming(self, now: float, *, resting: bool) -> int:
        """The number of the next tick: after a rest the clock says it, else the ticks run so far."""
        return max(self._at(now) + 1, self._next) if resting else self._next

    def resume(self, now: float) -> None:
        """Go on after a rest in which no tick was wanted."""
        self._next = self.upcoming(now, resting=True)

    def due_at(self) -> float:
        """When to call `run` next."""
        return max(self._epoch + self._next * TICK_S, self._last_run + _CATCH_UP_SPACING_S)

    def run(self, now: float) -> int:
        """Return the number of the tick to run at `now`, and count what was late or given up."""
        behind = self._at(now) - self._next
        if behind > 0:
            self.late += 1
        if behind > _MAX_LAG_TICKS:
            self.given_up += behind
            self._next += behind
        self.run_ticks += 1
        tick = self._next
        self._next += 1
        self._last_run = now
        return tick

    def _at(self, now: float) -> int:
        return int((now - self._epoch) / TICK_S)
