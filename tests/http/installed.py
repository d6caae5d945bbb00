"""The installed `odind serve`, with the real runtime and the grid, on a free port."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import sys
from contextlib import asynccontextmanager, suppress
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from tests.rpc.bench import PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

BIN = Path(sys.executable).parent
ROOT = Path(__file__).parents[2]
SPEECH = ROOT / "examples" / "speech.wav"

_PROCESSES = 8
"""Most processes of the tests that have no port in common."""


def ports_of(process: str) -> Iterator[int]:
    """Ports that no system gives to outgoing connections, and no other process of the tests draws.

    So nobody takes one between the look at it and its use.
    """
    first = 10_000 + int(process.removeprefix("gw") or 0) % _PROCESSES
    ports = range(first, 30_000, _PROCESSES)
    return cycle(random.sample(ports, len(ports)))


_PORTS = ports_of(os.environ.get("PYTEST_XDIST_WORKER", ""))


def free_port() -> int:
    """A port that nobody uses now; the same one comes again after thousands of others."""
    while True:
        with suppress(OSError), socket.create_server(("127.0.0.1", next(_PORTS))) as probe:
            return int(probe.getsockname()[1])


@asynccontextmanager
async def installed_daemon(folder: Path, port: int = 0, **environment: str) -> AsyncIterator[str]:
    """Serve, and give the URL; afterwards the daemon has to end well, without a word.

    Without a `port` it takes a free one. Whoever calls is served, unless the environment asks for the
    cookie, which stands in the folder.
    """
    port = port or free_port()
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ODIND_")}
    environment = {"ODIND_ACCESS__LOOPBACK": "open"} | environment
    process = await asyncio.create_subprocess_exec(
        *(BIN / "odind", "serve", "--socket", "", "--listen", "", "--http", f"127.0.0.1:{port}"),
        *("--state", folder, "--log-level", "warning"),
        env=inherited | environment,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        await _healthy(url, process)
        yield url
        process.terminate()
        async with asyncio.timeout(PATIENCE):
            _, told = await process.communicate()
        unexpected = [line for line in told.decode().splitlines() if "access.open" not in line]
        assert not unexpected, unexpected
        assert process.returncode == 0, process.returncode
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def output_of(*command: str | Path, **environment: str) -> str:
    """Run a command that has to succeed."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=ROOT,
        env=os.environ | environment,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()
    return output.decode()


async def _healthy(url: str, process: asyncio.subprocess.Process) -> None:
    async with httpx.AsyncClient(trust_env=False) as http, asyncio.timeout(PATIENCE):
        while process.returncode is None:
            try:
                if (await http.get(f"{url}/healthz")).is_success:
                    return
            except httpx.ConnectError:
                await asyncio.sleep(0.05)
    raise AssertionError(f"odind serve ended with {process.returncode}")
