"""Opens a sound file with PyAV, or without it where that is not installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from .plain_wav import PlainWavReader

if TYPE_CHECKING:
    from pathlib import Path


class Block(Protocol):
    """Samples as 32-bit floats, channels interleaved."""

    def __len__(self) -> int: ...

    def tobytes(self) -> bytes:
        """Return the samples as bytes."""


class OpenedSound(Protocol):
    """A sound file that is being read."""

    sample_rate_hz: int
    channels: int
    remarks: list[str]

    @property
    def seconds(self) -> float | None:
        """How long the file says it is."""

    def read(self, count: int) -> Block:
        """Return the next frames, at most `count`; none at the end. Raises SoundFileError."""

    def close(self) -> None:
        """Close the file."""


def open_sound(path: Path) -> OpenedSound:
    """Open any sound file; without PyAV, a WAV file of 16-bit samples. Raises SoundFileError."""
    try:
        from .reader import SoundReader  # noqa: PLC0415 - an installation of the client alone has no PyAV
    except ImportError:
        return PlainWavReader(path)
    return SoundReader(path)
