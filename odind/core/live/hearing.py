"""Whom a live job hears, and how. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from odind.core.sound.mixing import sum_of_s16
from odind.core.timing.tick import TICK_SAMPLES
from odind.core.values.portable import portable

if TYPE_CHECKING:
    from collections.abc import Mapping

SILENCE: Final = bytes(2 * TICK_SAMPLES)
"""A slot in which nobody says anything."""


@portable
class Hearing:
    """Everybody mixed, or with `per_peer` each on its own; with `own_voice` what we say, too.

    With `user_ids` or `peer_ids`, only those are heard.
    """

    per_peer: bool = False
    user_ids: tuple[str, ...] = ()
    peer_ids: tuple[int, ...] = ()
    own_voice: bool = False

    @property
    def parted(self) -> bool:
        """Whether peers must be heard each on its own, to hand them over or to leave some out."""
        return self.per_peer or bool(self.user_ids or self.peer_ids)

    def wants(self, voice: Voice) -> bool:
        """Whether a peer is to be heard."""
        everybody = not (self.user_ids or self.peer_ids)
        return everybody or voice.user_id in self.user_ids or voice.peer_id in self.peer_ids


class Voice(NamedTuple):
    """Whose sound it is."""

    peer_id: int
    user_id: str


MIX: Final = Voice(0, "")
"""Everybody's together."""


class Slot(NamedTuple):
    """What is heard in 20 ms: 960 samples of a voice, signed 16-bit little-endian, mono at 48 kHz.

    `sample` is where it begins on the feed's clock, in samples at 48 kHz; it ascends, in steps of 960 where
    nothing is missing. `gap` is how many slots are missing before it. Who is silent is not in `sounds`.
    """

    sample: int
    sounds: Mapping[Voice, bytes]
    gap: int = 0

    @property
    def mix(self) -> bytes:
        """The sum of the sounds, silence where there are none."""
        sounds = tuple(self.sounds.values())
        if len(sounds) == 1:
            return sounds[0]
        return sum_of_s16(sounds, TICK_SAMPLES).tobytes() if sounds else SILENCE
