"""One case: a program under test, those who use it, an echo where one is alone, and what all that took."""

from __future__ import annotations

import asyncio
import socket
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .jobs import BareJob, CallersJob, EchoJob, Entrance, Heard
from .processes import Process, started
from .speaking import LEAD_S
from .steering import BEGIN, END

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from .processes import Usage
    from .variants import Variant

_SETTLE_S: Final = LEAD_S + 1.0


@dataclass(frozen=True)
class Spent:
    """CPU seconds in a window."""

    seconds: float
    tested: float
    grid: float
    callers: float


@dataclass(frozen=True)
class Measured:
    """What one case gave."""

    variant: str
    connections: int
    spent: Spent
    heard: Heard
    threads: int
    pss_kib: int

    @property
    def cpu_per_stream(self) -> float:
        """Share of a core that the program under test needs for one connection that speaks and listens."""
        return self.spent.tested / self.spent.seconds / self.connections


class Ground:
    """What all cases have in common: a grid in a process of its own, and a folder."""

    def __init__(self, folder: Path, grid: Process, ready: dict[str, Any]) -> None:
        self.folder = folder
        self.grid = grid
        self.entrance = Entrance(ready["gateway"], ready["access_key_file"])
        self.environment = {"SSL_CERT_FILE": ready["ca_file"]}
        self._cases = 0

    def next_case(self) -> Path:
        """Return a folder for the next case."""
        self._cases += 1
        folder = self.folder / f"case-{self._cases}"
        folder.mkdir()
        return folder


@asynccontextmanager
async def prepared(folder: Path) -> AsyncIterator[Ground]:
    """Start the grid."""
    state = folder / "grid"
    async with started("grid", folder, "odind", "grid", "--state", str(state)) as grid:
        yield Ground(folder, grid, await grid.answer(dict))


async def run_case(ground: Ground, variant: Variant, connections: int, seconds: float) -> Measured:
    """Measure one variant with so many connections. Raises UnavailableError BENCH_PROCESS_FAILED."""
    folder = ground.next_case()
    rooms = [f"{folder.name}-{number // 2}" for number in range(connections)]
    async with AsyncExitStack() as stack:
        if connections % 2:
            await stack.enter_async_context(_echo(ground, folder, rooms[-1]))
        if variant.program == "bare":
            job = BareJob(ground.entrance, rooms, variant.sample_format)
            tested = await stack.enter_async_context(
                started("bare", folder, "odind.bench.bare", environment=ground.environment)
            )
            speaking, callers = tested, None
        else:
            tested, target = await stack.enter_async_context(_daemon(ground, folder, variant))
            job = CallersJob(
                target,
                rooms,
                variant.sample_format,
                variant.frames_per_message,
                variant.chunk_ms,
                variant.ahead_ms,
            )
            speaking = callers = await stack.enter_async_context(
                started("callers", folder, "odind.bench.callers")
            )
        speaking.tell(job)
        await speaking.answer(str)
        await asyncio.sleep(_SETTLE_S)
        await speaking.ask(BEGIN, str)
        watched = [process for process in (tested, ground.grid, callers) if process]
        before = [process.usage() for process in watched]
        await asyncio.sleep(seconds)
        after = [process.usage() for process in watched]
        heard = await speaking.ask(END, Heard)
        tested.check()
    return Measured(
        variant.name, connections, _spent(before, after), heard, after[0].threads, after[0].pss_kib
    )


def _spent(before: list[Usage], after: list[Usage]) -> Spent:
    used = [end.cpu_s - begin.cpu_s for begin, end in zip(before, after, strict=True)]
    return Spent(after[0].moment - before[0].moment, *used, *([0.0] * (3 - len(used))))


@asynccontextmanager
async def _echo(ground: Ground, folder: Path, room: str) -> AsyncIterator[None]:
    async with started("echo", folder, "odind.bench.echo", environment=ground.environment) as echo:
        echo.tell(EchoJob(ground.entrance, [room]))
        await echo.answer(str)
        yield


@asynccontextmanager
async def _daemon(ground: Ground, folder: Path, variant: Variant) -> AsyncIterator[tuple[Process, str]]:
    """Start a daemon that joins rooms of the grid."""
    address = f"127.0.0.1:{_free_port()}"
    unix = variant.transport == "unix"
    target = f"unix:{folder}/odind.sock" if unix else address
    arguments = (
        *("serve", "--http", "", "--state", str(folder / "state")),
        *("--socket", str(folder / "odind.sock") if unix else "", "--listen", "" if unix else address),
        *("--gateway", ground.entrance.gateway, "--access-key-file", ground.entrance.access_key_file),
        *(("--workers", str(variant.workers)) if variant.workers > 1 else ()),
        *variant.flags,
    )
    environment = {**ground.environment, **variant.settings}
    async with started("daemon", folder, "odind", *arguments, environment=environment) as daemon:
        yield daemon, target


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
