"""A token bucket: a rate with a burst. Pure; time is an argument."""

from __future__ import annotations


class TokenBucket:
    """Allows `burst` at once and `per_second` from then on."""

    __slots__ = ("_burst", "_per_second", "_tokens", "_updated")

    def __init__(self, per_second: float, burst: float, now: float) -> None:
        self._per_second = per_second
        self._burst = burst
        self._tokens = burst
        self._updated = now

    def spend(self, now: float, amount: float = 1) -> bool:
        """Spend so many tokens; return False when fewer are left. A clock that runs backwards adds none."""
        elapsed = now - self._updated
        if elapsed > 0:
            self._tokens = min(self._burst, self._tokens + elapsed * self._per_second)
            self._updated = now
        if self._tokens < amount:
            return False
        self._tokens -= amount
        return True

    def wait_s(self, amount: float = 1) -> float:
        """Return how long after the last `spend` so many tokens are there, if none is spent meanwhile."""
        return max(0.0, amount - self._tokens) / self._per_second

    def is_full(self, now: float) -> bool:
        """Whether all tokens are available again."""
        return self._tokens + (now - self._updated) * self._per_second >= self._burst
