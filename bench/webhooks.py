"""Measures webhooks to many endpoints, with and without some that hang.

Usage: python bench/webhooks.py [EVENTS ENDPOINTS HANGING]. The log is in SQLite, the receivers are another
process on loopback. Prints how long it takes until the endpoints that answer have everything, what that costs
the sending process for each webhook, and how much its memory grows.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from odind.clock import SystemClock
from odind.core.access.keys import Keys
from odind.core.log.log import Log
from odind.core.log.scribe import Scribe
from odind.core.rooms.events import Peer, PeerJoined
from odind.core.webhooks.webhooks import EndpointTerms, Webhooks
from odind.deliveries import HttpCarrier, RsaKey
from odind.egress import Egress, EgressConfig
from odind.pack.webhooks import EventTeller
from odind.storage import SqliteDatabase, SqlStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

_ROOMS: Final = 50
_LOCAL: Final = EgressConfig(("127.0.0.0/8",), allow_http=True)
_ANSWER: Final = b"HTTP/1.1 204 No Content\r\n\r\n"
_KILO: Final = 1_024


async def main() -> None:
    """Print one line for each measurement."""
    events, endpoints, hanging = map(int, sys.argv[1:] or ("200", "100", "20"))
    answering = endpoints - hanging
    without = await measure(events, answering, 0)
    with_them = await measure(events, answering, hanging)
    print(f"beside {hanging} that hang, {answering} endpoints take {with_them / without:.2f} times as long")


async def measure(events: int, answering: int, hanging: int) -> float:
    """Return in how many seconds the endpoints that answer have every event."""
    with tempfile.TemporaryDirectory() as name, Receivers(events * answering) as receivers:
        folder, clock = Path(name), SystemClock()
        store = SqlStore(SqliteDatabase(folder / "store.sqlite3"))
        log = Log(clock, 10_000, 64 * _KILO * _KILO, store)
        async with (
            Scribe(log, store, clock) as scribe,
            Egress(_LOCAL) as egress,
            asyncio.TaskGroup() as tasks,
        ):
            webhooks = Webhooks(
                scribe,
                Keys(scribe, clock, b"pepper"),
                clock,
                teller=EventTeller(lambda event: event),
                carrier=HttpCarrier(egress, RsaKey(folder / "key.pem")),
            )
            for kind, count in (("answers", answering), ("hangs", hanging)):
                for number in range(count):
                    await webhooks.create(EndpointTerms(f"http://127.0.0.1:{receivers.port}/{kind}/{number}"))
            running = tasks.create_task(webhooks.run())
            memory, cpu, began = _memory(), time.process_time(), time.perf_counter()
            for number in range(events):
                log.append("c1", PeerJoined(Peer(number, "anna")), room=f"room-{number % _ROOMS}")
            await receivers.all_have_come()
            took, spent = time.perf_counter() - began, time.process_time() - cpu
            running.cancel()
    sent = events * answering
    rate = sent / took
    print(f"{events} events to {answering} endpoints, {hanging} more hang: {took:.1f} s, {rate:.0f} a second")
    print(f"  {spent / sent * 1e6:.0f} us of CPU each, memory +{_memory() - memory:.0f} MiB")
    return took


class Receivers:
    """A process that answers what is posted below /answers, and nothing else."""

    def __init__(self, expected: int) -> None:
        self._ours, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=_receive, args=(theirs, expected))

    def __enter__(self) -> Self:
        self._process.start()
        self.port: int = self._ours.recv()
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.terminate()
        self._process.join()

    async def all_have_come(self) -> None:
        """Wait until as many webhooks have come as were expected."""
        await asyncio.to_thread(self._ours.recv)


def _receive(pipe: Connection, expected: int) -> None:
    asyncio.run(_serve(pipe, expected))


async def _serve(pipe: Connection, expected: int) -> None:
    come: set[bytes] = set()

    def note(letter: bytes) -> None:
        come.add(letter)
        if len(come) == expected:
            pipe.send(None)

    server = await asyncio.start_server(
        lambda *streams: _answer(*streams, note), "127.0.0.1", 0, backlog=4_096
    )
    pipe.send(server.sockets[0].getsockname()[1])
    async with server:
        await server.serve_forever()


async def _answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, note: Callable[[bytes], None]
) -> None:
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            await reader.readexactly(int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0]))
            if head.startswith(b"post /hangs"):
                await reader.read()
                return
            note(head.partition(b"webhook-id: ")[2].partition(b"\r\n")[0])
            writer.write(_ANSWER)
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


def _memory() -> float:
    """Return the largest memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILO


if __name__ == "__main__":
    asyncio.run(main())
