"""Writes 16-bit samples into a sound file; the ending of its name says which format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from .error import SoundFileError, explained_without_pyav
from .wav import WavWriter

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS: Final = (".wav", ".flac", ".ogg", ".opus")


class SoundWriter(Protocol):
    """A sound file that is being written."""

    def write(self, pcm: bytes) -> None:
        """Append whole little-endian samples, channels interleaved.

        Raises SoundFileError when the disk is full or fails. The file is valid then and holds what was
        written before; what follows is ignored.
        """

    def close(self) -> None:
        """Complete the file. Raises SoundFileError."""


def create(path: Path, sample_rate_hz: int, channels: int, *, replace: bool = False) -> SoundWriter:
    """Return a writer of one or two channels. An existing file is left alone unless it may be replaced.

    WAV becomes RF64 beyond 4 GiB. Ogg and Opus files hold Opus. Raises SoundFileError, SoundFileExistsError.
    """
    ending = path.suffix.lower()
    if ending == ".wav":
        return WavWriter(path, sample_rate_hz, channels, replace=replace)
    if ending not in ENDINGS:
        raise SoundFileError(f"its ending is none of {', '.join(ENDINGS)}")
    with explained_without_pyav():
        from .encoded import EncodedWriter  # noqa: PLC0415 - WAV needs no PyAV
    return EncodedWriter(path, sample_rate_hz, channels, replace=replace)
