"""The beat of the daemon: frames of 20 ms at 48 kHz, as ODIN has them, and the port of what counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from .statistics import PaceStatistics

TICKS_PER_SECOND: Final = 50
TICK_MS: Final = 1_000 // TICKS_PER_SECOND
TICK_S: Final = 1 / TICKS_PER_SECOND
RATE_HZ: Final = 48_000
"""Opus' own sample rate, and that of everything inside the daemon that has a choice."""
TICK_SAMPLES: Final = RATE_HZ // TICKS_PER_SECOND
"""Samples per channel in a frame at `RATE_HZ`."""


class Ticker(Protocol):
    """Counts ticks and runs them. Called on the event loop's thread."""

    def tick(self) -> int:
        """Return the number of the next tick to run; numbers never go back."""

    def wake(self) -> None:
        """Begin to run ticks: there is something to speak or to hear."""

    def pace(self) -> PaceStatistics:
        """Return how well ticks were kept."""
