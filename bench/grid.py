"""Measures the grid: CPU per forwarded datagram, and the delay of forwarding.

Run with `make bench-grid`. The grid runs in its own process, pinned to one core where possible, and the QUIC
clients in this one. Each talker sends 50 voice datagrams a second, staggered; all others in its room receive
them. A bare QUIC echo on the same library is measured in the same run as the lower bound.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import os
import ssl
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import structlog
import uvloop
from qh3.asyncio import QuicConnectionProtocol, connect, serve
from qh3.h3.connection import H3Connection
from qh3.quic.configuration import QuicConfiguration
from qh3.quic.events import DatagramFrameReceived, HandshakeCompleted, QuicEvent, StreamDataReceived

from odind.grid import Grid, GridConfig, GridLimits, GridTimes, Rate, load_or_create_access_key
from odind.grid.quic.configuration import quic_configuration
from odind.grid.state.certificates import ensure_certificates
from odind.grid.wire.value_stream import ValueStream
from odind.tokens.access_key import AccessKey

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

PACKETS_PER_SECOND = 50
OPUS_BYTES = 80
UNLIMITED = Rate(1e9, 1e9)
ENCODE = msgspec.msgpack.encode


@dataclass(frozen=True)
class Case:
    """A number of rooms with one talker each, and of listeners per room."""

    fan_out: int
    rooms: int


CASES = (Case(fan_out=1, rooms=24), Case(fan_out=5, rooms=8), Case(fan_out=20, rooms=4))


@dataclass
class Tally:
    """What the clients sent and received."""

    sent: int = 0
    delays: list[float] = field(default_factory=list)


class BenchClient(QuicConnectionProtocol):
    """A client that joins and then measures the delay of datagrams."""

    tally: Tally
    peer_id = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connected = asyncio.Event()
        self.joined = asyncio.Event()
        self._values = ValueStream(100_000)
        self._sequence = 0

    def quic_event_received(self, event: QuicEvent) -> None:
        """Measure a datagram, or wait for Joined."""
        if isinstance(event, DatagramFrameReceived):
            self.tally.delays.append(time.monotonic() - float.fromhex(event.data[-40:].rstrip(b"~").decode()))
        elif isinstance(event, HandshakeCompleted):
            self.connected.set()
        elif isinstance(event, StreamDataReceived) and event.stream_id == 4:  # noqa: PLR2004 - the room
            for value in self._values.feed(event.data):
                if isinstance(value, dict) and "Joined" in value:
                    self.peer_id = value["Joined"]["own_peer_id"]
                    self.joined.set()

    async def join(self, token: str) -> None:
        """Open a session and join the room."""
        await self.connected.wait()
        h3 = H3Connection(self._quic, enable_webtransport=True)
        headers = {
            b":method": b"CONNECT",
            b":scheme": b"https",
            b":authority": b".",
            b":path": b"/?api-version=v2",
            b":protocol": b"webtransport",
        }
        h3.send_headers(0, list(headers.items()))
        self.transmit()
        await asyncio.sleep(0.05)
        self._quic.send_stream_data(4, b"\x40\x41\x00" + ENCODE({"Room": {"token": token}}))
        self.transmit()
        await self.joined.wait()

    def speak(self) -> None:
        """Send one datagram of realistic size that contains the time."""
        self._sequence += 1
        stamp = time.monotonic().hex().encode().ljust(40, b"~")
        body = b"\x84\x01\xce%b\x02\xce%b\x05\xce%b\x04\xc4\x50%b" % (
            (0x10000 + self._sequence).to_bytes(4),
            (0x10000 + self._sequence * 1800).to_bytes(4),
            (0x7FFFFFFF).to_bytes(4),
            bytes(OPUS_BYTES - len(stamp)) + stamp,
        )
        self._quic.send_datagram_frame(b"\x00\x01" + ENCODE(self.peer_id) + b"\x91\x90" + body)
        self.transmit()
        self.tally.sent += 1


async def talk(talkers: list[BenchClient], seconds: float) -> None:
    """Let all talkers send 50 packets a second, evenly spread over the 20 ms."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    step = 1 / PACKETS_PER_SECOND / len(talkers)
    for number in range(int(seconds / step)):
        pause = start + number * step - loop.time()
        if pause > 0:
            await asyncio.sleep(pause)
        talkers[number % len(talkers)].speak()


def client_configuration() -> QuicConfiguration:
    """Return the settings of a client that trusts everybody."""
    return QuicConfiguration(
        is_client=True,
        alpn_protocols=["h3"],
        server_name="localhost",
        verify_mode=ssl.CERT_NONE,
        max_datagram_frame_size=65535,
    )


class Served:
    """The server's process."""

    def __init__(self, process: asyncio.subprocess.Process, ready: dict[str, Any]) -> None:
        self.process = process
        self.ready = ready

    def cpu_seconds(self) -> float:
        """Return what the process has used of the CPU so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.asynccontextmanager
async def served(kind: str, state: Path) -> AsyncIterator[Served]:
    """Run a server in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, __file__, "--serve", kind, "--state", str(state), stdout=asyncio.subprocess.PIPE
    )
    if process.stdout is None:
        raise RuntimeError("no pipe")
    try:
        yield Served(process, json.loads(await process.stdout.readline()))
    finally:
        process.terminate()
        await process.wait()


async def measure(
    server: Served, tally: Tally, talkers: list[BenchClient], seconds: float
) -> dict[str, float]:
    """Talk for a while and return what that took."""
    await talk(talkers, 0.5)
    await asyncio.sleep(0.1)
    tally.delays.clear()
    tally.sent = 0
    cpu, start = server.cpu_seconds(), time.monotonic()
    await talk(talkers, seconds)
    await asyncio.sleep(0.1)
    used, elapsed = server.cpu_seconds() - cpu, time.monotonic() - start
    forwarded = len(tally.delays)
    cost_us = used / forwarded * 1e6
    percentiles = statistics.quantiles(tally.delays, n=100)
    return {
        "in_per_second": tally.sent / elapsed,
        "forwarded_per_second": forwarded / elapsed,
        "cpu_percent": used / elapsed * 100,
        "us_per_forwarded": cost_us,
        "per_core": 1e6 / cost_us,
        "p50_ms": percentiles[49] * 1e3,
        "p99_ms": percentiles[98] * 1e3,
    }


async def with_clients(
    address: str, count: int, tally: Tally, run: Callable[[list[BenchClient]], Any]
) -> dict[str, float]:
    """Connect so many clients and do something with them."""
    host, _, port = address.rpartition(":")
    async with contextlib.AsyncExitStack() as stack:
        clients: list[BenchClient] = []
        for _ in range(count):
            made = connect(host, int(port), configuration=client_configuration(), create_protocol=BenchClient)
            client = await stack.enter_async_context(made)
            client.tally = tally
            clients.append(client)
        return await run(clients)


async def bench_grid(case: Case, state: Path, seconds: float) -> dict[str, float]:
    """Measure the grid in one case."""
    async with served("grid", state) as server:
        key, tally = AccessKey.parse((state / "access.key").read_text().strip()), Tally()

        async def run(clients: list[BenchClient]) -> dict[str, float]:
            for number, client in enumerate(clients):
                room = f"room {number // (case.fan_out + 1)}"
                await client.join(key.sign(json.dumps({"rid": room, "uid": "u", "cid": "c", "aud": "sfu"})))
            return await measure(server, tally, clients[:: case.fan_out + 1], seconds)

        return await with_clients(server.ready["udp"], case.rooms * (case.fan_out + 1), tally, run)


async def bench_echo(state: Path, seconds: float, talkers: int = 24) -> dict[str, float]:
    """Measure the lower bound: every datagram goes straight back to its sender."""
    async with served("echo", state) as server:
        tally = Tally()

        async def run(clients: list[BenchClient]) -> dict[str, float]:
            return await measure(server, tally, clients, seconds)

        return await with_clients(server.ready["udp"], talkers, tally, run)


class Echo(QuicConnectionProtocol):
    """Sends every datagram back."""

    def quic_event_received(self, event: QuicEvent) -> None:
        """Send it back."""
        if isinstance(event, DatagramFrameReceived):
            self._quic.send_datagram_frame(event.data)


async def serve_echo(state: Path) -> None:
    """Run the echo server until killed."""
    files = ensure_certificates(state, ["localhost"], time.time())
    configuration = quic_configuration(files.certificate, files.private_key, idle_timeout=30.0)
    server = await serve("127.0.0.1", 0, configuration=configuration, create_protocol=Echo)
    port = server._transport.get_extra_info("sockname")[1]  # noqa: SLF001
    say({"udp": f"127.0.0.1:{port}"})
    await asyncio.Event().wait()


async def serve_grid(state: Path) -> None:
    """Run a grid without rate limits until killed."""
    limits = GridLimits(media_packets=UNLIMITED, incoming_messages=UNLIMITED)
    # The clients of a case connect first and join afterwards, one after the other.
    times = GridTimes(connect_timeout=60.0)
    key = load_or_create_access_key(state)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    async with Grid(GridConfig(limits=limits, times=times), state, [key]) as grid:
        say({"udp": grid.udp_address})
        await asyncio.Event().wait()


def say(what: dict[str, Any]) -> None:
    """Print one line of JSON."""
    print(json.dumps(what), flush=True)


def pin(core: int) -> None:
    """Stay on one core, where the system supports it."""
    with contextlib.suppress(AttributeError, OSError):
        os.sched_setaffinity(0, {core})


async def bench(seconds: float, *, as_json: bool) -> None:
    """Measure everything and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        results = {"bare qh3 echo": await bench_echo(state, seconds)}
        for case in CASES:
            name = f"grid, fan-out {case.fan_out}"
            results[name] = await bench_grid(case, state, seconds)
    if as_json:
        say(results)
        return
    columns = list(results["bare qh3 echo"])
    lines = [f"{'':18}" + "".join(f"{column:>22}" for column in columns)]
    for name, result in results.items():
        lines.append(f"{name:18}" + "".join(f"{result[column]:22.2f}" for column in columns))
    print("\n".join(lines))


def main() -> None:
    """Run the benchmark, or one of its servers."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=5.0, help="how long to measure each case")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--serve", choices=["grid", "echo"], help=argparse.SUPPRESS)
    parser.add_argument("--state", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]
    pin(cores[0] if options.serve else cores[-1])
    server = {"grid": serve_grid, "echo": serve_echo}.get(options.serve)
    duty = server(options.state) if server else bench(options.seconds, as_json=options.json)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(duty)


if __name__ == "__main__":
    main()
