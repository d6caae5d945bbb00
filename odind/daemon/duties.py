"""What the daemon does beside serving calls."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from odind.core.values.late import dataclass
from odind.systemd import watchdog

from .draining import drain_on_signal, follow_drains
from .failure import stop_after
from .itself import probe_by_the_clock
from .upgrade import upgrade_on_signal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Sequence

    from odind.config import Config

    from .faces import Faces
    from .hosts import House


@dataclass(frozen=True)
class Wishes:
    """What signals ask for: the end at once, the end after a drain, an upgrade."""

    end: asyncio.Event
    drain: asyncio.Event
    upgrade: asyncio.Event


@asynccontextmanager
async def on_duty(
    config: Config,
    house: House,
    faces: Faces,
    stop: asyncio.Event,
    wishes: Wishes,
    *,
    more: Sequence[Coroutine[object, object, None]] = (),
) -> AsyncIterator[None]:
    """Watch over the daemon for the length of the block, and set `stop` when it must end.

    `more` are duties of others.
    """
    plane = house.plane
    async with asyncio.TaskGroup() as tasks:
        duties = [
            tasks.create_task(duty)
            for duty in (
                watchdog(),
                plane.vitals.run(faces.report),
                plane.live.run(),
                house.declared.follow(),
                probe_by_the_clock(config, house),
                stop_after(house.failed, stop),
                stop_after(wishes.end, stop),
                stop_after(plane.drain.over, stop),
                stop_after(plane.upgrade.over, stop),
                upgrade_on_signal(wishes.upgrade, plane.upgrade),
                follow_drains(plane, faces.report),
                drain_on_signal(wishes.drain, plane.drain, config.server.drain_s),
                *more,
            )
        ]
        yield
        for duty in duties:
            duty.cancel()
