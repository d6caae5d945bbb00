"""The daemon's only ticker: runs a tick every 20 ms for all connections, and rests while none is needed."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import structlog

from odind.core.timing.pacer import Pacer
from odind.core.values.statistics import PaceStatistics

_log = structlog.get_logger("odind.metronome")

if TYPE_CHECKING:
    from collections.abc import Callable


class Metronome:
    """Implements core's ticker, and drives it. Used on the loop's thread alone."""

    def __init__(self) -> None:
        self._pacer = Pacer(time.monotonic())
        self._wanted = asyncio.Event()

    def tick(self) -> int:
        """Return the number of the next tick to run."""
        return self._pacer.upcoming(time.monotonic(), resting=not self._wanted.is_set())

    def wake(self) -> None:
        """Start to run ticks."""
        if not self._wanted.is_set():
            self._pacer.resume(time.monotonic())
            self._wanted.set()

    def pace(self) -> PaceStatistics:
        """Return the counters of the ticks."""
        return PaceStatistics(self._pacer.run_ticks, self._pacer.late, self._pacer.given_up)

    async def run(self, work: Callable[[int], bool]) -> None:
        """Call `work` with each tick's number; rest when it returns False. Never returns.

        Exceptions from `work` are logged, and the next tick runs.
        """
        while True:
            await self._wanted.wait()
            await asyncio.sleep(self._pacer.due_at() - time.monotonic())
            try:
                wanted = work(self._pacer.run(time.monotonic()))
            except Exception:  # noqa: BLE001 - a bug on one connection must not end the others
                _log.exception("tick.failed")
                wanted = True
            if not wanted:
                self._wanted.clear()
