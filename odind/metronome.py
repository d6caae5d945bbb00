"""The daemon's one ticker: runs a frame of 20 ms for all connections, and rests while nothing needs one."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import structlog

from odind.core.base.pacer import Pacer
from odind.core.base.statistics import PaceStatistics

_log = structlog.get_logger("odind.metronome")

if TYPE_CHECKING:
    from collections.abc import Callable


class Metronome:
    """Core's ticker, and what drives it. Belongs to the loop."""

    def __init__(self) -> None:
        self._pacer = Pacer(time.monotonic())
        self._wanted = asyncio.Event()

    def tick(self) -> int:
        """The number of the next tick to run."""
        return self._pacer.upcoming(time.monotonic(), resting=not self._wanted.is_set())

    def wake(self) -> None:
        """Begin to run ticks."""
        if not self._wanted.is_set():
            self._pacer.resume(time.monotonic())
            self._wanted.set()

    def pace(self) -> PaceStatistics:
        """Return how well ticks were kept."""
        return PaceStatistics(self._pacer.run_ticks, self._pacer.late, self._pacer.given_up)

    async def run(self, work: Callable[[int], bool]) -> None:
        """Call `work` with each tick's number while it answers that it wants another; never returns.

        What `work` raises is logged, and the next tick comes all the same.
        """
        while True:
            await self._wanted.wait()
            await asyncio.sleep(self._pacer.due_at() - time.monotonic())
            try:
                wanted = work(self._pacer.run(time.monotonic()))
            except Exception:  # noqa: BLE001 - a bug on one connection is not the end of all
                _log.exception("tick.failed")
                wanted = True
            if not wanted:
                self._wanted.clear()
