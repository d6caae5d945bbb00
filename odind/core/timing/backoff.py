"""Growing pauses between attempts. Pure: durations are arguments."""

from __future__ import annotations


class Backoff:
    """Doubles the pause after each failure, from `first_s` up to `longest_s`.

    An attempt that lasted for `steady_s` counts as a success: the next pause after it is `restart_s`.
    """

    def __init__(
        self,
        first_s: float,
        longest_s: float,
        *,
        steady_s: float = float("inf"),
        restart_s: float | None = None,
    ) -> None:
        self._first_s = first_s
        self._longest_s = longest_s
        self._steady_s = steady_s
        self._restart_s = first_s if restart_s is None else restart_s
        self._next_s = self._restart_s

    def pause_s(self, lasted_s: float = 0.0) -> float:
        """Return how long to wait before the next attempt; `lasted_s` is how long the last one held."""
        if lasted_s >= self._steady_s:
            self._next_s = self._restart_s
        pause, self._next_s = self._next_s, min(max(2 * self._next_s, self._first_s), self._longest_s)
        return pause
