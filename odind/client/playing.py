"""Plays a sound file on a connection."""

from __future__ import annotations

import math
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError

from .sounds import FileSound

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from odind.v1.audio_pb2 import AudioFormat

    from .audio import AudioStream

    Speak = Callable[[AudioFormat], AbstractAsyncContextManager[AudioStream]]

_GAINS_DB: Final = (-60.0, 24.0)


async def play_file(speak: Speak, path: str | Path, gain_db: float) -> float:
    """Speak a file by a stream that `speak` begins, and return how many seconds were spoken.

    Cancelling ends the stream, for which the daemon drops what waits.
    """
    factor = _factor(gain_db)
    with FileSound(Path(path)) as sound:
        async with speak(sound.audio_format) as speaker:
            async for block in sound.blocks():
                await speaker.write(_amplified(block, factor))
            spoken = await speaker.drain()
    return spoken.samples / sound.audio_format.sample_rate_hz


def _factor(gain_db: float) -> float:
    low, high = _GAINS_DB
    if not low <= gain_db <= high:
        raise InvalidArgumentError(
            "GAIN_INVALID",
            "the gain is {gain} dB and must be {low} to {high} dB",
            gain=gain_db,
            low=f"{low:g}",
            high=f"{high:g}",
        )
    return math.pow(10, gain_db / 20)


def _amplified(block: bytes, factor: float) -> bytes:
    """Return 32-bit floats multiplied; the daemon clips them to full scale."""
    if factor == 1:
        return block
    return array("f", [factor * sample for sample in array("f", block)]).tobytes()
