"""Cuts the voice of one speaker into utterances. Pure.

A slot of 20 ms holds voice when its level is well above the noise that was there before; the noise is the
lowest level of late, and rises slowly. What is silent on the wire costs nothing and teaches nothing.
"""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from odind.core.timing.tick import TICK_SAMPLES
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

Samples = npt.NDArray[np.int16]
"""Mono at 48 kHz, full scale 32,767."""
_SILENCE: Final = np.zeros(TICK_SAMPLES, np.int16)
_SILENT_DBFS: Final = -100.0
_FULL_SCALE: Final = 32_768.0
_RISE_DB: Final = 0.02
"""How much the noise rises in a slot: 1 dB a second, so that no sentence becomes noise."""


@dataclass(frozen=True)
class Cutting:
    """How speech is cut; lengths are slots of 20 ms.

    Voice is `above_db` over the noise, and at least `least_dbfs`. An utterance has `shortest` slots of voice,
    ends with a `pause`, and is cut at its quietest slot of late when it is `longest`. `before` slots of what
    was heard before the voice belong to it.
    """

    above_db: float = 9.0
    least_dbfs: float = -50.0
    shortest: int = 8
    pause: int = 30
    longest: int = 750
    before: int = 10


@dataclass(frozen=True)
class Utterance:
    """A stretch of one voice; `start_sample` is that of its first sample, `voiced` its share of voice."""

    start_sample: int
    samples: Samples
    voiced: float

    @property
    def end_sample(self) -> int:
        """One beyond its last sample."""
        return self.start_sample + len(self.samples)


class Cutter:
    """Takes the slots of one speaker in order and without gaps; one that is None is silent."""

    def __init__(self, cutting: Cutting) -> None:
        self._cutting = cutting
        self._before: deque[Samples] = deque(maxlen=cutting.before)
        self._noise_dbfs = cutting.least_dbfs
        self._start = self._voiced = self._quiet = 0
        self._slots: list[Samples] = []
        self._levels: list[float] = []

    @property
    def open(self) -> Utterance | None:
        """What is being said, None while nothing is."""
        return self._utterance(self._slots) if self._long_enough else None

    def take(self, start_sample: int, samples: Samples | None) -> Utterance | None:
        """Take a slot of 20 ms; return the utterance that ends with it, if one does."""
        sound = _SILENCE if samples is None else samples
        voice = samples is not None and self._is_voice(_level_dbfs(sound))
        if not self._slots and not voice:
            self._before.append(sound)
            return None
        if not self._slots:
            self._begin(start_sample - TICK_SAMPLES * len(self._before), self._before)
        self._slots.append(sound)
        self._levels.append(_level_dbfs(sound))
        self._voiced += voice
        self._quiet = 0 if voice else self._quiet + 1
        return self._ended()

    def end(self) -> Utterance | None:
        """Return what was being said when the sound ended, without the silence after it."""
        heard = len(self._slots) - max(0, self._quiet - self._cutting.before)
        said = self._utterance(self._slots[:heard]) if self._long_enough else None
        self._begin(0)
        return said

    def _ended(self) -> Utterance | None:
        if self._quiet >= self._cutting.pause:
            return self.end()
        return self._cut() if len(self._slots) >= self._cutting.longest else None

    def _cut(self) -> Utterance:
        """Cut at the quietest slot of the last fifth, and go on with what follows it."""
        tail = len(self._slots) // 5
        at = len(self._slots) - tail + int(np.argmin(self._levels[-tail:]))
        said, rest, levels = self._utterance(self._slots[:at]), self._slots[at:], self._levels[at:]
        self._begin(said.end_sample, rest, levels)
        self._voiced = len(rest)
        return said

    def _begin(
        self, start_sample: int, slots: Sequence[Samples] = (), levels: Sequence[float] | None = None
    ) -> None:
        self._start = start_sample
        self._slots = list(slots)
        self._levels = [_SILENT_DBFS] * len(self._slots) if levels is None else list(levels)
        self._voiced = self._quiet = 0
        self._before.clear()

    @property
    def _long_enough(self) -> bool:
        return self._voiced >= self._cutting.shortest

    def _utterance(self, slots: Sequence[Samples]) -> Utterance:
        return Utterance(self._start, np.concatenate(slots), min(1.0, self._voiced / len(slots)))

    def _is_voice(self, level_dbfs: float) -> bool:
        """Learn the noise from a level, and return whether it is voice."""
        if level_dbfs <= _SILENT_DBFS:  # that of a pause in the stream, which is not the room's
            return False
        self._noise_dbfs = min(self._noise_dbfs + _RISE_DB, level_dbfs)
        return level_dbfs >= max(self._cutting.least_dbfs, self._noise_dbfs + self._cutting.above_db)


def _level_dbfs(samples: Samples) -> float:
    """Return the level of a slot in dB below full scale."""
    sound = samples.astype(np.float32)
    power = float(np.dot(sound, sound)) / (len(samples) * _FULL_SCALE**2)
    return max(_SILENT_DBFS, 10 * math.log10(power)) if power else _SILENT_DBFS
