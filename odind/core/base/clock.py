"""The daemon's clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from .statistics import PaceStatistics


class Clock(Protocol):
    """The daemon's clocks."""

    def now(self) -> float:
        """Seconds since the epoch."""

    def tick(self) -> int:
        """The number of the next tick of 20 ms to run; ticks never go back."""

    def wake(self) -> None:
        """Begin to run ticks: there is something to speak or to hear."""

    def pace(self) -> PaceStatistics:
        """Return how well ticks were kept."""
