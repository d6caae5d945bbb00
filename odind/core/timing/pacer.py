"""Decides when each 20 ms tick is due. Pure: the time is always an argument."""

from __future__ import annotations

from typing import Final

from .tick import TICK_S

_CATCH_UP_SPACING_S: Final = TICK_S / 4
_MAX_LAG_TICKS: Final = 50


class Pacer:
    """Numbers the ticks of a clock and tells when the next one is due.

    After a late tick the following ones run closer together, never all at once. A lag of more than a second
    is not made up: the missed ticks are skipped, so that tick numbers always follow the clock.
    """

    def __init__(self, now: float) -> None:
        self._epoch = now
        self._next = 0
        self._last_run = now - TICK_S
        self.run_ticks = 0
        self.late = 0
        self.given_up = 0

    def upcoming(self, now: float, *, resting: bool) -> int:
        """Return the next tick's number: taken from the clock after a rest, else one more than the last."""
        return max(self._at(now) + 1, self._next) if resting else self._next

    def resume(self, now: float) -> None:
        """Continue after a rest in which no tick was needed."""
        self._next = self.upcoming(now, resting=True)

    def due_at(self) -> float:
        """Return the time at which to call `run` next."""
        return max(self._epoch + self._next * TICK_S, self._last_run + _CATCH_UP_SPACING_S)

    def run(self, now: float) -> int:
        """Return the number of the tick to run at `now`; count late and skipped ticks."""
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
