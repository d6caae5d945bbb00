"""Measures the store: what an event costs the loop, how many are stored in a second, how long a start takes.

Usage: python bench/store.py [POSTGRESQL-URL]. On a busy machine CPU times hold, and seconds are upper bounds.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from odind.clock import SystemClock
from odind.core.log.log import Log
from odind.core.log.memory import MemoryStore
from odind.core.log.ring import Entry
from odind.core.log.scribe import Scribe
from odind.core.rooms.events import Peer, PeerChanged, PeerJoined
from odind.core.rooms.redaction import without_payloads
from odind.storage import PostgresDatabase, SqliteDatabase, SqlStore

_EVENTS: Final = 20_000
_PAST: Final = 1_000_000
_RING: Final = 1 << 30
_EVENT: Final = PeerChanged(Peer(1_234, "anna@example", b"x" * 40, ("speaker", "host")))


async def main() -> None:
    """Print one line for each measurement."""
    url = sys.argv[1] if len(sys.argv) > 1 else ""
    with tempfile.TemporaryDirectory() as folder:
        database = PostgresDatabase(url) if url else SqliteDatabase(Path(folder) / "store.sqlite3")

        def new_store() -> SqlStore:
            return SqlStore(database, keep=without_payloads)

        await append_cost(MemoryStore(), "in memory alone")
        await append_cost(new_store(), "with a store")
        await throughput(new_store())
        await latency(new_store())
        await fill(new_store())
        await start_time(new_store())


async def append_cost(store: MemoryStore | SqlStore, where: str) -> None:
    """Measure the loop's thread for each event, scribe and a watcher included."""
    log, scribe = new_scribe(store)
    async with scribe:
        with log.cursor((PeerJoined,), (), log.last):
            start = time.thread_time()
            for _ in range(_EVENTS // 100):
                for _ in range(100):
                    log.append("c0123456789abcdef", _EVENT, 300)
                await scribe.stored()
            took = time.thread_time() - start
    print(f"an event costs the loop {took / _EVENTS * 1e6:.1f} us {where}")


async def throughput(store: SqlStore) -> None:
    """Measure how fast events are stored that are all there at once."""
    log, scribe = new_scribe(store)
    async with scribe:
        start, cpu = time.perf_counter(), time.process_time()
        for _ in range(_EVENTS):
            log.append("c0123456789abcdef", _EVENT, 300)
        await scribe.stored()
        took, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(f"{_EVENTS / took:,.0f} events a second are stored, each for {cpu / _EVENTS * 1e6:.1f} us of CPU")


async def latency(store: SqlStore) -> None:
    """Measure how long one event takes to be durable."""
    log, scribe = new_scribe(store)
    waits = []
    async with scribe:
        for _ in range(500):
            start = time.perf_counter()
            log.append("c0123456789abcdef", _EVENT, 300)
            await scribe.stored()
            waits.append(time.perf_counter() - start)
    waits.sort()
    print(f"one event is durable after {waits[250] * 1e3:.2f} ms (median), {waits[495] * 1e3:.2f} ms (99 %)")


async def fill(store: SqlStore) -> None:
    """Write a long past."""
    last = (await store.open()).last or 0
    for first in range(last + 1, last + _PAST, 5_000):
        now = time.time()
        await store.write(
            [Entry(number, now, f"c{number % 997:016x}", _EVENT) for number in range(first, first + 5_000)],
            (),
        )
    await store.close(clean=True)


async def start_time(store: SqlStore) -> None:
    """Measure how long it takes to open the store with its past."""
    _, scribe = new_scribe(store)
    start = time.perf_counter()
    async with scribe:
        took = time.perf_counter() - start
    print(f"a store of {_PAST:,} events is open after {took * 1e3:.1f} ms")


def new_scribe(store: MemoryStore | SqlStore) -> tuple[Log, Scribe]:
    """Return a log with room for everything, and its scribe."""
    clock = SystemClock()
    log = Log(clock, 2 * _EVENTS, _RING, store)
    return log, Scribe(log, store, clock)


if __name__ == "__main__":
    asyncio.run(main())
