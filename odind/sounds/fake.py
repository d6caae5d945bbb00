"""Sounds in memory, for tests: by name, decoded as fast as a test says. Belongs to the loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.players.ports import SoundFailure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.players.source import SoundSource
    from odind.core.sound.ring import Frames

_MISSING: Final = SoundFailure("FILE_NOT_FOUND", "there is no such sound")
_NOTHING: Final = np.zeros((0, 2), np.float32)


class FakeSound:
    """Samples of which `decoded` are there; all at first, unless the sounds are held."""

    def __init__(self, samples: Frames, start: int, *, held: bool, failure: SoundFailure | None) -> None:
        self.title = ""
        self.closed = False
        self.failure = failure
        self.decoded = 0 if held else len(samples)
        self._samples = samples
        self._read = min(start, len(samples))

    @property
    def ahead(self) -> int:
        """Samples that are decoded and not read."""
        return max(0, self.decoded - self._read)

    @property
    def ended(self) -> bool:
        """Whether all is decoded."""
        return self.decoded >= len(self._samples)

    @property
    def length(self) -> int | None:
        """Samples of the whole."""
        return len(self._samples) or None

    def spoken(self, heard: int) -> str:  # noqa: ARG002 - no words are known
        """Return nothing: it is no speech."""
        return ""

    def read(self, count: int) -> Frames:
        """Return the next samples."""
        found = self._samples[self._read : self._read + min(count, self.ahead)]
        self._read += len(found)
        return found

    def close(self) -> None:
        """Take note."""
        self.closed = True


class FakeSounds:
    """Opens the sounds of `samples` by their names. `opened` has all that were opened, oldest first.

    `failures` end sounds after their samples. While `held`, nothing of a new sound is decoded.
    """

    def __init__(self) -> None:
        self.samples: dict[str, Frames] = {}
        self.failures: dict[str, SoundFailure] = {}
        self.loudnesses: dict[str, float] = {}
        self.opened: list[FakeSound] = []
        self.held = False

    def open(self, source: SoundSource, start: int = 0) -> FakeSound:
        """Open a sound; one that is not there fails."""
        samples = self.samples.get(source.name)
        failure = self.failures.get(source.name) or (None if samples is not None else _MISSING)
        whole = _NOTHING if samples is None else samples
        sound = FakeSound(whole, start, held=self.held, failure=failure)
        self.opened.append(sound)
        return sound

    async def check(self, sources: Sequence[SoundSource]) -> None:
        """Refuse nothing."""

    def loudness(self, source: SoundSource) -> float | None:
        """Return what a test has set."""
        return self.loudnesses.get(source.name)
