"""A front and its workers without processes, over rooms in memory: what a process would be is a task here."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import grpc

from odind.core.capacity.gauge import Gauge
from odind.core.devices.devices import Devices
from odind.core.rooms.rooms import Rooms
from odind.core.tokens.tokens import Tokens
from odind.daemon import OdinKeyring
from odind.devices.fake import FakeSoundSystem
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
from tests.rpc.bench import GATEWAY, NOW, PATIENT_READERS, Bench, HandClock, SoundClock, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from odind.core.base.limits import Limits
    from odind.core.rooms.connection import Connection

__all__ = ["FrontBench", "open_front_bench", "until"]


@dataclass
class House:
    """What all workers share: a world of rooms, a clock, a sound system, and a folder for sockets."""

    folder: Path
    limits: Limits
    runtime: FakeRuntime
    clock: HandClock
    sound: FakeSoundSystem
    inner: dict[int, InnerWorker] = field(default_factory=dict)

    def sockets(self, number: int) -> tuple[Path, Path]:
        """Where a worker listens: for its front, and for audio."""
        return self.folder / f"control-{number}.sock", self.folder / f"audio-{number}.sock"


class InnerWorker:
    """What a worker process is to the front."""

    pid = 0

    def __init__(self, house: House, number: int) -> None:
        self._house = house
        self._number = number
        self._stop = asyncio.Event()
        self._ready = asyncio.Event()
        self._over = asyncio.Event()
        self._crashes = False
        self.rooms: Rooms

    async def run(self) -> None:
        """Serve until told to stop."""
        house, limits = self._house, limits_of_a_worker(self._house.limits)
        tokens = Tokens(OdinKeyring(), None, house.clock.now)
        time = SoundClock(house.sound)
        elsewhere = self.attached_elsewhere
        async with (
            Rooms(
                house.runtime,
                tokens,
                limits,
                GATEWAY,
                clock=house.clock,
                ticker=house.clock,
                attached_elsewhere=elsewhere,
            ) as self.rooms,
            Devices(house.sound, self.rooms, time, house.clock, limits) as devices,
        ):
            facts = DaemonFacts("9.9.9", house.runtime.info, GATEWAY, limits, started_at=NOW)
            gauge = Gauge(self.rooms, house.runtime, MachineLoad())
            services = services_for_front(self.rooms, devices, tokens, facts, gauge)
            control = RpcServer(services, "odind.rpc.relayed")
            audio = RpcServer(services_for_callers(self.rooms))
            for server, socket in zip((control, audio), house.sockets(self._number), strict=True):
                server.bind_socket(socket)
            async with control, audio:
                house.inner[self._number] = self
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
        return sum(other.rooms.attached for other in self._house.inner.values() if other is not self)

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

    def __init__(self, house: House, directory: Directory, crew: Crew) -> None:
        self._house = house
        self._directory = directory
        self._crew = crew

    @property
    def _hub(self) -> Any:
        return self._directory._hub

    @property
    def _connections(self) -> dict[str, Connection]:
        found: dict[str, Connection] = {}
        for inner in self._house.inner.values():
            found |= inner.rooms._connections
        return found

    def tick(self, tick: int) -> None:
        """Speak and hear one frame."""
        for inner in self._house.inner.values():
            inner.rooms.tick(tick)

    def stop(self) -> None:
        """Begin to stop, the devices as well."""
        self._directory.close()
        self._crew.stop()


class FrontBench(Bench):
    """A served front, and stubs to call it."""

    def __init__(
        self, house: House, directory: Directory, crew: Crew, server: RpcServer, channel: Any
    ) -> None:
        rooms: Any = AllRooms(house, directory, crew)
        super().__init__(
            rooms=rooms,
            devices=rooms,
            sound=house.sound,
            server=server,
            runtime=house.runtime,
            clock=house.clock,
            channel=channel,
        )
        self.directory = directory
        self.crew = crew
        self.inner = house.inner
        self.limits = house.limits

    def crash(self, number: int) -> None:
        """Have a worker end with all calls broken off, as when its process is killed."""
        self.inner[number].kill()


@asynccontextmanager
async def open_front_bench(
    folder: Path, *, limits: Limits | None = None, has_key: bool = True, workers: int = 2
) -> AsyncIterator[FrontBench]:
    """Serve on a socket in the folder."""
    limits = limits or PATIENT_READERS
    house = House(folder, limits, FakeRuntime(), HandClock(), FakeSoundSystem(folder))
    tokens = Tokens(OdinKeyring(), AccessKey.generate() if has_key else None, house.clock.now)
    async with asyncio.TaskGroup() as tasks:

        async def start(number: int) -> Any:
            inner = InnerWorker(house, number)
            tasks.create_task(inner.run())
            return await inner.ready()

        def orphan(worker: int, connection_id: str) -> None:
            crew.leave_soon(worker, connection_id)

        joins = Joins(tokens, limits, GATEWAY, house.clock.now)
        directory = Directory(limits, house.clock.now, orphan)
        crew = Crew(
            [
                Worker(number, *(f"unix:{socket}" for socket in house.sockets(number)), start)
                for number in range(workers)
            ],
            directory,
            Restorer(directory, joins),
            lambda number: house.inner[number].rooms.attached,
        )
        facts = DaemonFacts("9.9.9", house.runtime.info, GATEWAY, limits, started_at=NOW)
        server = RpcServer(services_of_all(directory, crew, joins, tokens, facts))
        server.bind_socket(folder / "odind.sock")
        async with crew, server, grpc.aio.insecure_channel(f"unix:{folder}/odind.sock") as channel:
            yield FrontBench(house, directory, crew, server, channel)
            directory.close()
            crew.stop()
