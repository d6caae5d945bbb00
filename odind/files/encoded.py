"""Writes 16-bit samples as FLAC or Opus; PyAV encodes."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final, cast

import av
import av.error
import numpy as np

from odind.core.timing.tick import RATE_HZ

from .disk import NewFile
from .error import SoundFileError, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.audio.stream import AudioStream

_OPUS: Final = "libopus"
CODECS: Final = {".flac": "flac", ".ogg": _OPUS, ".opus": _OPUS}
_LAYOUTS: Final = {1: "mono", 2: "stereo"}
_FLUSH_PACKETS: Final = 0x200
"""AVFMT_FLAG_FLUSH_PACKETS: whatever is muxed is written at once."""


class EncodedWriter:
    """Writes FLAC or Opus, packet by packet."""

    def __init__(self, path: Path, sample_rate_hz: int, channels: int, *, replace: bool) -> None:
        self._rate = sample_rate_hz
        self._layout = _LAYOUTS[channels]
        self._over = False
        self._file = NewFile(path, replace=replace)
        ending = path.suffix.lower()
        codec = CODECS[ending]
        try:
            self._container = av.open(self._file, "w", format=ending[1:])
            self._container.flags |= _FLUSH_PACKETS
            rate = RATE_HZ if codec == _OPUS else sample_rate_hz
            stream = self._container.add_stream(codec, rate=rate, layout=self._layout)
            self._stream = cast("AudioStream", stream)
            self._container.start_encoding()
        except (av.error.FFmpegError, OSError, ValueError) as error:
            self._file.discard()
            raise SoundFileError(sentence(error)) from None
        self._whole_bytes = self._file.tell()

    def write(self, pcm: bytes) -> None:
        """Encode whole samples."""
        if pcm and not self._over:
            samples = np.frombuffer(pcm, np.int16)[None, :]
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout=self._layout)
            frame.sample_rate = self._rate
            with self._kept_whole():
                self._container.mux(self._stream.encode(frame))
            self._whole_bytes = self._file.tell()

    def close(self) -> None:
        """Write what the encoder holds back, and the length."""
        if not self._over:
            with self._kept_whole():
                self._container.mux(self._stream.encode(None))
                self._container.close()
        self._over = True
        self._file.close()

    @contextmanager
    def _kept_whole(self) -> Iterator[None]:
        """Keep the packets that are written whole when the block fails, and raise SoundFileError."""
        try:
            yield
        except (av.error.FFmpegError, OSError) as error:
            self._over = True
            self._file.cut(self._whole_bytes)
            with suppress(av.error.FFmpegError, OSError):
                self._container.close()
            self._file.close()
            raise SoundFileError(sentence(error)) from None
