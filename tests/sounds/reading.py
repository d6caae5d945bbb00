"""Reads sounds as players do, only faster."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from odind.core.players.source import SoundSource, SourceKind
from odind.core.timing.tick import RATE_HZ

if TYPE_CHECKING:
    from odind.core.players.ports import Sound
    from odind.core.sound.ring import Frames
    from odind.core.sound.samples import Samples


def file(path: Path | str) -> SoundSource:
    """Return a file as a source."""
    return SoundSource(SourceKind.FILE, str(path))


async def part(sound: Sound, most: int) -> Frames:
    """Read a sound to its end, or to at least so many samples."""
    pieces, total = [np.zeros((0, 2), np.float32)], 0
    while total < most and (sound.ahead or not sound.ended):
        piece = sound.read(RATE_HZ // 50)
        pieces.append(piece)
        total += len(piece)
        if not len(piece):
            await asyncio.sleep(0.001)  # another process decodes
    return np.concatenate(pieces)


async def whole(sound: Sound) -> Frames:
    """Read a sound to its end, and close it."""
    try:
        return await part(sound, 1 << 40)
    finally:
        sound.close()


def children_of(process: int) -> list[int]:
    """Return the processes that a process has started and that still run, oldest first."""
    return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def level_db(sound: Frames) -> float:
    """Return the level of the first channel relative to full scale, in dB."""
    return float(10 * np.log10(np.mean(np.square(sound[:, 0], dtype=np.float64)) + 1e-20))


def lag(one: Samples, other: Samples) -> int:
    """Return by how many samples two pieces of sound are apart where they are most alike."""
    size = 2 * len(one)
    likeness = np.fft.irfft(np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size)), size)
    at = int(np.argmax(likeness))
    return min(at, size - at)
