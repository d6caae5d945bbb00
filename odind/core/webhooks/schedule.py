"""When a webhook is tried again: the schedule of Standard Webhooks, with jitter."""

from __future__ import annotations

import hashlib
from typing import Final

PAUSES_S: Final = (
    5.0,
    5 * 60.0,
    30 * 60.0,
    2 * 3_600.0,
    5 * 3_600.0,
    10 * 3_600.0,
    14 * 3_600.0,
    20 * 3_600.0,
    24 * 3_600.0,
)
"""The pauses after the first attempt: the last one is 75 hours after the first."""
LONGEST_PAUSE_S: Final = PAUSES_S[-1]
_JITTER: Final = 0.1


def pause_s(letter_id: str, attempts: int) -> float | None:
    """Return how long to wait after so many failed attempts, None when there is no other.

    Jitter spreads the letters of an outage by a tenth; it is the same for the same letter and attempt.
    """
    if attempts > len(PAUSES_S):
        return None
    digest = hashlib.blake2b(f"{letter_id} {attempts}".encode(), digest_size=4).digest()
    spread = int.from_bytes(digest) / 2**32
    return PAUSES_S[attempts - 1] * (1 + _JITTER * (2 * spread - 1))
