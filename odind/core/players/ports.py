"""What players need from outside: sounds that are decoded elsewhere and read without waiting.

Threading: everything here is called on the loop's thread and returns at once. Files, networks and decoders
belong to other threads or processes of the adapter.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

from odind.core.values.portable import portable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from contextlib import AbstractContextManager

    from odind.core.sound.ring import Frames

    from .source import SoundSource


class Severity(Enum):
    """Whose fault a failed sound is: COMMON is the sound's own, SUSPICIOUS the surroundings', FAULT ours."""

    COMMON = "common"
    SUSPICIOUS = "suspicious"
    FAULT = "fault"


@portable
class SoundFailure:
    """Why a sound cannot be had, or not to its end: an UPPER_SNAKE reason, and a sentence for people."""

    reason: str
    detail: str
    severity: Severity = Severity.COMMON


class Sound(Protocol):
    """A sound that is being opened and decoded ahead of its reader, to 48 kHz stereo.

    What it will be is known bit by bit: every property may change until the sound is over. Reading never
    waits; who reads faster than the decoder decodes gets less.
    """

    @property
    def ahead(self) -> int:
        """Samples per channel that `read` can return now."""

    @property
    def ended(self) -> bool:
        """Whether nothing will follow what is ahead: the sound is complete, or `failure` says why not."""

    @property
    def failure(self) -> SoundFailure | None:
        """Why the sound cannot be had, or ended before its end; what is ahead may still be read."""

    @property
    def length(self) -> int | None:
        """Samples per channel of the whole sound, from its very beginning; None while unknown or endless."""

    @property
    def title(self) -> str:
        """What the sound calls itself now; for radio, what is on. "" while unknown."""

    def spoken(self, heard: int) -> str:
        """Return what of a text has been said after so many samples; "" for what is no speech."""

    def read(self, count: int) -> Frames:
        """Return the next samples, shape (n, 2), n at most `count` and at most `ahead`."""

    def close(self) -> None:
        """Stop decoding, and free what it took. Nothing is asked of the sound afterwards."""


class Feed(Protocol):
    """What a caller sends of a sound, on its way to the process that opens it as a source of kind STREAM."""

    @property
    def name(self) -> str:
        """What the source is called."""

    async def send(self, pieces: AsyncIterator[bytes]) -> None:
        """Send bytes to the one that opens the sound, as fast as it takes them.

        Returns at their end, or when nobody reads them any more. Raises what `pieces` raises.
        """


class Feeds(Protocol):
    """Makes feeds."""

    def open(self) -> AbstractContextManager[Feed]:
        """Have a feed for the length of the block. A process of this machine opens its sound, once."""


class Sounds(Protocol):
    """Opens sounds."""

    def open(self, source: SoundSource, start: int = 0) -> Sound:
        """Begin to open a sound at a position, in samples per channel; what goes wrong is its `failure`.

        A start beyond the end gives a sound that has ended. Live sounds begin where they are.
        """

    async def check(self, sources: Sequence[SoundSource]) -> None:
        """Raise why one of the sources must not be played, or why none of them can be had.

        Only what is known without a network, and within a second, is raised: for any of them
        PermissionDeniedError FILE_NOT_ALLOWED, InvalidArgumentError URL_REFUSED, ADDRESS_REFUSED; where no
        other source is left, NotFoundError FILE_NOT_FOUND, UnavailableError FILE_UNREADABLE.
        """

    def loudness(self, source: SoundSource) -> float | None:
        """Return the integrated loudness of a whole sound in LUFS (EBU R 128), None while it is not known.

        The first question begins the measurement, where the sound can be measured.
        """
