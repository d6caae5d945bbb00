"""Writes a recording to a pipe."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING

from odind.client import F32LE
from odind.client.recording import INCOMPLETE
from odind.core.errors import InvalidArgumentError
from odind.files.wav import wav_header

if TYPE_CHECKING:
    from odind.client import AudioFormat


class SoundPipe:
    """Writes samples to a stream at once; with `wav`, after a header without a length."""

    def __init__(self, stream: IO[bytes], audio_format: AudioFormat, *, wav: bool) -> None:
        self._stream = stream
        if wav:
            rate, channels = audio_format.sample_rate_hz, audio_format.channels or 1
            floats = audio_format.sample_format == F32LE
            self._stream.write(wav_header(rate, channels, floats=floats))

    def append(self, pcm: bytes) -> None:
        """Write samples; raises BrokenPipeError when the reader is gone.

        Raises InvalidArgumentError AUDIO_FILE_UNWRITABLE when the stream is a file on a disk that is full.
        """
        try:
            self._stream.write(pcm)
            self._stream.flush()
        except OSError as error:
            # Python flushes the stream's buffer when the process ends, and must not fail then
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())
            if isinstance(error, BrokenPipeError):
                raise
            raise InvalidArgumentError(
                "AUDIO_FILE_UNWRITABLE", INCOMPLETE, path="stdout", problem=error.strerror
            ) from None

    def close(self) -> None:
        """Do nothing: all samples are written already."""
