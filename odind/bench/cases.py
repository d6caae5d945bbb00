"""One case: the program under test, its callers, an echo for a single connection, and what they use."""

from __future__ import annotations

import asyncio
import socket
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from .beside import run_beside
from .cores import ANY
from .jobs import BareJob, CallersJob, EchoJob, Entrance, GridReady, Heard
from .measured import Idle, Measured, spent
from .processes import Process, machine_busy_s, started
from .speaking import ARRIVAL_S, LEAD_S
from .steering import BEGIN, END, GO
from .variants import BESIDE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from .cores import Cores
    from .variants import Variant

    CpuLimit = Callable[[int], AbstractContextManager[None]]

_SETTLE_S: Final = ARRIVAL_S + LEAD_S + 1.0
_IDLE_S: Final = 2.0
_LIMITS: Final = {"ODIND_LIMITS__MAX_CONNECTIONS": "2000", "ODIND_LIMITS__MAX_AUDIO_STREAMS": "4000"}


@dataclass(frozen=True)
class Size:
    """The number of connections, the length of the measurement, and whether idle memory is measured first."""

    connections: int
    seconds: float
    weigh_idle: bool = True


class Ground:
    """What all cases share: a grid in its own process, and a folder."""

    def __init__(self, folder: Path, grid: Process, ready: GridReady, cores: Cores = ANY) -> None:
        self.grid = grid
        self.cores = cores
        self.entrance: Entrance = ready
        self.environment = {"SSL_CERT_FILE": ready.ca_file}
        self._folder = folder
        self._cases = 0

    def next_case(self) -> Path:
        """Return a folder for the next case."""
        self._cases += 1
        folder = self._folder / f"case-{self._cases}"
        folder.mkdir()
        return folder


@asynccontextmanager
async def prepared(folder: Path, cores: Cores = ANY) -> AsyncIterator[Ground]:
    """Start the grid."""
    command = ("odind", "grid", "--state", str(folder / "grid"))
    async with started("grid", folder, *command, cores=cores.others) as grid:
        yield Ground(folder, grid, await grid.answer(GridReady), cores)


async def run_case(ground: Ground, variant: Variant, size: Size, limit: CpuLimit | None = None) -> Measured:
    """Measure one variant; `limit` limits the CPU of the daemon's processes.

    Raises UnavailableError BENCH_PROCESS_FAILED.
    """
    folder = ground.next_case()
    rooms = [f"{folder.name}-{number // 2}" for number in range(size.connections)]
    async with AsyncExitStack() as stack:
        if size.connections % 2:
            await stack.enter_async_context(_echo(ground, folder, rooms[-1]))
        if variant.program == BESIDE:
            return await run_beside(ground, variant.command, size, folder, rooms)
        if variant.program == "bare":
            tested = await stack.enter_async_context(_bare(ground, folder, variant, rooms))
            return await _measure(ground, variant, size, tested, tested)
        tested, target = await stack.enter_async_context(daemon_for(ground, folder, variant))
        callers = await stack.enter_async_context(_callers(ground, folder, variant, rooms, target))
        if limit:
            stack.enter_context(limit(tested.pid))
        idle = await _measure_idle(tested, callers, size)
        return replace(await _measure(ground, variant, size, tested, callers), idle=idle)


async def _measure(
    ground: Ground, variant: Variant, size: Size, tested: Process, speaking: Process
) -> Measured:
    """Make all connections speak, wait until they have settled, then measure."""
    await speaking.ask(GO, str)
    await asyncio.sleep(_SETTLE_S)
    await speaking.ask(BEGIN, str)
    watched = (tested, ground.grid, speaking)
    busy, before = machine_busy_s(), [process.usage() for process in watched]
    await asyncio.sleep(size.seconds)
    after, busy = [process.usage() for process in watched], machine_busy_s() - busy
    heard = await speaking.ask(END, Heard)
    tested.check()
    return Measured(
        variant=variant.name,
        connections=size.connections,
        spent=spent(before, after, busy, apart=speaking is not tested),
        heard=heard,
        threads=len(after[0].threads),
        pss_kib=after[0].pss_kib,
        anonymous_kib=after[0].anonymous_kib,
    )


async def _measure_idle(tested: Process, callers: Process, size: Size) -> Idle | None:
    """Make all connections join, and measure the idle daemon: what each adds to the first one."""
    first = tested.usage()
    await callers.ask(GO, str)
    if not size.weigh_idle:
        return None
    await asyncio.sleep(_IDLE_S / 2)
    before = tested.usage()
    await asyncio.sleep(_IDLE_S)
    after = tested.usage()
    added_kib, others = after.anonymous_kib - first.anonymous_kib, size.connections - 1
    return Idle(
        cpu=(after.cpu_s - before.cpu_s) / (after.moment - before.moment),
        anonymous_kib=after.anonymous_kib,
        each_kib=added_kib / others if others else None,
    )


@asynccontextmanager
async def _echo(ground: Ground, folder: Path, room: str) -> AsyncIterator[None]:
    async with started(
        "echo", folder, "odind.bench.echo", environment=ground.environment, cores=ground.cores.others
    ) as echo:
        await echo.ask(EchoJob(ground.entrance, [room]), str)
        yield


@asynccontextmanager
async def _bare(ground: Ground, folder: Path, variant: Variant, rooms: list[str]) -> AsyncIterator[Process]:
    """Start the bare program, and wait until it has joined."""
    async with started(
        "bare", folder, "odind.bench.bare", environment=ground.environment, cores=ground.cores.tested
    ) as bare:
        await bare.ask(BareJob(ground.entrance, rooms, variant.sample_format), str)
        yield bare


@asynccontextmanager
async def _callers(
    ground: Ground, folder: Path, variant: Variant, rooms: list[str], target: str
) -> AsyncIterator[Process]:
    """Start the callers, and wait until the daemon serves and the first of them has joined."""
    async with started("callers", folder, "odind.bench.callers", cores=ground.cores.others) as callers:
        await callers.ask(CallersJob(target, rooms, variant), str)
        yield callers


@asynccontextmanager
async def daemon_for(ground: Ground, folder: Path, variant: Variant) -> AsyncIterator[tuple[Process, str]]:
    """Start a daemon on the grid; it may not serve yet."""
    address = f"127.0.0.1:{_free_port()}"
    unix = variant.transport != "tcp"
    arguments = (
        *("serve", "--http", "", "--state", str(folder / "state"), "--log-level", "warning"),
        *("--socket", str(folder / "odind.sock") if unix else "", "--listen", "" if unix else address),
        *("--gateway", ground.entrance.gateway, "--access-key-file", ground.entrance.access_key_file),
        *(("--workers", str(variant.workers)) if variant.workers else ()),
    )
    environment = {**_LIMITS, **ground.environment, "ODIND_ACCESS__LOOPBACK": "open"}
    async with started(
        "daemon", folder, "odind", *arguments, environment=environment, cores=ground.cores.tested
    ) as daemon:
        yield daemon, f"unix:{folder}/odind.sock" if unix else address


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
