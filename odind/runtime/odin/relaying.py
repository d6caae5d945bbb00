"""Past samples in another layout, for an encoder that goes on where one of another layout stopped."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.timing.tick import TICKS_PER_SECOND
from odind.resampling import RateConverter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.sound.samples import Samples

    Layout = tuple[int, int]  # sample rate in Hz, channels

_SPREAD: Final = np.float32(math.sqrt(0.5))
"""ODIN spreads one channel over two, each 3 dB lower."""


def relaid(frames: Sequence[Samples], before: Layout, after: Layout) -> list[Samples]:
    """Return the last whole frames of 20 ms of the same sound in the layout `after`."""
    if not frames:
        return []
    sound = _spread(np.concatenate(frames), before[1], after[1])
    if before[0] != after[0]:
        converter = RateConverter(before[0], after[0], after[1])
        sound = np.concatenate((converter.convert(sound), converter.finish()))
    length = after[0] // TICKS_PER_SECOND * after[1]
    return list(sound[len(sound) % length :].reshape(-1, length))


def _spread(sound: Samples, before: int, after: int) -> Samples:
    """Return the sound with another number of channels, interleaved, as loud as it was."""
    if after == before:
        return sound
    if after > before:
        return np.repeat(sound * _SPREAD, after)
    return np.asarray(sound.reshape(-1, before).mean(axis=1) / _SPREAD, np.float32)
