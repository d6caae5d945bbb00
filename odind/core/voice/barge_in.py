"""How what speaks gives way to the speech of peers, and whether that was an interruption."""

from __future__ import annotations

from enum import Enum
from typing import Final

from odind.core.timing.tick import TICK_S
from odind.core.values.portable import portable
from odind.core.values.ranges import require_within

_MAX_SPEAKERS: Final = 100
_MAX_TEXT_BYTES: Final = 1_024
_SPEECH_S: Final = (TICK_S, 10.0)
_DEADLINE_S: Final = (0.1, 60.0)
_DUCK_DB: Final = (0.0, 100.0)


class BargeInOutcome(Enum):
    """How a barge-in ended: CONFIRMED dropped what was interrupted, REJECTED let it go on.

    OVERTAKEN: something else came of the lane before, as by a skip, a pause or the end of its items.
    """

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    OVERTAKEN = "overtaken"


@portable
class BargeIn:
    """How a lane gives way to speech. Raises InvalidArgumentError BARGE_IN_INVALID.

    When one of `user_ids`, or anybody if there is none, has spoken for `after_s`, the lane is `duck_db`
    lower, or pauses if that is None. Unless a caller decides before `deadline_s` is over, what was
    interrupted is dropped with `confirms_itself`, and goes on without.
    """

    user_ids: tuple[str, ...] = ()
    after_s: float = 0.2
    duck_db: float | None = None
    deadline_s: float = 2.0
    confirms_itself: bool = False

    def __post_init__(self) -> None:
        require_within("BARGE_IN_INVALID", "barge_in.user_ids", len(self.user_ids), 0, _MAX_SPEAKERS)
        for user_id in self.user_ids:
            require_within("BARGE_IN_INVALID", "barge_in.user_ids", len(user_id.encode()), 1, _MAX_TEXT_BYTES)
        require_within("BARGE_IN_INVALID", "barge_in.after", self.after_s, *_SPEECH_S)
        require_within("BARGE_IN_INVALID", "barge_in.deadline", self.deadline_s, *_DEADLINE_S)
        if self.duck_db is not None:
            require_within("BARGE_IN_INVALID", "barge_in.duck_db", self.duck_db, *_DUCK_DB)

    def minds(self, user_id: str) -> bool:
        """Whether the speech of a user matters."""
        return not self.user_ids or user_id in self.user_ids

    @property
    def after_ticks(self) -> int:
        """How long speech lasts that matters."""
        return round(self.after_s / TICK_S)

    @property
    def deadline_ticks(self) -> int:
        """How long a caller may take to decide."""
        return round(self.deadline_s / TICK_S)
