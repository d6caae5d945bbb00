"""One speaker of a room: what is being said, and how much of it was told."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.timing.tick import TICKS_PER_SECOND
from odind.core.values.late import dataclass

from .cutting import Cutter

if TYPE_CHECKING:
    from odind.core.live.hearing import Voice

    from .cutting import Cutting, Utterance

INTERIM_SLOTS: Final = 2 * TICKS_PER_SECOND
"""How often what is being said is understood before its end: each time costs as much as the end itself."""
_FORGOTTEN_SLOTS: Final = 30 * TICKS_PER_SECOND


@dataclass
class Mouth:
    """Takes the slots of a voice. `number` is that of its segment, 0 before it has one.

    `name` is what the speaker is called, "" for nothing but the user id.
    """

    voice: Voice
    cutting: Cutting
    name: str = ""
    number: int = 0
    revision: int = 0
    asking: bool = False
    _cutter: Cutter = field(init=False)
    _silent: int = 0
    _since_told: int = 0

    def __post_init__(self) -> None:
        self._cutter = Cutter(self.cutting)

    @property
    def forgotten(self) -> bool:
        """Whether it has been silent for so long that nobody need remember it."""
        return self._silent >= _FORGOTTEN_SLOTS

    def take(self, sample: int, pcm: bytes | None) -> Utterance | None:
        """Take the next slot, None for silence; return the utterance that ends with it."""
        self._silent = self._silent + 1 if pcm is None else 0
        self._since_told += 1
        return self._cutter.take(sample, None if pcm is None else np.frombuffer(pcm, "<i2"))

    def end(self) -> Utterance | None:
        """Return what was being said."""
        return self._cutter.end()

    def due(self) -> Utterance | None:
        """Return what is being said when it is time to tell that, and nobody is asked about it."""
        if self.asking or self._since_told < INTERIM_SLOTS:
            return None
        said = self._cutter.open
        self._since_told = 0 if said else self._since_told
        return said

    def next(self) -> tuple[int, int]:
        """Begin another segment; return the number and the latest revision of the one before."""
        before = self.number, self.revision
        self.number = self.revision = self._since_told = 0
        return before
