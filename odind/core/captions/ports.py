"""What captions need from outside: engines, a model of language, sounds, a place for files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from odind.core.players.ports import Sound
    from odind.core.players.source import SoundSource

ENGINE_HZ = 16_000
"""The sample rate that engines get."""
Speech = npt.NDArray[np.int16]
"""Mono at `ENGINE_HZ`, full scale 32,767."""


@dataclass(frozen=True)
class Hints:
    """What is known beforehand: a code of the language like "en", "" to find it; words that may be said."""

    language: str = ""
    vocabulary: str = ""


@dataclass(frozen=True)
class HeardWord:
    """A word, with seconds from the beginning of the speech."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Heard:
    """What an engine understood; `no_speech` is how sure it is, of 1, that nothing was said."""

    text: str
    language: str = ""
    words: tuple[HeardWord, ...] = ()
    no_speech: float = 0.0


class Engine(Protocol):
    """Understands speech. On the loop's thread; the work is done elsewhere."""

    @property
    def name(self) -> str:
        """What it is called in transcripts."""

    @property
    def parallel(self) -> int:
        """How many requests it answers at once."""

    async def transcribe(self, speech: Speech, hints: Hints) -> Heard:
        """Return what was said.

        It may be cancelled. Raises UnavailableError CAPTION_ENGINE_AWAY, InvalidArgumentError
        CAPTIONS_REFUSED.
        """


class Writer(Protocol):
    """A model of language, which writes summaries."""

    async def write(self, instruction: str, text: str) -> str:
        """Return what it makes of a text.

        Raises UnavailableError SUMMARY_ENGINE_AWAY, InvalidArgumentError SUMMARY_REFUSED.
        """


class Sources(Protocol):
    """Opens what is past."""

    def open(self, source: SoundSource) -> Sound:
        """Begin to open a sound, as the `Sounds` of players do."""

    def decode(self, pieces: AsyncIterator[bytes], size_bytes: int, track: int = 0) -> Sound:
        """Begin to decode a track of a file of so many bytes; one without so many tracks is unreadable."""


class Shelves(Protocol):
    """Where the files of transcripts are kept."""

    async def keep(self, transcript_id: str, files: Mapping[str, str]) -> tuple[str, ...]:
        """Write files of text, by their endings; return their paths.

        Raises UnavailableError TRANSCRIPTS_UNWRITABLE.
        """

    async def drop(self, transcript_id: str) -> None:
        """Remove the files of a transcript; does nothing where there are none."""
