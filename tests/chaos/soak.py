"""Load and faults for a long time: what they leave behind, and whether an event is lost or told twice.

    python -m tests.chaos.soak HOURS

Callers join, leave, give joins up, speak and watch, while one thing after another goes wrong. After each all
connections must be back; it then prints a line. At the end it compares all events with those that were seen,
and prints the slopes of memory, descriptors, threads and tasks, by least squares over the lines but the first
quarter, in which caches fill.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import httpx
import numpy as np

from odind.client import S16LE, AudioFormat, Event
from odind.core.errors import AlreadyExistsError, FailedPreconditionError, NotFoundError, UnavailableError
from odind.v1 import rooms_pb2
from tests.e2e.processes import DaemonProcess, children
from tests.grid.test_stand_alone import grid_process
from tests.hostile.ground import Footprint
from tests.storage.servers import PostgresServer, programs

from .faults import USERS, Faults
from .killing import history
from .told import Told

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from odind.client import Daemon

    from .faults import Fault

_CALLERS: Final = 4
_MOST: Final = 20
"""Connections at a time: a caller leaves one before it joins beyond them."""
_LOAD_S: Final = 2.0
"""How long callers go on before and after a fault."""
_SHORTEST_JOIN_S: Final = 0.08
_PATIENCE_S: Final = 120.0
_PAUSE_S: Final = 0.05
_MONO: Final = AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=S16LE)
_SOUND: Final = bytes(9_600)
_NOT_NOW: Final = (UnavailableError, NotFoundError, AlreadyExistsError, FailedPreconditionError)
"""What callers meet while something is wrong, or when another caller is faster."""


@dataclass(frozen=True)
class Look:
    """What the daemon holds while nobody calls, after so many joins."""

    joins: int
    front_bytes: int
    worker_bytes: int
    descriptors: int
    threads: int
    tasks: int

    NAMES = ("bytes of the front", "bytes of workers", "descriptors", "threads", "tasks")

    def __str__(self) -> str:
        memory = f"{self.front_bytes / 1e6:.1f} + {self.worker_bytes / 1e6:.1f} MB"
        return f"{memory}, {self.descriptors} descriptors, {self.threads} threads, {self.tasks} tasks"

    @property
    def row(self) -> tuple[int, ...]:
        """What it holds, in the order of the names."""
        return self.front_bytes, self.worker_bytes, self.descriptors, self.threads, self.tasks


class Soak:
    """Has callers use a daemon while things go wrong, and looks at it in between."""

    def __init__(self, process: DaemonProcess, faults: Faults, chance: random.Random) -> None:
        self.told = Told()
        self.looks: list[Look] = []
        self._process = process
        self._faults = faults
        self._chance = chance
        self._numbers = count()
        self._joins = 0

    async def run(self, seconds: float) -> None:
        """Go through all faults, again and again until the time is over, and check all events at the end."""
        end = time.monotonic() + seconds
        while True:
            for name, fault in self._faults.all().items():
                await self._round(fault)
                self.looks.append(await self._look())
                _tell(f"{self._joins} joins, {len(self.told.events)} events, {name}: {self.looks[-1]}")
            if time.monotonic() >= end:
                break
        async with self._process.connect() as daemon:
            self._check(await history(daemon))

    def slopes(self) -> dict[str, float]:
        """What one join leaves behind."""
        looks = self.looks[len(self.looks) // 4 :]
        joins = np.array([look.joins for look in looks], float)
        columns = np.array([look.row for look in looks], float).T
        return {
            name: float(np.polyfit(joins, column, 1)[0])
            for name, column in zip(Look.NAMES, columns, strict=True)
        }

    async def _round(self, fault: Fault) -> None:
        async with self._process.connect() as daemon:
            async with asyncio.TaskGroup() as tasks:
                works = (self._watch, *[self._come_and_go] * _CALLERS, self._give_up, self._speak)
                load = [tasks.create_task(_for_ever(work, daemon)) for work in works]
                await asyncio.sleep(_LOAD_S)
                await fault()
                await asyncio.sleep(_LOAD_S)
                for task in load:
                    task.cancel()
            await self._whole(daemon)

    async def _whole(self, daemon: Daemon) -> None:
        """Wait until every connection is in its room, and those that must be there are."""
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                with suppress(UnavailableError):
                    views = [connection.view async for connection in daemon.connections()]
                    if all(view.state == rooms_pb2.CONNECTION_STATE_JOINED for view in views):
                        break
                await asyncio.sleep(_PAUSE_S)
        self.told.check_connections(view.connection_id for view in views)

    async def _watch(self, daemon: Daemon) -> None:
        with closing(daemon.watch_events(after_sequence=self.told.last)) as watch:
            async for item in watch:
                assert isinstance(item, Event), "what happened since the last event is no longer kept"
                self.told.see(item)

    async def _come_and_go(self, daemon: Daemon) -> None:
        if len(self.told.joined) < self._chance.uniform(0, _MOST):
            await self._join(daemon)
        else:
            connection_id = self.told.joined.pop()
            self.told.leaving.add(connection_id)
            await daemon.leave_room(connection_id)
            self.told.leaving.discard(connection_id)

    async def _join(self, daemon: Daemon) -> None:
        number = next(self._numbers)
        self._joins += 1
        self.told.asked += 1
        connection = await daemon.join_room(f"room {number % 5}", user_id=f"user {number % USERS}")
        self.told.asked -= 1
        self.told.joined.add(connection.connection_id)

    async def _give_up(self, daemon: Daemon) -> None:
        """Cancel a join, most often before it is answered."""
        async with asyncio.TaskGroup() as tasks:
            joining = tasks.create_task(_quietly(self._join(daemon)))
            await asyncio.sleep(self._chance.uniform(0, _SHORTEST_JOIN_S))
            joining.cancel()
        await asyncio.sleep(_LOAD_S / 4)

    async def _speak(self, daemon: Daemon) -> None:
        if self.told.joined:
            connection_id = self._chance.choice(sorted(self.told.joined))
            async with daemon.audio(connection_id, send=_MONO, receive=_MONO) as stream:
                for _ in range(10):
                    await stream.write(_SOUND)
        await asyncio.sleep(_PAUSE_S)

    async def _look(self) -> Look:
        pid = self._process.process.pid
        front, *workers = [Footprint.of(one) for one in (pid, *children(pid))]
        return Look(
            self._joins,
            front.bytes,
            sum(worker.bytes for worker in workers),
            sum(one.descriptors for one in (front, *workers)),
            sum(one.threads for one in (front, *workers)),
            await self._tasks(),
        )

    async def _tasks(self) -> int:
        transport = httpx.AsyncHTTPTransport(uds=str(http_socket(self._process.folder)))
        async with httpx.AsyncClient(transport=transport, timeout=_PATIENCE_S) as http:
            lines = (await http.get("http://127.0.0.1/metrics")).text.splitlines()
        (line,) = (line for line in lines if line.startswith("odind_tasks "))
        return round(float(line.split()[1]))

    def _check(self, events: list[Event]) -> None:
        """Compare all events with those that were seen: none is lost, none is told twice or otherwise."""
        self.told.check_history(events)
        sequences = [event.sequence for event in events]
        assert all(after == before + 1 for before, after in pairwise(sequences)), "numbers are left out"
        missed = [
            number for number in sequences if number <= self.told.last and number not in self.told.events
        ]
        assert not missed, f"a watcher did not see events: {missed}"


async def _for_ever(work: Callable[[Daemon], Coroutine[object, object, None]], daemon: Daemon) -> None:
    while True:
        await _quietly(work(daemon))
        await asyncio.sleep(0)


async def _quietly(work: Coroutine[object, object, None]) -> None:
    with suppress(*_NOT_NOW):
        await work


def http_socket(folder: Path) -> Path:
    """Where the daemon in a folder serves HTTP."""
    return folder / "http.sock"


@asynccontextmanager
async def soaking(folder: Path, seed: int) -> AsyncIterator[Soak]:
    """Run a daemon with two workers, its grid, and its database where PostgreSQL is installed."""
    chance = random.Random(seed)  # noqa: S311 - what is random can be repeated
    installed = programs()
    store = PostgresServer(installed) if installed else None
    try:
        async with grid_process(folder / "grid", "--control") as grid:
            ready = await grid.line()
            own = folder / "daemon"
            process = DaemonProcess(
                own,
                *("--gateway", ready["gateway"], "--access-key-file", ready["access_key_file"]),
                *("--workers", "2", "--log-level", "error"),
                environment={
                    "SSL_CERT_FILE": ready["ca_file"],
                    "ODIND_HTTP__SOCKET": str(http_socket(own)),
                    "ODIND_STORE__URL": store.new_database() if store else "",
                },
            )
            try:
                await process.ready()
                yield Soak(process, Faults(process, folder / "grid", store, chance), chance)
            finally:
                process.end()
    finally:
        if store:
            store.remove()


async def main(hours: float) -> None:
    """Soak a daemon for so long, and tell what each join left."""
    seed = time.time_ns()
    _tell(f"seed {seed}")
    with tempfile.TemporaryDirectory() as folder:
        async with soaking(Path(folder), seed) as soak:
            await soak.run(hours * 3_600)
    _tell(f"{len(soak.told.events)} events were seen, none was lost or told twice")
    _tell("each join left " + ", ".join(f"{slope:.4g} {name}" for name, slope in soak.slopes().items()))


def _tell(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - its answer


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
