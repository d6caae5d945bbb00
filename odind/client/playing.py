"""Plays a sound file on a connection."""

from __future__ import annotations

import asyncio
import math
from array import array
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from odind.core.base.errors import InvalidArgumentError, OdindError

from .sounds import FileSound

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from odind.v1.audio_pb2 import AudioFormat, SendDrained

    from .audio import AudioStream

    Speak = Callable[[AudioFormat], AbstractAsyncContextManager[AudioStream]]

_GAINS_DB: Final = (-60.0, 24.0)
_FALLING_SILENT_S: Final = 2.0
"""How long a cancelled `play` waits at most until the daemon has dropped the rest."""


async def play_file(speak: Speak, path: str | Path, gain_db: float) -> float:
    """Speak a file by a stream that `speak` begins, and return how many seconds were spoken."""
    factor = _factor(gain_db)
    with FileSound(Path(path)) as sound:
        async with speak(sound.audio_format) as speaker:
            spoken = await _spoken(speaker, sound, factor)
    return spoken.samples / sound.audio_format.sample_rate_hz


async def _spoken(speaker: AudioStream, sound: FileSound, factor: float) -> SendDrained:
    try:
        async for block in sound.blocks():
            await speaker.write(_amplified(block, factor))
        return await speaker.drain()
    except asyncio.CancelledError:
        await _fall_silent(speaker)
        raise


async def _fall_silent(speaker: AudioStream) -> None:
    """Drop what waits, and wait until the connection is free for the next who speaks."""
    with suppress(OdindError, TimeoutError):
        async with asyncio.timeout(_FALLING_SILENT_S):
            await speaker.flush()
            await speaker.drain()  # asked for a second time, it ends with the call


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
