"""A sound that cannot be had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from odind.core.players.ports import SoundFailure
    from odind.core.sound.ring import Frames

NOTHING: Final = np.zeros((0, 2), np.float32)


class FailedSound:
    """Has nothing to read and says why. Implements core's `Sound`."""

    ahead = 0
    ended = True
    length: int | None = None
    title = ""

    def __init__(self, failure: SoundFailure) -> None:
        self.failure: SoundFailure | None = failure

    def spoken(self, heard: int) -> str:  # noqa: ARG002 - no words are known
        """Return nothing: it is no speech."""
        return ""

    def read(self, count: int) -> Frames:  # noqa: ARG002 - there is nothing
        """Return nothing."""
        return NOTHING

    def close(self) -> None:
        """Nothing was taken."""
