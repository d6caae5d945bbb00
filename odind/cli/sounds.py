"""Sounds to speak; raw samples from a pipe are one, sound files another."""

from __future__ import annotations

import asyncio
import os
import stat
from typing import IO, TYPE_CHECKING, Final, Protocol, Self

from odind.client import bytes_per_sample

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.client import AudioFormat

_BLOCK_S: Final = 0.1


class Sound(Protocol):
    """A sound to speak."""

    @property
    def audio_format(self) -> AudioFormat:
        """The format of the blocks."""

    @property
    def seconds(self) -> float | None:
        """The length of the sound; None if unknown."""

    @property
    def remarks(self) -> list[str]:
        """Remarks for people; the list grows while the sound is read."""

    def blocks(self) -> AsyncIterator[bytes]:
        """Yield whole samples until the sound ends or is stopped; call it once."""

    def stop(self) -> None:
        """End `blocks` early."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_exc: object) -> None:
        """Close what was opened."""


class PipedSound:
    """Raw samples from a file descriptor: a pipe, a socket, a terminal or a file."""

    seconds = None

    def __init__(self, source: IO[bytes], audio_format: AudioFormat) -> None:
        self.audio_format = audio_format
        self.remarks: list[str] = []
        self._source = source
        self._stopped = False
        self._reader: asyncio.StreamReader | None = None

    async def blocks(self) -> AsyncIterator[bytes]:
        """Yield whole samples as they arrive."""
        sample = bytes_per_sample(self.audio_format)
        size = int(self.audio_format.sample_rate_hz * _BLOCK_S) * sample
        rest = b""
        async for data in self._data(size):
            data = rest + data  # noqa: PLW2901 - with what was cut off before
            whole = len(data) // sample * sample
            rest = data[whole:]
            if whole:
                yield data[:whole]
        if rest:
            self.remarks.append(f"the last {len(rest)} bytes are an incomplete sample")

    def stop(self) -> None:
        """End `blocks` after the samples that were read."""
        self._stopped = True
        if self._reader:
            self._reader.feed_eof()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        """Leave the source open: it is not ours."""

    async def _data(self, size: int) -> AsyncIterator[bytes]:
        if not _can_wait(self._source.fileno()):
            while not self._stopped and (data := self._source.read(size)):
                yield data
                await asyncio.sleep(0)
            return
        reader = self._reader = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), self._source
        )
        try:
            while not self._stopped and (data := await reader.read(size)):
                yield data
        finally:
            transport.close()


def _can_wait(descriptor: int) -> bool:
    """Return whether asyncio can poll the descriptor. It cannot poll files, which never block."""
    mode = os.fstat(descriptor).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or os.isatty(descriptor)
