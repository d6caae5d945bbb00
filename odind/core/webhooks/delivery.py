"""What became of a webhook."""

from __future__ import annotations

from enum import Enum
from typing import Final

from odind.core.values.portable import portable

ANSWER_CHARACTERS: Final = 500
_BYTES: Final = 256


class DeliveryState(Enum):
    """A webhook that was not delivered is retried, and dead once its schedule is over."""

    DELIVERED = "delivered"
    RETRYING = "retrying"
    DEAD = "dead"


@portable
class Delivery:
    """A webhook after its latest attempt. Times are seconds since the epoch.

    `status` is that of the answer, 0 where there was none, and `answer` the beginning of its text; `problem`
    says why there was none. `number` orders the deliveries of an endpoint by their first attempt, and
    `sequence` is the number of the event, 0 for a ping. `next_at` is None where no attempt follows.
    """

    letter_id: str
    number: int
    sequence: int
    type: str
    room: str
    state: DeliveryState
    attempts: int
    first_at: float
    last_at: float
    status: int = 0
    answer: str = ""
    problem: str = ""
    next_at: float | None = None

    @property
    def size(self) -> int:
        """Its largest size in a message, in bytes."""
        return _BYTES + 4 * (len(self.answer) + len(self.problem) + len(self.room))


def letter_id(endpoint_id: str, sequence: int) -> str:
    """Return the id of an event's webhook, the same at every attempt. The standard allows no dot in it."""
    return f"msg_{endpoint_id}_{sequence}"


def sequence_of(endpoint_id: str, letter: str) -> int | None:
    """Return the sequence of the event of a webhook, None for an id of none."""
    digits = letter.removeprefix(f"msg_{endpoint_id}_")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None  # noqa: PLR2004
