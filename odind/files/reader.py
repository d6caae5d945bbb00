"""Reads any sound file that FFmpeg decodes, block by block, as float samples that the daemon can speak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import av
import av.error
import numpy as np

from odind.core.sound.format import MAX_RATE_HZ, MIN_RATE_HZ

from .error import SoundFileError, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.audio.stream import AudioStream

    from odind.core.sound.ring import Frames

_LAYOUTS: Final = {1: "mono", 2: "stereo"}
_READABLE_HZ: Final = range(1_000, 768_001)
_MAX_READABLE_CHANNELS: Final = 32
"""Beyond these a file is damaged or hostile: converting it takes memory and time without measure."""
_ALL: Final = 1 << 62


class SoundReader:
    """A sound file as 32-bit floats, which hold what 24-bit files say exactly.

    Rate and channels are the file's own where the daemon takes them (8,000 to 192,000 Hz, mono or stereo),
    and converted otherwise. `remarks` says so, for people; it grows while the file is read. `container` is
    FFmpeg's name of the one format that the file may have; without it the format is detected. Raises
    SoundFileError.
    """

    def __init__(self, path: Path, container: str | None = None) -> None:
        self.remarks: list[str] = []
        try:
            # "file:" keeps names with a colon from being taken for addresses
            self._file = av.open(f"file:{path}", format=container, metadata_errors="replace")
        except (av.error.FFmpegError, OSError, ValueError) as error:
            raise SoundFileError(sentence(error)) from None
        self._stream = self._one_stream()
        self.channels = min(self._stream.channels, max(_LAYOUTS))
        self.sample_rate_hz = min(max(self._stream.rate, MIN_RATE_HZ), MAX_RATE_HZ)
        self._remark_conversions()
        self._pieces = self._converted()
        self._kept: list[Frames] = [np.empty((0, self.channels), np.float32)]

    @property
    def seconds(self) -> float | None:
        """How long the file says it is."""
        if self._stream.duration is not None and self._stream.time_base is not None:
            return float(self._stream.duration * self._stream.time_base)
        return None if self._file.duration is None else self._file.duration / av.time_base

    def read(self, count: int = _ALL) -> Frames:
        """Return the next frames, at most `count`; fewer only at the end. Damaged packets are skipped.

        Raises SoundFileError.
        """
        waiting = sum(map(len, self._kept))
        while waiting < count and (piece := next(self._pieces, None)) is not None:
            self._kept.append(piece)
            waiting += len(piece)
        sound = np.concatenate(self._kept)
        self._kept = [sound[count:]]
        return sound[:count]

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def _one_stream(self) -> AudioStream:
        """Return the sound of the file, or close it and raise."""
        streams = self._file.streams.audio
        if not streams or not streams[0].rate or not streams[0].channels:
            problem = "it holds no sound"
        elif streams[0].rate not in _READABLE_HZ:
            problem = f"a sample rate of {streams[0].rate} Hz is not within 1,000 to 768,000"
        elif streams[0].channels > _MAX_READABLE_CHANNELS:
            problem = f"{streams[0].channels} channels are more than {_MAX_READABLE_CHANNELS}"
        else:
            return streams[0]
        self._file.close()
        raise SoundFileError(problem)

    def _converted(self) -> Iterator[Frames]:
        shape: tuple[object, ...] = ()
        converter: av.AudioResampler | None = None
        try:
            for frame in self._decoded():
                frame.pts = None  # gaps in a file's clock are not silence
                if shape != (shape := (frame.format.name, frame.layout.name, frame.sample_rate)):
                    yield from self._frames(converter, None)
                    converter = av.AudioResampler("flt", _LAYOUTS[self.channels], self.sample_rate_hz)
                yield from self._frames(converter, frame)
            yield from self._frames(converter, None)
        except (av.error.FFmpegError, OSError, ValueError) as error:
            raise SoundFileError(sentence(error)) from None

    def _decoded(self) -> Iterator[av.AudioFrame]:
        damaged = 0
        for packet in self._file.demux(self._stream):
            try:
                yield from packet.decode()
            except av.error.InvalidDataError:
                damaged += 1
        if damaged:
            self.remarks.append(f"{damaged} damaged packets were skipped")

    def _frames(self, converter: av.AudioResampler | None, frame: av.AudioFrame | None) -> Iterator[Frames]:
        if converter is not None:
            for converted in converter.resample(frame):
                yield np.asarray(converted.to_ndarray(), np.float32).reshape(-1, self.channels)

    def _remark_conversions(self) -> None:
        if self._stream.channels > self.channels:
            self.remarks.append(f"{self._stream.channels} channels are mixed down to stereo")
        if self._stream.rate != self.sample_rate_hz:
            self.remarks.append(f"{self._stream.rate} Hz is converted to {self.sample_rate_hz} Hz")
