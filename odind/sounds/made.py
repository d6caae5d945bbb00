"""Tones and silence, which are made as they are read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.players.source import SourceKind
from odind.core.timing.tick import RATE_HZ

if TYPE_CHECKING:
    from odind.core.players.ports import SoundFailure
    from odind.core.players.source import SoundSource
    from odind.core.sound.ring import Frames

_AHEAD: Final = RATE_HZ


class MadeSound:
    """A sine or silence, of a length or endless. Belongs to the loop; implements core's `Sound`."""

    failure: SoundFailure | None = None

    def __init__(self, source: SoundSource, start: int) -> None:
        tone = source.kind is SourceKind.TONE
        self.length = round(source.seconds * RATE_HZ) or None
        self.title = f"{source.frequency_hz:g} Hz" if tone else "silence"
        self._position = start
        self._step = 2 * math.pi * source.frequency_hz / RATE_HZ
        self._peak = 10 ** (source.level_dbfs / 20) if tone else 0.0

    @property
    def ahead(self) -> int:
        """Samples per channel that may be read at once."""
        return _AHEAD if self.length is None else max(0, min(_AHEAD, self.length - self._position))

    @property
    def ended(self) -> bool:
        """Whether what is ahead is the end."""
        return self.length is not None and self.length - self._position <= _AHEAD

    def spoken(self, heard: int) -> str:  # noqa: ARG002 - no words are known
        """Return nothing: it is no speech."""
        return ""

    def read(self, count: int) -> Frames:
        """Return the next samples, shape (n, 2)."""
        count = min(count, self.ahead)
        phases = self._step * np.arange(self._position, self._position + count)
        self._position += count
        return np.repeat((self._peak * np.sin(phases)).astype(np.float32)[:, None], 2, axis=1)

    def close(self) -> None:
        """Nothing was taken."""
