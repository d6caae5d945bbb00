"""Opens the items of a lane as tracks, as loud as they are to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.sound.fader import factor
from odind.core.timing.tick import RATE_HZ

from .track import Track

if TYPE_CHECKING:
    from .ports import Sounds
    from .settings import Item

_MOST_RAISED_DB: Final = 12.0
"""More would raise noise, and clip."""
_MOST_LOWERED_DB: Final = 40.0
_GLIDE: Final = RATE_HZ
"""A loudness that becomes known while its sound plays is reached in a second."""


class Loader:
    """`target_lufs` is the loudness that all sounds are brought to, None for their own."""

    def __init__(self, sounds: Sounds) -> None:
        self.target_lufs: float | None = None
        self._sounds = sounds

    def open(self, item: Item, position: int | None = None) -> Track:
        """Begin to open an item at a position, or where it begins."""
        start = item.start if position is None else position
        return Track(item, self._sounds.open(item.source, start), start, self._level(item))

    def adjust(self, track: Track) -> None:
        """Let a track glide to the loudness that it is to have, as far as that is known."""
        wanted = self._level(track.item)
        if wanted != track.level.target:
            track.level.glide(wanted, _GLIDE)

    def _level(self, item: Item) -> float:
        return factor(item.gain_db + self._correction_db(item))

    def _correction_db(self, item: Item) -> float:
        if self.target_lufs is None:
            return 0.0
        loudness = self._sounds.loudness(item.source)
        if loudness is None:
            return 0.0
        return max(-_MOST_LOWERED_DB, min(_MOST_RAISED_DB, self.target_lufs - loudness))
