"""Every format that a player can play, in one queue without gaps, as an official client in the room hears it.

A chirp stands before and after each sound, and tells to the sample where it began and ended. Raw AAC, MPEG
transport streams and Vorbis in WebM are not here: they do not tell what their encoders added at the ends. Ogg
Vorbis is written in several pages, for FFmpeg ends a file of a single page up to 3 ms early.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from scipy.signal import chirp, find_peaks, oaconvolve

from odind.client import F32LE, AudioFormat
from tests.sounds.encoding import FORMATS, LEVEL_DB, Encoded, encode, needs_ffmpeg, sine

from .calm import tried_calmly
from .processes import PATIENCE
from .sounds import MUSIC
from .test_players import RATE, level_db, two, write

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from .processes import DaemonProcess

pytestmark = needs_ffmpeg

STEREO = AudioFormat(sample_rate_hz=RATE, channels=2, sample_format=F32LE)
PITCH_HZ: Final = 1_000.0
LENGTH_S: Final = 0.5
MARK: Final = 0.25 * chirp(np.arange(RATE // 2) / RATE, 800, 0.5, 6_000)
PICTURE: Final = ("-f", "lavfi", "-i", f"color=size=64x64:rate=10:duration={LENGTH_S}")
PAGES: Final = ("-page_duration", "100000")
VIDEO: Final = Encoded("video.mp4", "aac")
HEARD: Final = (
    "s16.wav",
    "u8.wav",
    "s24.wav",  # at 384 kHz
    "surround.wav",
    "sound.flac",
    "sound.mp3",
    "vorbis.ogg",
    "sound.opus",
    "sound.m4a",
    "opus.webm",
)
TRIALS: Final = 4
STARVED_MS: Final = 19
"""A decoder that gets no processor while half a second plays makes the daemon wait for it, a tick or more."""
PEAK_TO_RMS_DB: Final = 3.01


def make(folder: Path) -> list[str]:
    """Write a sine in every format; return the names of the files."""
    for one in (one for one in FORMATS if one.name in HEARD):
        pages = PAGES if one.name.endswith(".ogg") else ()
        encode(folder / one.name, one, sine(one.rate_hz, LENGTH_S, PITCH_HZ), *pages)
    encode(folder / VIDEO.name, VIDEO, sine(VIDEO.rate_hz, LENGTH_S, PITCH_HZ), *PICTURE)
    return [*HEARD, VIDEO.name]


def starts_of_marks(sound: np.ndarray) -> np.ndarray:
    """Where the chirps begin, in samples."""
    likeness = oaconvolve(sound, MARK[::-1], mode="valid") / (MARK @ MARK)
    found, _ = find_peaks(likeness, height=0.6, distance=len(MARK))
    return np.asarray(found)


async def played(daemon: DaemonProcess, room: str, names: list[str]) -> np.ndarray:
    """What a listener hears of a queue, a row a side."""
    async with two(daemon, room, STEREO) as (bot, _, tape):
        await bot.set_processing(MUSIC)
        await bot.player.play(*names)
        async with asyncio.timeout(PATIENCE):
            await bot.player.finished()
        await tape.more(25)
    return tape.sound(STEREO)


def levels(side: np.ndarray, marks: np.ndarray) -> list[float]:
    """The level amid each sound."""
    middles = [side[at + len(MARK) :][RATE // 10 : 3 * RATE // 10] for at in marks[:-1]]
    return [level_db(one, PITCH_HZ) - PEAK_TO_RMS_DB for one in middles]


def by_name(names: Iterable[str], values: Iterable[float]) -> dict[str, float]:
    return dict(zip(names, values, strict=True))


async def test_every_format_is_heard_as_loud_and_as_long_as_it_was_made(
    daemon: DaemonProcess, room: str
) -> None:
    folder = daemon.folder / "state/sound"
    mark = write(folder, "mark.wav", MARK)
    names = await asyncio.to_thread(make, folder)

    async def attempt() -> tuple[np.ndarray, list[list[float]]]:
        left, right = await played(daemon, room, [mark, *(name for one in names for name in (one, mark))])
        marks = starts_of_marks(left)
        assert len(marks) == len(names) + 1
        return (np.diff(marks) - len(MARK)) * 1_000 / RATE, [levels(side, marks) for side in (left, right)]

    for _ in range(TRIALS):
        lengths_ms, sides = await tried_calmly(attempt)
        if lengths_ms.max() < LENGTH_S * 1_000 + STARVED_MS:
            break
    assert by_name(names, lengths_ms) == pytest.approx(dict.fromkeys(names, LENGTH_S * 1_000), abs=1)
    for side in sides:
        assert by_name(names, side) == pytest.approx(dict.fromkeys(names, LEVEL_DB), abs=0.1)
