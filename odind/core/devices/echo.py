"""What the daemon plays, kept as the reference of the echo cancellers of what it records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.timing.tick import TICK_S, TICK_SAMPLES
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from odind.core.sound.ring import Frames

_KEPT_TICKS: Final = 4


@dataclass
class _Played:
    samples: Frames
    delay_s: float


class EchoReference:
    """Adds up what all playbacks play in each tick. Captures read the tick before, which is complete."""

    def __init__(self) -> None:
        self._ticks: dict[int, _Played] = {}

    def add(self, tick: int, frames: Frames, delay_s: float) -> None:
        """Add the frame that one playback plays in this tick, and the delay until it is in the air."""
        played = self._ticks.get(tick)
        if played is None:
            played = self._ticks[tick] = _Played(np.zeros(TICK_SAMPLES, np.float32), delay_s)
            self._ticks.pop(tick - _KEPT_TICKS, None)
        played.samples += frames.mean(axis=1, dtype=np.float32)
        played.delay_s = min(played.delay_s, delay_s)

    def before(self, tick: int) -> tuple[Frames, float] | None:
        """Return what was played in the tick before, as mono, and the delay from this tick to its echo."""
        played = self._ticks.get(tick - 1)
        if played is None:
            return None
        return played.samples, max(0.0, played.delay_s - TICK_S)
