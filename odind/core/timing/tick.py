"""The daemon's tick: ODIN's frames of 20 ms at 48 kHz, and the port of the ticker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from odind.core.values.statistics import PaceStatistics

TICKS_PER_SECOND: Final = 50
TICK_MS: Final = 1_000 // TICKS_PER_SECOND
TICK_S: Final = 1 / TICKS_PER_SECOND
RATE_HZ: Final = 48_000
"""The sample rate of Opus, used inside the daemon wherever there is a choice."""
TICK_SAMPLES: Final = RATE_HZ // TICKS_PER_SECOND
"""Samples per channel in a frame at `RATE_HZ`."""


class Ticker(Protocol):
    """Counts ticks and runs them. Called on the event loop's thread."""

    def tick(self) -> int:
        """Return the number of the next tick to run; numbers never go back."""

    def wake(self) -> None:
        """Start to run ticks, because there is audio to send or to receive."""

    def pace(self) -> PaceStatistics:
        """Return the counters of the ticks."""
