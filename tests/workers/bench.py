"""A front and its workers without processes, over rooms in memory: what a process would be is a task here."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

import grpc

from odind.audio.fake import FakeSoundSystem
from odind.core.device_lines import LineClock
from odind.core.devices import Devices
from odind.core.gauge import Gauge
from odind.core.rooms import Rooms
from odind.core.tokens import Tokens
from odind.daemon import OdinKeyring
from odind.load import MachineLoad
from odind.rpc.listener import RpcServer
from odind.runtime.fake import FakeRuntime
from odind.services.server import DaemonFacts
from odind.tokens.access_key import AccessKey
from odind.workers.catalog import services_of_all
from odind.workers.crew import Crew
from odind.workers.directory import Directory
from odind.workers.inside import services_for_callers, services_for_front
from odind.workers.joins import Joins
from odind.workers.restoring import Restorer
from odind.workers.shares import limits_of_a_worker
from odind.workers.worker import Worker
from tests.rpc.bench import GATEWAY, NOW, PATIENT_READERS, Bench, HandClock, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from odind.core.connection import Connection
    from odind.core.limits import Limits

__all__ = ["FrontBench", "open_front_bench", "until"]


class InnerWorker:
    """What a worker process is to the front."""

    pid = 0

    def __init__(self, bench: FrontBench, number: int) -> None:
        self._bench = bench
        self._number = number
        self._stop = asyncio.Event()
        self._ready = asyncio.Event()
        self._over = asyncio.Event()
        self._crashes = False
        self.rooms: Rooms

    async def run(self) -> None:
        """Serve until told to stop."""
        bench = self._bench
        sockets, limits = bench.sockets(self._number), limits_of_a_worker(bench.limits)
        tokens = Tokens(OdinKeyring(), None, bench.clock.now)
        clock = LineClock(lambda: bench.sound.now_ns, bench.clock.tick)
        async with (
            Rooms(
                bench.runtime,
                tokens,
                bench.clock,
                limits,
                GATEWAY,
                attached_elsewhere=self.attached_elsewhere,
            ) as self.rooms,
            Devices(bench.sound, self.rooms, clock, limits) as devices,
        ):
            facts = DaemonFacts("9.9.9", bench.runtime.info, GATEWAY, limits, started_at=NOW)
            gauge = Gauge(self.rooms, bench.runtime, MachineLoad())
            services = services_for_front(self.rooms, devices, tokens, facts, gauge)
            control = RpcServer(services, "odind.rpc.relayed")
            audio = RpcServer(services_for_callers(self.rooms))
            for server, socket in zip((control, audio), sockets, strict=True):
                server.bind_socket(socket)
            async with control, audio:
                bench.inner[self._number] = self
                self._ready.set()
                await self._stop.wait()
                if self._crashes:
                    await control._server.stop(None)
                    await audio._server.stop(None)
                devices.stop()
                self.rooms.stop()
        self._over.set()

    def attached_elsewhere(self) -> int:
        """What the shared tally says."""
        return sum(other.rooms.attached for other in self._bench.inner.values() if other is not self)

    async def ready(self) -> InnerWorker:
        """Wait until it serves."""
        await self._ready.wait()
        return self

    async def ended(self) -> str:
        """Wait until it is over."""
        await self._over.wait()
        return "crashed" if self._crashes else "ended"

    def stop(self) -> None:
        """End as told."""
        self._stop.set()

    def kill(self) -> None:
        """End with all calls broken off."""
        self._crashes = True
        self._stop.set()


class AllRooms:
    """The rooms of all workers, as far as tests look at them."""

    def __init__(self, bench: FrontBench) -> None:
        self._bench = bench

    @property
    def _hub(self) -> Any:
        return self._bench.directory._hub

    @property
    def _connections(self) -> dict[str, Connection]:
        found: dict[str, Connection] = {}
        for inner in self._bench.inner.values():
            found |= inner.rooms._connections
        return found

    def tick(self, tick: int) -> None:
        """Speak and hear one frame."""
        for inner in self._bench.inner.values():
            inner.rooms.tick(tick)

    def stop(self) -> None:
        """Begin to stop, the devices as well."""
        self._bench.directory.close()
        self._bench.crew.stop()


class FrontBench(Bench):
    """A served front, and stubs to call it."""

    directory: Directory
    crew: Crew
    sockets: Any
    limits: Limits
    clock: HandClock
    inner: dict[int, InnerWorker]

    def crash(self, number: int) -> None:
        """Have a worker end with all calls broken off, as when its process is killed."""
        self.inner[number].kill()


@asynccontextmanager
async def open_front_bench(
    folder: Path, *, limits: Limits | None = None, has_key: bool = True, workers: int = 2
) -> AsyncIterator[FrontBench]:
    """Serve on a socket in the folder."""
    limits, clock, runtime = limits or PATIENT_READERS, HandClock(), FakeRuntime()
    tokens = Tokens(OdinKeyring(), AccessKey.generate() if has_key else None, clock.now)
    sound = FakeSoundSystem(folder)
    bench = FrontBench.__new__(FrontBench)
    bench.inner = {}
    bench.limits, bench.clock, bench.runtime, bench.sound = limits, clock, runtime, sound
    bench.sockets = lambda number: (folder / f"control-{number}.sock", folder / f"audio-{number}.sock")
    async with asyncio.TaskGroup() as tasks, AsyncExitStack() as stack:

        async def start(number: int) -> InnerWorker:
            inner = InnerWorker(bench, number)
            tasks.create_task(inner.run())
            return await inner.ready()

        def orphan(worker: int, connection_id: str) -> None:
            crew.leave_soon(worker, connection_id)

        joins = Joins(tokens, limits, GATEWAY, clock.now)
        directory = Directory(limits, clock.now, orphan)
        targets = [[f"unix:{socket}" for socket in bench.sockets(number)] for number in range(workers)]
        crew = Crew(
            [Worker(number, *targets[number], start) for number in range(workers)],  # type: ignore[arg-type]
            directory,
            Restorer(directory, joins),
            lambda number: bench.inner[number].rooms.attached,
        )
        facts = DaemonFacts("9.9.9", runtime.info, GATEWAY, limits, started_at=NOW)
        server = RpcServer(services_of_all(directory, crew, joins, tokens, facts))
        server.bind_socket(folder / "odind.sock")
        await stack.enter_async_context(crew)
        await stack.enter_async_context(server)
        channel = grpc.aio.insecure_channel(f"unix:{folder}/odind.sock")
        await stack.enter_async_context(channel)
        bench.directory, bench.crew = directory, crew
        bench.__init__(  # type: ignore[misc]
            rooms=AllRooms(bench),
            devices=AllRooms(bench),
            sound=sound,
            server=server,
            runtime=runtime,
            clock=clock,
            channel=channel,
        )
        yield bench
        directory.close()
        crew.stop()
