"""Sounds to speak; raw samples from a pipe are one, sound files another."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final, Protocol, Self

from odind.client import bytes_per_sample

from .pipes import Piped

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
        self._pipe = Piped(source)

    async def blocks(self) -> AsyncIterator[bytes]:
        """Yield whole samples as they arrive."""
        sample = bytes_per_sample(self.audio_format)
        size = int(self.audio_format.sample_rate_hz * _BLOCK_S) * sample
        rest = b""
        async for data in self._pipe.blocks(size):
            data = rest + data  # noqa: PLW2901 - with what was cut off before
            whole = len(data) // sample * sample
            rest = data[whole:]
            if whole:
                yield data[:whole]
        if rest:
            self.remarks.append(f"the last {len(rest)} bytes are an incomplete sample")

    def stop(self) -> None:
        """End `blocks` after the samples that were read."""
        self._pipe.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        """Leave the source open: it is not ours."""
