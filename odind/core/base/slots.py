"""How many may do something at once."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from .errors import ResourceExhaustedError

if TYPE_CHECKING:
    from collections.abc import Iterator


class WatcherSlots:
    """Counts everybody who watches anything: events, devices, statistics, levels."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0

    @property
    def held(self) -> int:
        """How many watch now."""
        return self._held

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Hold a slot for the length of the block; raises ResourceExhaustedError TOO_MANY_WATCHERS."""
        if self._held >= self._limit:
            raise ResourceExhaustedError(
                "TOO_MANY_WATCHERS",
                "there are {limit} watchers already; end one first",
                limit=self._limit,
            )
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
