"""How loud samples are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from .ring import Frames

SILENCE_DBFS: Final = -120.0
"""The level of silence, and the lowest that is told."""


class Meter:
    """Energy and peak since the last reading."""

    def __init__(self) -> None:
        self._energy = 0.0
        self._peak = 0.0
        self._count = 0

    def add(self, frames: Frames) -> None:
        """Count frames in."""
        flat = frames.reshape(-1)
        self._energy += float(flat @ flat)
        self._peak = max(self._peak, float(np.abs(flat).max(initial=0.0)))
        self._count += len(flat)

    def read(self) -> tuple[float, float]:
        """Return RMS and peak in dBFS, and start over. A full-scale square wave has 0 dBFS."""
        rms = (self._energy / self._count) ** 0.5 if self._count else 0.0
        peak = self._peak
        self._energy, self._peak, self._count = 0.0, 0.0, 0
        return _dbfs(rms), _dbfs(peak)


def _dbfs(value: float) -> float:
    return max(SILENCE_DBFS, 20 * float(np.log10(max(value, 1e-9))))
