"""How a lane speaks: how loud, and whether it gives way to announcements and to speech."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass

from .hearing import require_gain

if TYPE_CHECKING:
    from .barge_in import BargeIn


class Lowering(NamedTuple):
    """By how many dB what wishes so is lower now, and in which time it gets there."""

    by_db: float = 0.0
    fade_s: float = 0.3


@dataclass(frozen=True)
class Delivery:
    """A lane that is `ducked` is lower while an announcement plays on its connection, as music is.

    Without `barge_in`, speech does not matter. Raises InvalidArgumentError GAIN_INVALID.
    """

    gain_db: float = 0.0
    ducked: bool = False
    barge_in: BargeIn | None = None

    def __post_init__(self) -> None:
        require_gain(self.gain_db)

    def with_gain(self, gain_db: float) -> Delivery:
        """Return the same with another gain; raises InvalidArgumentError GAIN_INVALID."""
        return replace(self, gain_db=gain_db)

    def require_for_packets(self) -> None:
        """Raise InvalidArgumentError OPUS_HAS_NO_GAIN unless packets can be passed on as they are."""
        if self.gain_db or (self.barge_in and self.barge_in.duck_db is not None):
            raise InvalidArgumentError(
                "OPUS_HAS_NO_GAIN",
                "a lane of Opus packets passes them on as they are, so it has no gain, and can pause for "
                "speech but not be lower; send PCM",
            )
