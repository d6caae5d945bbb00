"""The events of a fleet, put together: what a member ships of its own, and what it reads of all."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

from odind.clock import SystemClock
from odind.core.errors import UnavailableError
from odind.core.fleet.outbox import Outbox
from odind.core.fleet.sequence import FleetSequence
from odind.core.fleet.watching import FleetWatches
from odind.core.timing.clock import wait_until
from odind.fleet.bell import Bell
from odind.fleet.event_rows import EventReader, EventRetention, EventRows
from odind.fleet.session import Session

from .memory import kept_of_events

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.config import Config
    from odind.core.log.scribe import Scribe
    from odind.core.timing.clock import Clock

_PATIENCE_S: Final = 2.0
"""A transaction that takes longer has failed. It may have to wait for those of other members."""
_TIDY_S: Final = 60.0


class FleetEvents:
    """`watches` are those of the whole fleet; `tasks` runs what goes on until `end`."""

    def __init__(
        self,
        outbox: Outbox,
        sequence: FleetSequence,
        rows: EventRows,
        *,
        watches: FleetWatches,
        clock: Clock,
        tasks: asyncio.TaskGroup,
    ) -> None:
        self.watches = watches
        self._outbox = outbox
        self._sequence = sequence
        self._rows = rows
        self._clock = clock
        self._tasks = tasks
        self._running: list[asyncio.Task[None]] = []

    def begin(self, stopped: asyncio.Event) -> None:
        """Ship, read and discard from now on; end the watches once the daemon has `stopped`."""
        works = (self._outbox.run(), self._sequence.run(), self._tidy(), self._close_after(stopped))
        self._running = [self._tasks.create_task(work) for work in works]

    async def end(self) -> None:
        """Ship what is left, once all rooms are left."""
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait(self._running)
        await self._outbox.end()

    async def _close_after(self, stopped: asyncio.Event) -> None:
        await stopped.wait()
        self._sequence.close()

    async def _tidy(self) -> None:
        while True:
            with suppress(UnavailableError):
                await self._rows.tidy()
            await wait_until(self._clock, self._clock.monotonic() + _TIDY_S)


@asynccontextmanager
async def opened_events(config: Config, scribe: Scribe) -> AsyncIterator[FleetEvents]:
    """Hold connections to the database for the length of the block, from when they are needed."""
    fleet, limits, clock = config.fleet, config.limits, SystemClock()
    async with (
        Session(fleet.url, _PATIENCE_S) as shipping,
        Session(fleet.url, _PATIENCE_S) as reading,
        Bell(fleet.url) as bell,
        asyncio.TaskGroup() as tasks,
    ):
        rows = EventRows(shipping, fleet.name, EventRetention(fleet.event_days, fleet.events))
        reader = EventReader(reading, bell)
        sequence = FleetSequence(reader, clock, limits.event_buffer, limits.event_buffer_bytes)
        outbox = Outbox(scribe, rows, clock, kept_of_events(config))
        watches = FleetWatches(sequence, reader, clock)
        events = FleetEvents(outbox, sequence, rows, watches=watches, clock=clock, tasks=tasks)
        try:
            yield events
        finally:
            await events.end()
