"""Measures how long connections are away when their daemon is killed, and when another version takes over.

Run with `make bench-returning`. The rooms are on a grid that is a process of its own and stays. All
connections are back when the daemon answers that each is in its room.
"""

from __future__ import annotations

import asyncio
import signal
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from odind.core.errors import UnavailableError
from odind.v1 import rooms_pb2
from tests.e2e.processes import DaemonProcess
from tests.grid.test_stand_alone import grid_process

if TYPE_CHECKING:
    from collections.abc import Callable

_CONNECTIONS: Final = 50
_ROUNDS: Final = 5
_PAUSE_S: Final = 0.01
_PATIENCE_S: Final = 120.0


async def main(workers: str) -> None:
    """Print a line for each kind of interruption."""
    with tempfile.TemporaryDirectory() as folder:
        async with grid_process(Path(folder) / "grid") as grid:
            start = _starter(Path(folder) / "daemon", await grid.line(), workers)
            process = await start().ready()
            async with process.connect() as daemon:
                for number in range(_CONNECTIONS):
                    await daemon.join_room(f"room {number % 5}", user_id=f"user {number}")
            starts, returns = [], []
            for _ in range(_ROUNDS):
                process.kill(signal.SIGKILL)
                await process.exit_code()
                began = time.perf_counter()
                process = await start().ready()
                ready = time.perf_counter()
                await _back(process)
                starts.append(ready - began)
                returns.append(time.perf_counter() - ready)
            _tell("after kill -9 the daemon is ready in", starts)
            _tell(f"and {_CONNECTIONS} connections are back after that in", returns)
            _tell(f"over an upgrade {_CONNECTIONS} connections are away for", await _upgrades(process))
            process.end()


def _starter(folder: Path, grid: dict[str, Any], workers: str) -> Callable[[], DaemonProcess]:
    flags = ("--gateway", grid["gateway"], "--access-key-file", grid["access_key_file"], "--workers", workers)
    return lambda: DaemonProcess(folder, *flags, environment={"SSL_CERT_FILE": grid["ca_file"]})


async def _upgrades(process: DaemonProcess) -> list[float]:
    """Return how long all connections took from the answer of each upgrade."""
    took = []
    for _ in range(_ROUNDS):
        async with process.connect() as daemon:
            await daemon.upgrade()
        began = time.perf_counter()
        await process.ready()
        await _back(process)
        took.append(time.perf_counter() - began)
    return took


async def _back(process: DaemonProcess) -> None:
    async with asyncio.timeout(_PATIENCE_S), process.connect() as daemon:
        while True:
            with suppress(UnavailableError):
                states = [connection.view.state async for connection in daemon.connections()]
                if states == [rooms_pb2.CONNECTION_STATE_JOINED] * _CONNECTIONS:
                    return
            await asyncio.sleep(_PAUSE_S)


def _tell(what: str, took: list[float]) -> None:
    print(f"{what} {statistics.median(took):.2f} s (median of {len(took)}), {max(took):.2f} s at most")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "0"))
