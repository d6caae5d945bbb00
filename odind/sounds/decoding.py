"""A sound file that a thread of its own decodes ahead of its reader."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.players.ports import SoundFailure
from odind.core.timing.tick import RATE_HZ
from odind.files.error import SoundFileError
from odind.files.reader import SoundReader
from odind.resampling import RateConverter

from .failed import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from odind.core.sound.ring import Frames

_BLOCK_S: Final = 0.1
_MOST_AHEAD: Final = 2 * RATE_HZ
"""Two seconds: 768,000 bytes a sound."""


class DecodedSound:
    """Implements core's `Sound`: read on the loop, decoded on a thread that waits once it is ahead."""

    title = ""

    def __init__(self, path: Path, start: int) -> None:
        self.ended = False
        self.failure: SoundFailure | None = None
        self.length: int | None = None
        self._path = path
        self._start = start
        self._blocks: deque[Frames] = deque()
        self._ahead = 0
        self._closed = False
        self._room = threading.Condition()
        threading.Thread(target=self._decode, name="sound", daemon=True).start()

    @property
    def ahead(self) -> int:
        """Samples per channel that wait."""
        return self._ahead

    def read(self, count: int) -> Frames:
        """Return the next samples, shape (n, 2)."""
        with self._room:
            pieces, wanted = [NOTHING], min(count, self._ahead)
            self._ahead -= wanted
            while wanted:
                block = self._blocks.popleft()
                pieces.append(block[:wanted])
                if len(block) > wanted:
                    self._blocks.appendleft(block[wanted:])
                wanted -= len(pieces[-1])
            self._room.notify()
        return pieces[-1] if len(pieces) == 2 else np.concatenate(pieces)  # noqa: PLR2004 - one block

    def close(self) -> None:
        """Let the thread end."""
        with self._room:
            self._closed = True
            self._room.notify()

    def _decode(self) -> None:
        try:
            with SoundReader(self._path) as reader:
                self.length = None if reader.seconds is None else round(reader.seconds * RATE_HZ)
                for block in _from(self._start, _stereo(reader)):
                    if not self._put(block):
                        return
        except SoundFileError as error:
            self.failure = SoundFailure("SOUND_UNREADABLE", str(error))
        finally:
            self.ended = True

    def _put(self, block: Frames) -> bool:
        """Hand on a block once there is room; return False when nobody reads any more."""
        with self._room:
            self._room.wait_for(lambda: self._closed or self._ahead < _MOST_AHEAD)
            self._blocks.append(block)
            self._ahead += len(block)
            return not self._closed


def _stereo(reader: SoundReader) -> Iterator[Frames]:
    """Yield the sound at 48 kHz with two channels."""
    converter = RateConverter(reader.sample_rate_hz, RATE_HZ, reader.channels)
    while len(block := reader.read(int(reader.sample_rate_hz * _BLOCK_S))):
        yield _two(converter.convert(block.reshape(-1)), reader.channels)
    yield _two(converter.finish(), reader.channels)


def _two(samples: Frames, channels: int) -> Frames:
    frames = samples.reshape(-1, channels)
    return frames if channels == 2 else np.repeat(frames, 2, axis=1)  # noqa: PLR2004 - stereo


def _from(start: int, blocks: Iterator[Frames]) -> Iterator[Frames]:
    """Leave out the first samples."""
    for block in blocks:
        if len(block) > start:
            yield block[start:]
        start = max(0, start - len(block))
