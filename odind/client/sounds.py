"""Sound files to speak, decoded block by block."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Self

from odind.core.errors import InvalidArgumentError
from odind.files.error import SoundFileError
from odind.files.opening import open_sound
from odind.v1.audio_pb2 import AudioFormat

from .formats import F32LE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from odind.files.opening import Block

_BLOCK_S: Final = 0.1


class FileSound:
    """A sound file as 32-bit floats. Raises InvalidArgumentError AUDIO_FILE_UNREADABLE."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stopped = False
        with self._explained():
            self._reader = open_sound(path)

    @property
    def audio_format(self) -> AudioFormat:
        """The format of the blocks."""
        rate, channels = self._reader.sample_rate_hz, self._reader.channels
        return AudioFormat(sample_rate_hz=rate, channels=channels, sample_format=F32LE)

    @property
    def seconds(self) -> float | None:
        """The length that the file declares."""
        return self._reader.seconds

    @property
    def remarks(self) -> list[str]:
        """Remarks on what was converted and skipped so far."""
        return [f"{self._path.name}: {remark}" for remark in self._reader.remarks]

    async def blocks(self) -> AsyncIterator[bytes]:
        """Decode the file."""
        size = int(self._reader.sample_rate_hz * _BLOCK_S)
        while not self._stopped and len(block := self._read(size)):
            yield block.tobytes()
            await asyncio.sleep(0)

    def stop(self) -> None:
        """End `blocks` before the next one."""
        self._stopped = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._reader.close()

    def _read(self, count: int) -> Block:
        with self._explained():
            return self._reader.read(count)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except SoundFileError as error:
            raise InvalidArgumentError(
                "AUDIO_FILE_UNREADABLE",
                "the file {path} cannot be read as sound: {problem}",
                path=self._path,
                problem=error,
            ) from None
