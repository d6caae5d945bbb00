"""Token buckets: a rate with a burst, time as an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .config import Rate


class TokenBucket:
    """Admits `burst` at once and `per_second` from then on."""

    __slots__ = ("_burst", "_per_second", "_tokens", "_updated")

    def __init__(self, rate: Rate, now: float) -> None:
        self._per_second = rate.per_second
        self._burst = rate.burst
        self._tokens = rate.burst
        self._updated = now

    def take(self, now: float) -> bool:
        """Take one; False when there is none left. A clock that goes back adds nothing."""
        elapsed = now - self._updated
        if elapsed > 0:
            self._tokens = min(self._burst, self._tokens + elapsed * self._per_second)
            self._updated = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
