"""The sum of sounds. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from odind.core.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .samples import Samples

MAX_INPUTS: Final = 64
_GAIN_DB: Final = (-60.0, 24.0)
_S16: Final = np.dtype("<i2")


class Mixer:
    """Adds up sounds, each with its gain in dB; sounds beyond the gains are added as they are.

    Raises InvalidArgumentError GAIN_INVALID, INPUTS_INVALID.
    """

    def __init__(self, gains_db: Sequence[float] = ()) -> None:
        _require_inputs(len(gains_db))
        self._factors = [np.float32(10 ** (_checked(gain) / 20)) for gain in gains_db]

    def mix(self, sounds: Sequence[Samples]) -> Samples:
        """Return the sum, as long as the longest sound. Raises InvalidArgumentError INPUTS_INVALID."""
        _require_inputs(len(sounds))
        total = np.zeros(max(map(len, sounds), default=0), np.float32)
        for number, sound in enumerate(sounds):
            total[: len(sound)] += sound * self._factors[number] if number < len(self._factors) else sound
        return total


def sum_of_s16(sounds: Iterable[bytes], samples: int) -> npt.NDArray[np.int16]:
    """Return the sum of sounds of so many 16-bit samples each, clipped; silence when there are none."""
    total = np.zeros(samples, np.int32)
    for sound in sounds:
        total += np.frombuffer(sound, _S16)
    return total.clip(-32_768, 32_767).astype(_S16)


def _require_inputs(count: int) -> None:
    if count > MAX_INPUTS:
        raise InvalidArgumentError(
            "INPUTS_INVALID",
            "{count} sounds cannot be mixed in one call, at most {limit} can; mix in two stages",
            count=count,
            limit=MAX_INPUTS,
        )


def _checked(gain_db: float) -> float:
    low, high = _GAIN_DB
    if not (math.isfinite(gain_db) and low <= gain_db <= high):
        raise InvalidArgumentError(
            "GAIN_INVALID",
            "the gain is {gain} dB and must be {low} to {high} dB",
            gain=gain_db,
            low=low,
            high=high,
        )
    return gain_db
