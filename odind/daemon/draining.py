"""The drain of a daemon: begun by SIGTERM where a grace is set, shown by health."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog

from odind.core.errors import OdindError
from odind.systemd import notify

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable

    from odind.core.health.checks import Health
    from odind.core.plane import ControlPlane
    from odind.core.rooms.drain import Drain

_log = structlog.get_logger("odind.daemon")
_STOP_S: Final = 15.0
"""How long the stop takes at most once the drain is over, as TimeoutStopSec of the unit allows."""


async def drain_on_signal(terminated: asyncio.Event, drain: Drain, within_s: float) -> None:
    """Begin a drain once the process has been told to end; systemd waits that much longer for its end."""
    await terminated.wait()
    notify(f"EXTEND_TIMEOUT_USEC={round((within_s + _STOP_S) * 1e6)}")
    try:
        await drain.begin(within_s)
    except OdindError as error:  # it stops already
        _log.info("drain.refused", problem=str(error))


async def follow_drains(plane: ControlPlane, report: Callable[[Health], Awaitable[None]]) -> None:
    """Have health and our log tell at once that the daemon drains, or does not any more."""
    while True:
        await plane.drain.news.wait()
        plane.drain.news.clear()
        _log.info("daemon.draining" if plane.drain.draining else "daemon.joining")
        await report(await plane.vitals.look())
