"""The daemon as a front and its workers."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from odind import __version__
from odind.core.tokens.tokens import Tokens
from odind.runtime.odin.info import RUNTIME
from odind.services.server import DaemonFacts
from odind.systemd import watchdog
from odind.workers.catalog import services_of_all
from odind.workers.crew import Crew
from odind.workers.directory import Directory
from odind.workers.joins import Joins
from odind.workers.process import start_process
from odind.workers.restoring import Restorer
from odind.workers.worker import Worker

from .embedded_grid import embedded_grid
from .faces import Faces, check_addresses
from .keys import OdinKeyring, access_key
from .order import order_for
from .signals import stop_on_signals
from .tally import Tally

if TYPE_CHECKING:
    from odind.config import Config
    from odind.workers.process import WorkerProcess

_log = structlog.get_logger("odind.daemon")


async def serve(config: Config) -> None:
    """Run until a signal comes; see `odind.daemon.serve`."""
    check_addresses(config)
    stop = stop_on_signals()
    key = access_key(config)
    tokens = Tokens(OdinKeyring(), key, time.time)
    async with embedded_grid(config, key) as grid:
        gateway = grid.gateway if grid else config.odin.gateway
        facts = DaemonFacts(
            version=__version__,
            runtime=RUNTIME,
            gateway=gateway,
            limits=config.limits,
            started_at=time.time(),
            grid=grid,
        )
        joins = Joins(tokens, config.limits, gateway, time.time)
        crew, directory = _crew(config, joins)
        faces = Faces(services_of_all(directory, crew, joins, tokens, facts), config)
        async with crew, faces, asyncio.TaskGroup() as tasks:
            watching = tasks.create_task(watchdog())
            faces.ready(gateway)
            await stop.wait()
            await faces.stopping()
            directory.close()
            crew.stop()
            watching.cancel()
    _log.info("daemon.stopped")


def _crew(config: Config, joins: Joins) -> tuple[Crew, Directory]:
    def orphan(worker: int, connection_id: str) -> None:
        crew.leave_soon(worker, connection_id)

    async def start(number: int) -> WorkerProcess:
        tally[number] = 0
        return await start_process(orders[number].write(), tally.file)

    directory = Directory(config.limits, time.time, orphan)
    tally = Tally.create(config.server.workers)
    orders = [order_for(config, number, tally.file) for number in range(config.server.workers)]
    workers = [
        Worker(order.number, _target(order.control_socket), _target(order.audio_socket), start)
        for order in orders
    ]
    crew = Crew(workers, directory, Restorer(directory, joins), tally.__getitem__)
    return crew, directory


def _target(socket: str) -> str:
    return f"unix:{Path(socket).absolute()}" if socket else ""
