"""Keeps the depth of a ring between two clocks constant by bending the speed of a resampler.

A proportional-integral loop on the smoothed depth, as in F. Adriaensen, "Using a DLL to filter time" (2005):
critically damped and settled after some 20 s, so that the pitch never moves audibly. It holds the mean depth
of the first second instead of the target: devices start in bursts, and a stable delay matters more than a few
milliseconds.
"""

from __future__ import annotations

from typing import Final

from odind.core.timing.tick import TICK_S, TICKS_PER_SECOND

_FREQUENCY: Final = 0.1
"""Radians per second of the loop."""
_PROPORTIONAL: Final = 2 * _FREQUENCY
_INTEGRAL: Final = _FREQUENCY**2
_SMOOTHING_S: Final = 0.5
_LIMIT: Final = 0.005
"""Largest change of speed: 0.5 % is a twelfth of a semitone, ten times the difference of real clocks."""
_LONGEST_STALL_S: Final = 1.0
_OBSERVED_TICKS: Final = TICKS_PER_SECOND
_MAX_OFFSET_S: Final = 0.015
"""How far the depth that is held may be from the target."""


class DriftControl:
    """Call `update` with the depth once per tick. A speed above 1 makes the ring shallower."""

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
        """Return the speed for a tick at which the ring is `depth_s` deep."""
        if not self.steady:
            self._observe(depth_s)
            return 1.0 + self._bias
        self.error_s += (depth_s - self._held_s - self.error_s) * TICK_S / _SMOOTHING_S
        self._bias = _bounded(self._bias + _INTEGRAL * self.error_s * TICK_S)
        return 1.0 + _bounded(_PROPORTIONAL * self.error_s + self._bias)

    def restart(self) -> None:
        """Start over at the target depth, but keep what was learned about the clocks."""
        self.error_s = 0.0
        self._observed.clear()

    def _observe(self, depth_s: float) -> None:
        self._observed.append(depth_s)
        offset = sum(self._observed) / len(self._observed) - self.target_s
        self._held_s = self.target_s + min(max(offset, -_MAX_OFFSET_S), _MAX_OFFSET_S)


class Schedule:
    """Learns when ticks are due from when they run: every 20 ms, counted from the earliest.

    After a stall of more than a second the schedule starts over.
    """

    def __init__(self) -> None:
        self._due_ns: float | None = None

    def lateness_s(self, now_ns: int) -> float:
        """Return how late the tick that runs now is."""
        due_ns = float(now_ns) if self._due_ns is None else self._due_ns
        if now_ns < due_ns or now_ns - due_ns > _LONGEST_STALL_S * 1e9:
            due_ns = float(now_ns)
        self._due_ns = due_ns + TICK_S * 1e9
        return (now_ns - due_ns) / 1e9


def _bounded(value: float) -> float:
    return min(max(value, -_LIMIT), _LIMIT)
