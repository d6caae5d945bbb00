"""What live jobs of all kinds run on."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog

from odind.clock import SystemClock
from odind.core.live.jobs import Around
from odind.services.ears import AudioEars

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

    from .hosts import House

_log = structlog.get_logger("odind.live")


@asynccontextmanager
async def live_around(house: House) -> AsyncIterator[Around]:
    """Give what live jobs share; cancel those that run at the end of the block.

    The next daemon goes on with them.
    """
    async with asyncio.TaskGroup() as calls, asyncio.TaskGroup() as jobs:
        running: set[asyncio.Task[None]] = set()

        def spawn(work: Coroutine[object, object, None]) -> None:
            task = jobs.create_task(work)
            running.add(task)
            task.add_done_callback(running.discard)

        plane = house.plane
        ears = AudioEars(house.stream_audio, calls.create_task)
        yield Around(plane.scribe, plane.registry, plane.rooms, ears, SystemClock(), spawn, _bug)
        for task in tuple(running):
            task.cancel()


def _bug(job_id: str, bug: Exception) -> None:
    _log.error("live.failed", job=job_id, exc_info=bug)
