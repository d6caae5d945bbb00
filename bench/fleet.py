"""Measures where a fleet ends: simulated members on a PostgreSQL of its own, as many as the machine can play.

Run with `make bench-fleet`, for eight minutes at most. ARGS="100 10000" measures 100 members that hold
10,000 connections alone, and tells each statement; with ARGS="100 10000 15" their leases are of 15 s. The
members are those of `bench.fleet_member`: sessions and statements of a daemon, without rooms. The server has
the settings that come with it, and room for all sessions. Members and server share the machine: CPU time is
exact, and all else is an upper bound.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.fleet_orders import Churn, Die, Enter, Finish, Lived
from bench.fleet_prober import Prober
from bench.fleet_report import HEAD, Found, Size, row, statements
from bench.fleet_server import OPTIONS
from odind.bench.processes import Process, started
from tests.storage.servers import PostgresServer, programs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

_SIZES: Final = (
    Size(10, 10_000),
    Size(100, 1_000),
    Size(100, 10_000),
    Size(100, 100_000),
    Size(1_000, 10_000, lease_s=15),
    Size(1_000, 100_000, lease_s=15),
)
_BUDGET_S: Final = 480.0
_BEGUN_BEFORE: Final = 0.75
"""The largest takes a quarter of the time."""
_PROCESSES: Final = 2
_AT_ONCE: Final = 100
_OF_OUR_OWN: Final = 20
"""Sessions for which the server has room besides those of members."""


async def main(arguments: Sequence[str]) -> None:
    """Print a line for each size; raises SystemExit without a PostgreSQL, and for arguments that are none."""
    sizes, began = _asked(arguments), time.monotonic()
    print("\n".join(HEAD))
    for size in sizes:
        if time.monotonic() - began > _BUDGET_S * _BEGUN_BEFORE:
            print(f"no time is left for {size.members} members with {size.connections} connections")
            continue
        found = await measure(size)
        print(row(found), flush=True)
        if arguments:
            print("\n".join(statements(found)))


def _asked(arguments: Sequence[str]) -> Sequence[Size]:
    if not arguments:
        return _SIZES
    try:
        members, connections, *lease_s = map(int, arguments)
        return [Size(members, connections, *lease_s)]
    except (TypeError, ValueError) as error:
        sys.exit(f'give members, connections and the lease in seconds, as in "100 10000 3": {error}')


async def measure(size: Size) -> Found:
    """Measure a fleet on a server of its own."""
    installed = programs()
    if not installed:
        sys.exit("PostgreSQL is not installed: apt-get install postgresql")
    server = PostgresServer(installed, options=OPTIONS.format(connections=2 * size.members + _OF_OUR_OWN))
    try:
        async with AsyncExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            crowd = [
                await stack.enter_async_context(started(f"members-{one}", folder, "bench.fleet_members"))
                for one in range(_PROCESSES)
            ]
            url = server.new_database()
            prober = await stack.enter_async_context(Prober.connected(url, server.postmaster))
            return await _measured(size, url, crowd, prober)
    finally:
        server.remove()


async def _measured(size: Size, url: str, crowd: Sequence[Process], prober: Prober) -> Found:
    began = time.monotonic()
    async for batch in _batches(size):
        await _obeyed(crowd, [Enter(url, size.lease_s, names, size.each) for names in batch])
    entered_s = time.monotonic() - began
    if size.dying:
        await asyncio.sleep(size.lease_s)  # nobody adopts before
    await prober.watch.begin()
    lived = await _churned(crowd, size, size.seconds)
    load = await prober.watch.load()
    _, times = await asyncio.gather(_churned(crowd, size, size.probed_s), prober.probe(size.each))
    memory = prober.watch.memory()
    one_s, tenth_s = [await _adopted(crowd, prober, names) for names in size.deaths]
    for process in crowd:
        process.tell(Finish())
    return Found(size, lived, load, memory, times, entered_s, one_s, tenth_s)


async def _batches(size: Size) -> AsyncIterator[list[list[str]]]:
    """Yield names that enter together, for each process."""
    for first in range(0, size.members, _AT_ONCE):
        names = size.names[first : first + _AT_ONCE]
        yield [names[one::_PROCESSES] for one in range(_PROCESSES)]


async def _obeyed(crowd: Sequence[Process], orders: Sequence[object]) -> None:
    """Give each process an order, and wait until all have obeyed."""
    for process, order in zip(crowd, orders, strict=True):
        process.tell(order)
    for process in crowd:
        await process.answer(str)


async def _churned(crowd: Sequence[Process], size: Size, seconds: float) -> Lived:
    for process in crowd:
        process.tell(Churn(size.joins_per_s / _PROCESSES, seconds))
    lived = Lived()
    for process in crowd:
        lived.add(await process.answer(Lived))
    return lived


async def _adopted(crowd: Sequence[Process], prober: Prober, names: Sequence[str]) -> float | None:
    """Have members die; return how long after the end of their last lease others hold all that they held."""
    if not names:
        return None
    await _obeyed(crowd, [Die(list(names))] * len(crowd))
    return await prober.adopted_s(names)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
