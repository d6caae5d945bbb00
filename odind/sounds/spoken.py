"""Speech as a sound: sentence after sentence, the next of which is made while one is heard."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.players.speech import sentences, spoken_part

from .failed import NOTHING
from .packets import RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.players.ports import Sound, SoundFailure
    from odind.core.sound.ring import Frames

    Make = Callable[[str], Sound]

_AHEAD: Final = 2
"""How many sentences are made at the same time."""
_LETTERS_PER_SAMPLE: Final = 15 / RATE_HZ
"""How fast people and engines speak, for a sentence whose length is not known yet."""
_NEARLY: Final = 0.99


class SpokenSound:
    """Implements core's `Sound`, on the loop. `make` begins to make the sound of a sentence."""

    length: int | None = None

    def __init__(self, text: str, make: Make) -> None:
        self.title = text
        self._make = make
        self._waiting = deque(sentences(text))
        self._made: deque[tuple[str, Sound]] = deque()
        self._finished: list[tuple[str, int]] = []
        self._read = 0
        self._make_ahead()

    def spoken(self, heard: int) -> str:
        """Return what of the text has been said after so many samples, in whole words."""
        said = ""
        for sentence, length in self._finished:
            if heard < length:
                return said + spoken_part(sentence, heard / length)
            said, heard = said + sentence, heard - length
        if not self._made:
            return said
        sentence, sound = self._made[0]
        return said + spoken_part(sentence, self._part(sentence, sound, heard))

    def _part(self, sentence: str, sound: Sound, heard: int) -> float:
        """Return which part of a sentence is its first samples, guessed while its length is not known."""
        heard = min(heard, self._read)
        if _complete(sound):
            return heard / max(1, self._read + sound.ahead)
        return min(heard * _LETTERS_PER_SAMPLE / len(sentence), _NEARLY)

    @property
    def ahead(self) -> int:
        """Samples per channel that `read` can return now."""
        self._advance()
        total = 0
        for _, sound in self._made:
            total += sound.ahead
            if not _complete(sound):
                break
        return total

    @property
    def ended(self) -> bool:
        """Whether nothing will follow what is ahead."""
        self._advance()
        return self.failure is not None or (
            not self._waiting and all(_complete(sound) for _, sound in self._made)
        )

    @property
    def failure(self) -> SoundFailure | None:
        """Why a sentence cannot be had, once it would be its turn."""
        return self._made[0][1].failure if self._made else None

    def read(self, count: int) -> Frames:
        """Return the next samples, shape (n, 2)."""
        pieces, wanted = [NOTHING], min(count, self.ahead)
        while wanted:
            pieces.append(self._made[0][1].read(wanted))
            self._read += len(pieces[-1])
            wanted -= len(pieces[-1])
            self._advance()
        return np.concatenate(pieces)

    def close(self) -> None:
        """Stop making speech."""
        for _, sound in self._made:
            sound.close()

    def _advance(self) -> None:
        """Leave the sentences that have been read, but for the last one, and have the next ones made."""
        while self._made and (self._waiting or len(self._made) > 1) and _is_over(self._made[0][1]):
            sentence, sound = self._made.popleft()
            sound.close()
            self._finished.append((sentence, self._read))
            self._read = 0
            self._make_ahead()

    def _make_ahead(self) -> None:
        while self._waiting and len(self._made) < _AHEAD:
            sentence = self._waiting.popleft()
            self._made.append((sentence, self._make(sentence)))


def _complete(sound: Sound) -> bool:
    return sound.ended and sound.failure is None


def _is_over(sound: Sound) -> bool:
    return _complete(sound) and not sound.ahead
