"""A daemon that is killed at random moments under load, again and again, and what is left each time.

    python -m tests.chaos.killing KILLS

Its rooms are on a grid that is a process of its own and stays. It prints a line a kill, and ends at the first
one that took something back of what callers had been told.
"""

from __future__ import annotations

import asyncio
import random
import signal
import sys
import tempfile
import time
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from odind.client import Event
from odind.core.errors import UnavailableError
from odind.v1 import rooms_pb2
from tests.e2e.processes import DaemonProcess
from tests.grid.test_stand_alone import grid_process

from .told import Told

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from odind.client import Daemon

_CALLERS: Final = 4
_MOST: Final = 24
"""Connections at a time: a caller leaves one before it joins beyond them."""
_LONGEST_S: Final = 1.5
"""The daemon is killed within this time after callers have begun."""
_PATIENCE_S: Final = 60.0


class Killing:
    """Starts a daemon, has callers use it, kills it, and looks at what the next one knows."""

    def __init__(self, folder: Path, flags: tuple[str, ...], environment: dict[str, str], seed: int) -> None:
        self.told = Told()
        self.returns: list[float] = []
        self._folder = folder
        self._flags = flags
        self._environment = environment
        self._random = random.Random(seed)  # noqa: S311 - what is random can be repeated
        self._numbers = count()

    async def once(self) -> str:
        """Check what an earlier daemon left, use this one, and kill it; return what there was to see."""
        with self._daemon() as process:
            await process.ready()
            ready = time.monotonic()
            async with process.connect() as daemon:
                await self._connections_return(daemon)
                self.returns.append(time.monotonic() - ready)
                self.told.check_history(await history(daemon))
                await self._use(daemon, process)
        seen, held = len(self.told.events), len(self.told.joined)
        return f"{seen} events seen, {held} connections held, back in {self.returns[-1]:.2f} s"

    @contextmanager
    def _daemon(self) -> Iterator[DaemonProcess]:
        process = DaemonProcess(self._folder, *self._flags, environment=self._environment)
        try:
            yield process
        finally:
            process.end()

    async def _connections_return(self, daemon: Daemon) -> None:
        """Wait until every connection is in its room again, or over."""
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                connections = [connection.view async for connection in daemon.connections()]
                if all(one.state == rooms_pb2.CONNECTION_STATE_JOINED for one in connections):
                    break
                await asyncio.sleep(0.02)
        self.told.check_connections(one.connection_id for one in connections)

    async def _use(self, daemon: Daemon, process: DaemonProcess) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._watch(daemon))
            for _ in range(_CALLERS):
                tasks.create_task(self._come_and_go(daemon))
            await asyncio.sleep(self._random.uniform(0, _LONGEST_S))
            process.kill(signal.SIGKILL)

    async def _watch(self, daemon: Daemon) -> None:
        with suppress(UnavailableError), closing(daemon.watch_events(after_sequence=self.told.last)) as watch:
            async for item in watch:
                assert isinstance(item, Event), "what happened since the last event is no longer kept"
                self.told.see(item)

    async def _come_and_go(self, daemon: Daemon) -> None:
        with suppress(UnavailableError):
            while True:
                if len(self.told.joined) < self._random.uniform(0, _MOST):
                    await self._join(daemon)
                else:
                    await self._leave(daemon)

    async def _join(self, daemon: Daemon) -> None:
        self.told.asked += 1
        connection = await daemon.join_room(
            f"room {next(self._numbers) % 5}", user_id=f"user {next(self._numbers)}"
        )
        self.told.asked -= 1
        self.told.joined.add(connection.connection_id)

    async def _leave(self, daemon: Daemon) -> None:
        connection_id = self.told.joined.pop()
        self.told.leaving.add(connection_id)
        await daemon.leave_room(connection_id)
        self.told.leaving.discard(connection_id)


async def history(daemon: Daemon) -> list[Event]:
    """Return all events from the first on, up to the end of a connection that is made to mark it."""
    mark = await daemon.join_room("the mark", user_id="mark")
    await mark.leave()
    events = []
    with closing(daemon.watch_events(after_sequence=0)) as watch:
        async for item in watch:
            assert isinstance(item, Event), "the first events are no longer kept"
            events.append(item)
            if item.connection_id == mark.connection_id and isinstance(item.kind, rooms_pb2.ConnectionLeft):
                return events
    raise AssertionError("the watch has ended")


@asynccontextmanager
async def killing(folder: Path, *flags: str, seed: int) -> AsyncIterator[Killing]:
    """Run a grid for the length of the block, with everything that daemons need to be in its rooms."""
    async with grid_process(folder / "grid") as grid:
        ready = await grid.line()
        yield Killing(
            folder / "daemon",
            ("--gateway", ready["gateway"], "--access-key-file", ready["access_key_file"], *flags),
            {"SSL_CERT_FILE": ready["ca_file"]},
            seed,
        )


async def main(kills: int) -> None:
    """Kill so many daemons, and tell how long connections took to return."""
    seed = time.time_ns()
    _tell(f"seed {seed}")
    with tempfile.TemporaryDirectory() as folder:
        async with killing(Path(folder), seed=seed) as work:
            for kill in range(1, kills + 1):
                _tell(f"{kill}: {await work.once()}")
            returns = sorted(work.returns)
    _tell(f"back after {returns[len(returns) // 2]:.2f} s at the median, {returns[-1]:.2f} s at most")


def _tell(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - its answer


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
