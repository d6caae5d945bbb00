"""Keeps the depth of a ring between two clocks where it is, by bending the speed a little.

A proportional-integral loop on the smoothed depth, as in F. Adriaensen, "Using a DLL to filter time" (2005):
critically damped, settled after some 20 s, so that the pitch never audibly moves. What it holds is the mean
depth of the first second, not the one that was asked for: devices begin in bursts, and one stable delay is
worth more than some milliseconds.
"""

from __future__ import annotations

from typing import Final

from odind.core.base.tick import TICK_S

_FREQUENCY: Final = 0.1
"""Radians per second of the loop."""
_PROPORTIONAL: Final = 2 * _FREQUENCY
_INTEGRAL: Final = _FREQUENCY**2
_SMOOTHING_S: Final = 0.5
_LIMIT: Final = 0.005
"""The most that speed is bent: 0.5 % is a twelfth of a semitone, ten times what clocks differ by."""
_LONGEST_STALL_S: Final = 1.0
_OBSERVED_TICKS: Final = 50
_MAX_OFFSET_S: Final = 0.015
"""How far the depth that is held may be from the one that was asked for."""


class DriftControl:
    """Say the depth once a tick; `speed` above 1 makes the ring shallower."""

    def __init__(self, target_s: float) -> None:
        self.target_s = target_s
        self.error_s = 0.0
        self._held_s = target_s
        self._bias = 0.0
        self._observed: list[float] = []

    @property
    def steady(self) -> bool:
        """Whether the first second is over."""
        return len(self._observed) == _OBSERVED_TICKS

    @property
    def drift_ppm(self) -> float:
        """How much faster the producer's clock runs than the consumer's, as learned so far."""
        return self._bias * 1e6

    def update(self, depth_s: float) -> float:
        """Take the depth of this tick, return the speed for it."""
        if not self.steady:
            self._observe(depth_s)
            return 1.0 + self._bias
        self.error_s += (depth_s - self._held_s - self.error_s) * TICK_S / _SMOOTHING_S
        self._bias = _bounded(self._bias + _INTEGRAL * self.error_s * TICK_S)
        return 1.0 + _bounded(_PROPORTIONAL * self.error_s + self._bias)

    def restart(self) -> None:
        """The depth was just put to its target; what was learned about the clocks stays."""
        self.error_s = 0.0
        self._observed.clear()

    def _observe(self, depth_s: float) -> None:
        self._observed.append(depth_s)
        offset = sum(self._observed) / len(self._observed) - self.target_s
        self._held_s = self.target_s + min(max(offset, -_MAX_OFFSET_S), _MAX_OFFSET_S)


class Schedule:
    """Learns when ticks are due from when they run: every 20 ms, the earliest being the punctual ones.

    After a stall of more than a second ticks are given up, and the schedule begins anew.
    """

    def __init__(self) -> None:
        self._due_ns: float | None = None

    def lateness_s(self, now_ns: int) -> float:
        """Say when a tick runs; return how late it is."""
        due_ns = float(now_ns) if self._due_ns is None else self._due_ns
        if now_ns < due_ns or now_ns - due_ns > _LONGEST_STALL_S * 1e9:
            due_ns = float(now_ns)
        self._due_ns = due_ns + TICK_S * 1e9
        return (now_ns - due_ns) / 1e9


def _bounded(value: float) -> float:
    return min(max(value, -_LIMIT), _LIMIT)
