"""What can be spoken: sound files, decoded block by block, and raw samples from a pipe."""

from __future__ import annotations

import asyncio
import os
import stat
from typing import IO, TYPE_CHECKING, Final, Protocol, Self

import av
import av.error

from odind.client import F32LE, AudioFormat, bytes_per_sample
from odind.core.base.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from av.audio.stream import AudioStream as FileStream

_BLOCK_S: Final = 0.1
_MOST_CHANNELS: Final = 2
_LOWEST_RATE_HZ: Final = 8_000
_HIGHEST_RATE_HZ: Final = 192_000
_LAYOUTS: Final = {1: "mono", 2: "stereo"}


class Sound(Protocol):
    """Something to speak."""

    @property
    def audio_format(self) -> AudioFormat:
        """The format of the blocks."""

    @property
    def seconds(self) -> float | None:
        """How long it is, as far as anybody knows."""

    @property
    def remarks(self) -> list[str]:
        """What a person should know about it; grows while it is read."""

    def blocks(self) -> AsyncIterator[bytes]:
        """Read it once, in whole samples, until it ends or is stopped."""

    def stop(self) -> None:
        """End `blocks` early."""


class FileSound:
    """A sound file as 32-bit floats, which hold what 24-bit files say exactly.

    Rate and channels stay as they are where they can be spoken; others are converted, with a remark.
    Raises InvalidArgumentError AUDIO_FILE_UNREADABLE.
    """

    def __init__(self, path: Path) -> None:
        self.remarks: list[str] = []
        self._path = path
        self._stopped = False
        try:
            # "file:" keeps names with a colon from being taken for addresses
            self._file = av.open(f"file:{path}", metadata_errors="replace")
        except (av.error.FFmpegError, OSError) as error:
            raise _unreadable(path, error.strerror or error) from None
        streams = self._file.streams.audio
        if not streams or not streams[0].rate or not streams[0].channels:
            self._file.close()
            raise _unreadable(path, "it holds no sound")
        self._stream: FileStream = streams[0]
        self._channels = min(self._stream.channels, _MOST_CHANNELS)
        self._rate = min(max(self._stream.rate, _LOWEST_RATE_HZ), _HIGHEST_RATE_HZ)
        self._remark_conversions()

    @property
    def audio_format(self) -> AudioFormat:
        """The format of the blocks."""
        return AudioFormat(sample_rate_hz=self._rate, channels=self._channels, sample_format=F32LE)

    @property
    def seconds(self) -> float | None:
        """How long the file says it is."""
        if self._stream.duration is not None and self._stream.time_base is not None:
            return float(self._stream.duration * self._stream.time_base)
        return None if self._file.duration is None else self._file.duration / av.time_base

    async def blocks(self) -> AsyncIterator[bytes]:
        """Decode the file; packets that are damaged are skipped, with a remark in the end."""
        for block in self._blocks():
            if self._stopped:
                return
            yield block
            await asyncio.sleep(0)

    def stop(self) -> None:
        """End `blocks` before the next one."""
        self._stopped = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._file.close()

    def _blocks(self) -> Iterator[bytes]:
        size = int(self._rate * _BLOCK_S) * bytes_per_sample(self.audio_format)
        waiting = bytearray()
        for pcm in self._converted():
            waiting += pcm
            while len(waiting) >= size:
                yield bytes(waiting[:size])
                del waiting[:size]
        if waiting:
            yield bytes(waiting)

    def _converted(self) -> Iterator[bytes]:
        shape: tuple[object, ...] = ()
        converter: av.AudioResampler | None = None
        for frame in self._decoded():
            frame.pts = None  # gaps in a file's clock are not silence
            if shape != (shape := (frame.format.name, frame.layout.name, frame.sample_rate)):
                yield from _samples(converter, None)
                converter = av.AudioResampler("flt", _LAYOUTS[self._channels], self._rate)
            yield from _samples(converter, frame)
        yield from _samples(converter, None)

    def _decoded(self) -> Iterator[av.AudioFrame]:
        damaged = 0
        for packet in self._file.demux(self._stream):
            try:
                yield from packet.decode()
            except av.error.InvalidDataError:
                damaged += 1
        if damaged:
            self.remarks.append(f"{self._path.name}: {damaged} damaged packets were skipped")

    def _remark_conversions(self) -> None:
        if self._stream.channels > self._channels:
            self.remarks.append(
                f"{self._path.name}: {self._stream.channels} channels are mixed down to stereo"
            )
        if self._stream.rate != self._rate:
            self.remarks.append(f"{self._path.name}: {self._stream.rate} Hz is converted to {self._rate} Hz")


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
        """Pass on whole samples as they come."""
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
            self.remarks.append(f"the last {len(rest)} bytes are no whole sample")

    def stop(self) -> None:
        """End `blocks` after what has been read."""
        self._stopped = True
        if self._reader:
            self._reader.feed_eof()

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
    """Whether asyncio can wait for it; files and devices without an end never make anybody wait."""
    mode = os.fstat(descriptor).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or os.isatty(descriptor)


def _samples(converter: av.AudioResampler | None, frame: av.AudioFrame | None) -> Iterator[bytes]:
    if converter is not None:
        for converted in converter.resample(frame):
            yield converted.to_ndarray().tobytes()


def _unreadable(path: Path, problem: object) -> InvalidArgumentError:
    return InvalidArgumentError(
        "AUDIO_FILE_UNREADABLE", "{path} cannot be read as sound: {problem}", path=path, problem=problem
    )
