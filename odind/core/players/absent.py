"""Sounds of a process that has nothing to open them with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.errors import UnavailableError

from .ports import Severity, SoundFailure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from odind.core.sound.ring import Frames

    from .ports import Feed
    from .source import SoundSource

_FAILURE: Final = SoundFailure("SOUNDS_UNAVAILABLE", "this daemon opens no sounds", Severity.FAULT)


class AbsentSound:
    """Implements `Sound`: there is nothing."""

    ahead = 0
    ended = True
    failure: SoundFailure | None = _FAILURE
    length: int | None = None
    title = ""

    def spoken(self, heard: int) -> str:  # noqa: ARG002 - no words are known
        """Return nothing: it is no speech."""
        return ""

    def read(self, count: int) -> Frames:  # noqa: ARG002 - there is nothing
        """Return nothing."""
        return np.zeros((0, 2), np.float32)

    def close(self) -> None:
        """Nothing was taken."""


class AbsentFeeds:
    """Implements `Feeds`."""

    def open(self) -> AbstractContextManager[Feed]:
        """Raise UnavailableError SOUNDS_UNAVAILABLE."""
        raise UnavailableError(_FAILURE.reason, "{detail}", detail=_FAILURE.detail)


class AbsentSounds:
    """Implements `Sounds`."""

    def open(self, source: SoundSource, start: int = 0) -> AbsentSound:  # noqa: ARG002 - whatever is named
        """Return a sound that failed."""
        return AbsentSound()

    async def check(self, sources: Sequence[SoundSource]) -> None:
        """Refuse nothing: what is played says that it cannot be had."""

    def loudness(self, source: SoundSource) -> float | None:  # noqa: ARG002 - whatever is named
        """Return None."""
        return None
