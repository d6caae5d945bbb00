"""A rate as services count it: so many in any span of time. Pure; time is an argument."""

from __future__ import annotations

from collections import deque


class RateWindow:
    """Allows `most` in any `seconds`, unlike a token bucket, which allows as many again during the first."""

    def __init__(self, most: int, seconds: float) -> None:
        self._seconds = seconds
        self._taken: deque[float] = deque(maxlen=most)

    def free(self, now: float) -> int:
        """Return how many are allowed at once now."""
        recent = sum(when + self._seconds > now for when in self._taken)
        return (self._taken.maxlen or 0) - recent

    def wait_s(self, now: float) -> float:
        """Return how long it takes until another one is allowed, 0 for now."""
        if len(self._taken) < (self._taken.maxlen or 0):
            return 0.0
        return max(0.0, self._taken[0] + self._seconds - now)

    def take(self, now: float) -> None:
        """Note one, which is allowed now."""
        self._taken.append(now)
