"""What a fleet on trial stands on: a PostgreSQL, and three grids behind one gateway, all as processes."""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.grid.test_stand_alone import Process
from tests.storage.servers import PostgresServer, programs

from .ground import HUB, NETWORK

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

FRONT: Final = "http://127.0.0.1:7000"
"""The gateway before the grids, in each namespace: to what is no loopback, odind speaks HTTPS alone."""
_ODIND: Final = (sys.executable, "-m", "odind")
_GRIDS: Final = 3
_GATEWAYS: Final = 7000
_UDP: Final = 4430
_CONFIG: Final = """
[grid]
listen = "{hub}:{gateway}"
udp = "{hub}:{udp}"
[[customers]]
name = "trial"
access_key_file = "{key}"
"""


@asynccontextmanager
async def grids(folder: Path) -> AsyncIterator[list[str]]:
    """Run the grids, which accept the key in the folder; give the URLs of their gateways.

    Their authorities stand in the folder's `trusted.pem`.
    """
    async with AsyncExitStack() as stack:
        ready = [await stack.enter_async_context(_grid(folder, number)) for number in range(1, _GRIDS + 1)]
        authorities = [Path(one["ca_file"]) for one in ready]
        (folder / "trusted.pem").write_text("".join(one.read_text() for one in authorities))
        yield [one["gateway"] for one in ready]


@asynccontextmanager
async def front(gateways: Sequence[str], *within: str) -> AsyncIterator[None]:
    """Run a gateway before the grids at `FRONT`, in the namespace that a command enters."""
    async with _running(*within, *_ODIND, "grid", "front", "--listen", FRONT.rpartition("/")[2], *gateways):
        yield


@asynccontextmanager
async def _grid(folder: Path, number: int) -> AsyncIterator[dict[str, Any]]:
    state = folder / f"grid-{number}"
    config = state.with_suffix(".toml")
    addresses = {"gateway": _GATEWAYS + number, "udp": _UDP + number}
    config.write_text(_CONFIG.format(hub=HUB, key=folder / "access.key", **addresses))
    async with _running(*_ODIND, "grid", "--config", str(config), "--state", str(state)) as ready:
        yield ready


@asynccontextmanager
async def _running(*command: str) -> AsyncIterator[dict[str, Any]]:
    """Run a command for the length of the block, once it has printed its line."""
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield await Process(process).line()
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@asynccontextmanager
async def database() -> AsyncIterator[tuple[PostgresServer, str]]:
    """Run PostgreSQL on the bridge; give it, and the URL of an empty database."""
    installed = programs()
    if not installed:
        raise SystemExit("PostgreSQL is not installed: apt-get install postgresql")
    server = await asyncio.to_thread(PostgresServer, installed, HUB, NETWORK)
    try:
        name = server.new_database().partition("?")[0].rpartition("/")[2]
        yield server, f"postgresql://odind@{HUB}/{name}"
    finally:
        await asyncio.to_thread(server.remove)
