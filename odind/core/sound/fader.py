"""A gain that glides to its next value. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .ring import Frames
    from .samples import Samples


def factor(gain_db: float) -> float:
    """Return the factor of a gain in dB."""
    return float(10 ** (gain_db / 20))


class Fader:
    """Glides along a quarter of a sine, so that one sound that comes while another goes keep their power."""

    def __init__(self, gain: float = 1.0) -> None:
        self._from = self._to = gain
        self._length = 0
        self._done = 0

    @property
    def target(self) -> float:
        """The factor that it glides to, or stays at."""
        return self._to

    @property
    def gliding(self) -> bool:
        """Whether the factor is still changing."""
        return self._done < self._length

    def glide(self, gain: float, length: int) -> None:
        """Change to a factor over so many samples, from where it is now; 0: at once."""
        self._from, self._to = self._at(np.array([self._done]))[0] if self.gliding else self._to, gain
        self._length, self._done = length, 0

    def apply(self, frames: Frames) -> Frames:
        """Return frames with the gain; the very same array where it is 1."""
        if not self.gliding:
            return frames if self._to == 1.0 else frames * np.float32(self._to)
        places = np.arange(self._done, self._done + len(frames))
        self._done += len(frames)
        return np.asarray(frames * self._at(places)[:, None], np.float32)

    def apply_interleaved(self, samples: Samples, channels: int) -> Samples:
        """Return interleaved samples with the gain; the very same array where it is 1."""
        if self._to == 1.0 and not self.gliding:
            return samples
        return self.apply(samples.reshape(-1, channels)).reshape(-1)

    def _at(
        self, places: np.ndarray[tuple[int], np.dtype[np.intp]]
    ) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        angle = np.minimum(places / self._length, 1.0) * (math.pi / 2)
        if self._to >= self._from:
            return self._from + (self._to - self._from) * np.sin(angle)
        return self._to + (self._from - self._to) * np.cos(angle)
