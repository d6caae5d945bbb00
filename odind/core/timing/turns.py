"""Work that many ask for at the same moment, done one after the other in a small part of the loop's time."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from .clock import wait_until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from .clock import Clock

_PAUSE: Final = 9
"""Times as long as a turn took, nobody has the next one: turns get a tenth of the time."""
_LONGEST_PAUSE_S: Final = 0.1
"""For turns that took long because they waited for another process."""


class Turns:
    """Belongs to the loop. Whoever asks first has the first turn."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._taken = asyncio.Lock()
        self._free_at = clock.monotonic()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn, and have it for the length of the block."""
        async with self._taken:
            began = self._clock.monotonic()
            if began < self._free_at:
                await wait_until(self._clock, self._free_at)
                began = self._clock.monotonic()
            try:
                yield
            finally:
                ended = self._clock.monotonic()
                self._free_at = ended + min(_PAUSE * (ended - began), _LONGEST_PAUSE_S)
