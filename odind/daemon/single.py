"""The daemon as one process."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import structlog

from odind import __version__
from odind.core.tokens.tokens import Tokens
from odind.services.catalog import all_services
from odind.services.server import DaemonFacts
from odind.systemd import watchdog

from .embedded_grid import embedded_grid
from .faces import Faces, check_addresses
from .failure import require_working, stop_on_failure
from .kernel import running_kernel, ticking
from .keys import OdinKeyring, access_key
from .signals import stop_on_signals

if TYPE_CHECKING:
    from odind.config import Config

_log = structlog.get_logger("odind.daemon")


async def serve(config: Config) -> None:
    """Run until a signal comes; see `odind.daemon.serve`."""
    check_addresses(config)
    stop = stop_on_signals()
    key = access_key(config)
    tokens = Tokens(OdinKeyring(), key, time.time)
    async with embedded_grid(config, key) as grid:
        gateway = grid.gateway if grid else config.odin.gateway
        async with running_kernel(config, tokens, gateway) as kernel:
            facts = DaemonFacts(
                version=__version__,
                runtime=kernel.runtime,
                gateway=gateway,
                limits=config.limits,
                started_at=time.time(),
                grid=grid,
            )
            faces = Faces(all_services(kernel.rooms, kernel.devices, tokens, facts, kernel.gauge), config)
            async with faces, ticking(kernel), asyncio.TaskGroup() as tasks:
                watching = tasks.create_task(watchdog())
                failing = tasks.create_task(stop_on_failure(kernel.failed, stop))
                faces.ready(gateway)
                await stop.wait()
                await faces.stopping()
                kernel.stop()
                watching.cancel()
                failing.cancel()
    _log.info("daemon.stopped")
    require_working(kernel.failed)
