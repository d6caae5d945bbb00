"""Measures what /metrics costs the daemon: CPU time while 25 connections speak and hear, asked and not asked.

Run with `make bench-metrics`. Spells with a question a second take turns with spells without any, so that
what else the machine does strikes both. With `connections` each connection has series of its own.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

import httpx

from bench.load import SOUND, cpu_s
from odind.bench.load import hear, speak
from odind.client import S16LE, AudioFormat
from tests.e2e.processes import DaemonProcess

if TYPE_CHECKING:
    from odind.client import Daemon

_CONNECTIONS: Final = 25
_SPELLS: Final = 6
_SPELL_S: Final = 10
_USUAL_S: Final = 15
"""How often Prometheus asks as most configurations have it."""
_MONO: Final = AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=S16LE)


async def main(connections: str) -> None:
    """Print what one question costs, and what asking as usual takes of a core."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "http.sock"
        settings = {"ODIND_HTTP__SOCKET": str(place), "ODIND_METRICS__CONNECTIONS": connections}
        process = await DaemonProcess(Path(folder) / "daemon", environment=settings).ready()
        try:
            transport = httpx.AsyncHTTPTransport(uds=str(place))
            async with process.connect() as daemon, httpx.AsyncClient(transport=transport) as http:
                await _measure(process.process.pid, daemon, http)
        finally:
            process.end()


async def _measure(pid: int, daemon: Daemon, http: httpx.AsyncClient) -> None:
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        speaking = []
        for number in range(_CONNECTIONS):
            connection = await daemon.join_room(f"room {number % 5}", user_id=f"user {number}")
            stream = await stack.enter_async_context(connection.audio(send=_MONO, receive=_MONO))
            speaking += [tasks.create_task(speak(stream, [SOUND])), tasks.create_task(hear(stream))]
        costs = [await _spell(pid, http) - await _spell(pid, None) for _ in range(_SPELLS)]
        size = len((await http.get("http://127.0.0.1/metrics")).content)
        for task in speaking:
            task.cancel()
    cost = statistics.median(costs) / _SPELL_S
    print(f"a page of {size / 1e3:.0f} kB costs {cost * 1e3:.1f} ms of CPU (median of {_SPELLS} spells)")
    print(f"asked for every {_USUAL_S} s it takes {cost / _USUAL_S:.2%} of a core, every second {cost:.2%}")


async def _spell(pid: int, http: httpx.AsyncClient | None) -> float:
    """Return the CPU time of the daemon while it is asked once a second, or not at all."""
    before, began = cpu_s(pid), time.monotonic()
    for second in range(1, _SPELL_S + 1):
        if http:
            (await http.get("http://127.0.0.1/metrics")).raise_for_status()
        await asyncio.sleep(began + second * 1.02 - time.monotonic())
    return cpu_s(pid) - before


if __name__ == "__main__":
    asyncio.run(main("true" if "connections" in sys.argv[1:] else "false"))
