"""Joins sound and silence without clicks. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from .samples import Samples

_FADE_S: Final = 0.005
"""Length of the ramps that join sound and silence where the sound was cut."""


class Seams:
    """Joins sound and silence by ramps of 5 ms, which may reach over several frames. Channels interleaved."""

    def __init__(self, rate_hz: int, channels: int) -> None:
        steps = int(rate_hz * _FADE_S)
        self._ramp = (np.arange(1, steps + 1, dtype=np.float32) / np.float32(steps))[:, None]
        self._risen = steps
        self._fallen = steps
        self._end = np.zeros(channels, np.float32)

    def sound(self, samples: Samples, *, resumed: bool) -> Samples:
        """Join samples to what came before; resumed, they rise from silence.

        What needs no change is returned as the very same array.
        """
        if not resumed and self._risen >= len(self._ramp):
            self._end, self._fallen = samples[-len(self._end) :], 0
            return samples
        joined = samples.reshape(-1, len(self._end))
        falling = None
        if resumed:
            self._risen, falling = 0, self._falling(len(joined))
        rises = self._risen < len(self._ramp)
        if rises:
            joined = joined.copy()
            rise = self._ramp[self._risen : self._risen + len(joined)]
            joined[: len(rise)] *= rise
            self._risen += len(rise)
        if falling is not None:
            joined += falling
        self._end, self._fallen = joined[-1], 0
        return joined.reshape(-1) if rises else samples

    def silence(self, length: int) -> Samples:
        """Return silence of so many samples per channel, into which the last sound falls."""
        return self._falling(length).reshape(-1)

    def go_back(self, end: Samples) -> None:
        """Take it that the last sound ended with these samples, one a channel."""
        self._end, self._fallen = end, 0

    def _falling(self, length: int) -> Samples:
        quiet = np.zeros((length, len(self._end)), np.float32)
        fall = self._ramp[self._fallen : self._fallen + length]
        quiet[: len(fall)] = self._end * (1 - fall)
        self._fallen += len(fall)
        return quiet
