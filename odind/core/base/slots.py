"""A limit on how many watches may run at once."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from .errors import ResourceExhaustedError

if TYPE_CHECKING:
    from collections.abc import Iterator


class WatcherSlots:
    """Counts the running watches of all kinds: events, devices, statistics, levels."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0

    @property
    def held(self) -> int:
        """The number of running watches."""
        return self._held

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Hold a slot for the length of the block; raises ResourceExhaustedError TOO_MANY_WATCHERS."""
        if self._held >= self._limit:
            raise ResourceExhaustedError(
                "TOO_MANY_WATCHERS",
                "there are already {limit} watchers; end one first",
                limit=self._limit,
            )
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
