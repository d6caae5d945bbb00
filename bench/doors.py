"""What each way to the daemon costs it: CPU of a call, and of a stream that speaks 20 ms a message.

Run with `make bench-doors`. CPU is that of the daemon's process, user and system; a silent connection's is
taken off a stream's. The embedded grid is in that process, so a stream's figure holds the room's work too.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from websockets.asyncio.client import connect as connect_websocket

from odind.client import AudioFormat, connect
from odind.conformance.sound import sawtooth
from tests.e2e.processes import DaemonProcess
from tests.http.installed import free_port

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from odind.client import Connection, Daemon

    Speak = Callable[[Connection], Awaitable[None]]

_CALLS: Final = 1_000
_STREAMS: Final = 8
_SECONDS: Final = 10
_CHUNK: Final = sawtooth(960)
_CHUNKS: Final = 50 * _SECONDS
_TICKS: Final = os.sysconf("SC_CLK_TCK")


async def main() -> None:
    """Print a table."""
    with tempfile.TemporaryDirectory() as folder:
        tcp, web = (f"127.0.0.1:{free_port()}" for _ in range(2))
        process = DaemonProcess(Path(folder), "--listen", tcp, "--http", web)
        await process.ready()
        try:
            await _measure(process, tcp, web)
        finally:
            process.end()


async def _measure(process: DaemonProcess, tcp: str, web: str) -> None:
    cookie = (process.folder / "state/cookie").read_text().strip()
    without_door = process.folder / "grpc.sock"  # beside which there is no audio socket
    without_door.symlink_to(process.socket)
    async with (
        connect(process.target) as near,
        connect(f"unix:{without_door}") as grpc,
        connect(tcp, api_key=cookie) as far,
    ):
        pid = process.process.pid
        calls = {
            "gRPC, unix socket": await _of_calls(pid, grpc),
            "gRPC, TCP": await _of_calls(pid, far),
            "HTTP, JSON": await asyncio.to_thread(_of_http_calls, pid, web, cookie),
            "audio socket": None,
            "WebSocket": None,
        }
        streams = {
            "gRPC, unix socket": await _of_streams(pid, near, _over(grpc)),
            "gRPC, TCP": await _of_streams(pid, near, _over(far)),
            "HTTP, JSON": None,
            "audio socket": await _of_streams(pid, near, _over(near)),
            "WebSocket": await _of_streams(pid, near, _over_websocket(web, cookie)),
        }
    for door, call in calls.items():
        stream = streams[door]
        told = ("" if call is None else f"{call:.2f} ms", "" if stream is None else f"{stream:.1f} %")
        sys.stdout.write(f"| {door} | {' | '.join(told)} |\n")


async def _of_calls(pid: int, daemon: Daemon) -> float:
    """Return the milliseconds of CPU that a call costs."""
    await daemon.info()
    before = _cpu_s(pid)
    for _ in range(_CALLS):
        await daemon.info()
    return 1_000 * (_cpu_s(pid) - before) / _CALLS


def _of_http_calls(pid: int, address: str, cookie: str) -> float:
    connection = http.client.HTTPConnection(address)
    headers = {"content-type": "application/json", "authorization": f"Bearer {cookie}"}
    before = _cpu_s(pid)
    for _ in range(_CALLS):
        connection.request("POST", "/odind.v1.ServerService/GetInfo", "{}", headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(answer.reason)
    return 1_000 * (_cpu_s(pid) - before) / _CALLS


async def _of_streams(pid: int, daemon: Daemon, speak: Speak) -> float:
    """Return how much of a core, in percent, a stream costs beyond its silent connection."""
    async with AsyncExitStack() as left_at_the_end:
        connections = [
            await left_at_the_end.enter_async_context(daemon.join(f"room {n}", user_id="speaker"))
            for n in range(_STREAMS)
        ]
        silent = await _cpu_over(pid, [asyncio.sleep(_SECONDS)])
        return (await _cpu_over(pid, map(speak, connections)) - silent) / _STREAMS


async def _cpu_over(pid: int, doing: object) -> float:
    """Return how much of a core, in percent, the daemon takes while something is done."""
    cpu, began = _cpu_s(pid), time.monotonic()
    await asyncio.gather(*doing)  # type: ignore[call-overload]
    return 100 * (_cpu_s(pid) - cpu) / (time.monotonic() - began)


def _over(daemon: Daemon) -> Speak:
    async def speak(connection: Connection) -> None:
        async with daemon.speak(connection.connection_id, AudioFormat()) as speaker:
            for _ in range(_CHUNKS):
                await speaker.write(_CHUNK)
            await speaker.drain()

    return speak


def _over_websocket(address: str, cookie: str) -> Speak:
    headers = {"authorization": f"Bearer {cookie}"}

    async def speak(connection: Connection) -> None:
        url = f"ws://{address}/v1/audio"
        async with connect_websocket(url, additional_headers=headers, proxy=None) as socket:
            await socket.send(json.dumps({"connectionId": connection.connection_id, "send": {}}))
            for _ in range(_CHUNKS):
                await socket.send(_CHUNK)
            await socket.send('{"finish": {}}')
            async for _ in socket:
                pass

    return speak


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


if __name__ == "__main__":
    asyncio.run(main())
