"""WAV files that are complete after every block, whatever ends the program, and that may exceed 4 GiB."""

from __future__ import annotations

import struct
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from .disk import NewFile
from .error import SoundFileError, sentence

if TYPE_CHECKING:
    from pathlib import Path

_PCM: Final = 1
_FLOAT: Final = 3
_S16_BYTES: Final = 2
_UNKNOWN: Final = 0xFFFFFFFF
"""A 32-bit size that is not known yet, or that stands in the `ds64` chunk instead."""
_DS64_BYTES: Final = 28
HEADER_BYTES: Final = 80


def wav_header(
    sample_rate_hz: int, channels: int, *, floats: bool = False, data_bytes: int | None = None
) -> bytes:
    """Return the header of so many bytes of samples; None leaves the length open, as a pipe must.

    Beyond 4 GiB it is the header of an RF64 file (EBU Tech 3306): the same length, with the sizes in a chunk
    that is padding in a WAV file.
    """
    sample_bytes = (4 if floats else _S16_BYTES) * channels
    layout = struct.pack(
        "<HHIIHH",
        *(_FLOAT if floats else _PCM, channels, sample_rate_hz),
        *(sample_rate_hz * sample_bytes, sample_bytes, 8 * sample_bytes // channels),
    )
    riff_bytes = HEADER_BYTES - 8 + (data_bytes or 0)
    large = riff_bytes >= _UNKNOWN
    sizes = struct.pack("<QQQI", riff_bytes, data_bytes or 0, (data_bytes or 0) // sample_bytes, 0)
    open_end = large or data_bytes is None
    return b"".join(
        (
            _chunk(b"RF64" if large else b"RIFF", _UNKNOWN if open_end else riff_bytes),
            b"WAVE",
            _chunk(b"ds64" if large else b"JUNK", _DS64_BYTES),
            sizes if large else bytes(_DS64_BYTES),
            _chunk(b"fmt ", len(layout)),
            layout,
            _chunk(b"data", _UNKNOWN if open_end else data_bytes or 0),
        )
    )


class WavWriter:
    """Writes 16-bit samples. When the disk is full, what was written stays a valid file."""

    def __init__(self, path: Path, sample_rate_hz: int, channels: int, *, replace: bool) -> None:
        self._layout = (sample_rate_hz, channels)
        self._sample_bytes = _S16_BYTES * channels
        self._data_bytes = 0
        self._file = NewFile(path, replace=replace)
        try:
            self._write_header()
        except OSError as error:
            self._file.discard()
            raise SoundFileError(sentence(error)) from None

    def write(self, pcm: bytes) -> None:
        """Append whole samples; raises SoundFileError, and then writes nothing more."""
        try:
            self._file.write(pcm)
            self._data_bytes += len(pcm)
            self._write_header()
        except OSError as error:
            self._end_early()
            raise SoundFileError(sentence(error)) from None

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write_header(self) -> None:
        self._file.seek(0)
        self._file.write(wav_header(*self._layout, data_bytes=self._data_bytes))
        self._file.seek(HEADER_BYTES + self._data_bytes)

    def _end_early(self) -> None:
        """Keep the whole samples of a block that did not fit."""
        with suppress(OSError):
            written = self._file.tell() - HEADER_BYTES
            self._data_bytes = max(self._data_bytes, written // self._sample_bytes * self._sample_bytes)
            self._write_header()
        self._file.cut(HEADER_BYTES + self._data_bytes)


def _chunk(name: bytes, size: int) -> bytes:
    return name + struct.pack("<I", size)
