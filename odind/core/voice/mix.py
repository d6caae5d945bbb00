"""Adds up the frames of strips, ahead of time where all that sound tell theirs."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.sound.limiter import limited
from odind.core.timing.tick import TICK_SAMPLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.sound.samples import Samples

    from .ports import Encoder
    from .strip import Strip

    Parts = tuple[Samples | None, ...]

_SPREAD: Final = np.float32(math.sqrt(0.5))
"""ODIN spreads one channel over two, each 3 dB lower; a mix does the same."""


class Mix:
    """Mixes ahead as encoders encode ahead; a source that then says something else undoes it.

    Belongs to the loop.
    """

    def __init__(self) -> None:
        self._ahead: deque[tuple[Parts, Samples]] = deque()

    def next(self, strips: Sequence[Strip], channels: int) -> Samples:
        """Return the mix of this tick, at 48 kHz; the very array that was prefetched if nothing changed."""
        parts = tuple(strip.take() for strip in strips)
        if self._ahead:
            expected, mixed = self._ahead.popleft()
            if _same(expected, parts) and len(mixed) == TICK_SAMPLES * channels:
                return mixed
            self._ahead.clear()
        return _sum(strips, parts, channels)

    def prefetch(self, encoder: Encoder, strips: Sequence[Strip], channels: int) -> None:
        """Mix as many of the next frames as the encoder can use ahead of time."""
        coming = [strip.coming for strip in strips]
        if () in coming:
            return
        told = min((len(frames) for frames in coming if frames is not None), default=0)
        ready = len(self._ahead)
        wanted = encoder.prefetchable(told) if told > ready else 0
        for number in range(ready, wanted):
            parts = tuple(None if frames is None else frames[number] for frames in coming)
            self._ahead.append((parts, _sum(strips, parts, channels)))
        if wanted > ready:
            encoder.prefetch([mixed for _, mixed in self._ahead])

    def discard(self) -> None:
        """Forget what was mixed ahead."""
        self._ahead.clear()


def _same(expected: Parts, parts: Parts) -> bool:
    return len(expected) == len(parts) and all(
        one is other for one, other in zip(expected, parts, strict=True)
    )


def _sum(strips: Sequence[Strip], parts: Parts, channels: int) -> Samples:
    """Return the limited sum, of a layout; the very array of a part where it is all."""
    heard = [
        part if strip.channels == channels else _spread(part)
        for strip, part in zip(strips, parts, strict=True)
        if part is not None
    ]
    if len(heard) < 2:  # noqa: PLR2004 - there is nothing to add
        return heard[0] if heard else np.zeros(TICK_SAMPLES * channels, np.float32)
    total = heard[0] + heard[1]
    for part in heard[2:]:
        total += part
    return limited(total)


def _spread(mono: Samples) -> Samples:
    return np.repeat(mono * _SPREAD, 2)
