"""A front and its workers without processes, over rooms in memory: what a process would be is a task here."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import grpc

from odind.core.bounds.budget import Book
from odind.core.capacity.gauge import Gauge
from odind.core.devices.lines import Lines
from odind.core.devices.lookout import Lookout
from odind.core.health.path import PathProbe
from odind.core.plane import ControlPlane
from odind.core.rooms.local import LocalHost
from odind.core.tokens.hosted import HostedTokens
from odind.core.tokens.tokens import Tokens
from odind.daemon import OdinKeyring
from odind.devices.fake import FakeSoundSystem
from odind.door.listener import AudioDoor
from odind.load import MachineLoad
from odind.rpc.handlers import relayed_caller
from odind.rpc.listener import RpcServer
from odind.runtime.fake import FakeRuntime
from odind.services.catalog import all_services, streams_alone
from odind.services.server import DaemonFacts
from odind.services.tracing import UNTRACED
from odind.services.turnstile import Turnstile
from odind.sockets import audio_socket_beside
from odind.tokens.access_key import AccessKey
from odind.workers.counterpart import Counterpart
from odind.workers.crew import Crew
from odind.workers.host import RemoteHost
from odind.workers.relay import AudioRelay
from odind.workers.socket_relay import SocketRelay
from odind.workers.worker import Worker
from tests.core.tokens.fakes import FakeTokenService
from tests.rpc.bench import GATEWAY, NOW, PATIENT_READERS, Bench, HandClock, Impersonation, SoundClock, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from odind.core.bounds.limits import Limits
    from odind.core.rooms.connection import Connection
    from odind.services.catalog import Service
    from odind.services.tracing import Tracer
    from odind.workers.link import Link

__all__ = ["FrontBench", "open_front_bench", "until"]


@dataclass
class House:
    """What all workers share: a world of rooms, a clock, a sound system, and a folder for sockets."""

    folder: Path
    limits: Limits
    runtime: FakeRuntime
    clock: HandClock
    sound: FakeSoundSystem
    extend: Callable[[LocalHost], None]
    tracer: Tracer = UNTRACED
    inner: dict[int, InnerWorker] = field(default_factory=dict)
    streams: Book = field(default_factory=Book)
    buffers: Book = field(default_factory=Book)

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
        self.host: LocalHost

    async def run(self) -> None:
        """Serve until told to stop."""
        house = self._house
        async with (
            LocalHost(
                house.runtime, house.limits, house.clock, streams=house.streams, buffers=house.buffers
            ) as self.host,
            Lookout(house.sound) as lookout,
            Lines(self.host, lookout, SoundClock(house.sound), house.clock),
        ):
            Gauge(self.host, house.runtime, MachineLoad())
            PathProbe(self.host, house.clock)
            house.extend(self.host)
            services = streams_alone(self.host)
            counterpart = Counterpart(self.host, house.tracer)
            turnstile = Turnstile(house.limits, house.clock)
            turnstile.tracer = house.tracer
            control = RpcServer(
                services,
                "odind.rpc.relayed",
                turnstile=turnstile,
                caller_of=relayed_caller,
                more=(counterpart.handler(),),
            )
            audio = RpcServer(services, turnstile=turnstile)
            self.door = AudioDoor(services, turnstile=turnstile)
            self.door.bind_socket(audio_socket_beside(house.sockets(self._number)[1]))
            for server, socket in zip((control, audio), house.sockets(self._number), strict=True):
                server.bind_socket(socket)
            async with control, audio, self.door:
                house.inner[self._number] = self
                self._ready.set()
                await self._stop.wait()
                if self._crashes:
                    await control._server.stop(None)
                    await audio._server.stop(None)
                self.host.stop()
                counterpart.close()
        self._over.set()

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


class AllHosts:
    """The hosts of all workers, as far as tests look at them."""

    def __init__(self, house: House) -> None:
        self._house = house

    @property
    def _connections(self) -> dict[str, Connection]:
        found: dict[str, Connection] = {}
        for inner in self._house.inner.values():
            found |= inner.host._connections
        return found

    def tick(self, tick: int) -> None:
        """Speak and hear one frame."""
        for inner in self._house.inner.values():
            inner.host.tick(tick)


@dataclass(frozen=True)
class FrontInside:
    """What is behind the faces of a front."""

    plane: ControlPlane
    host: Any
    sound: FakeSoundSystem
    runtime: FakeRuntime
    crew: Crew
    token_service: FakeTokenService

    def stop(self) -> None:
        """End everything, as the daemon does."""
        self.plane.stop()
        self.crew.stop()


class FrontBench(Bench):
    """A served front, and stubs to call it."""

    def __init__(
        self, inside: FrontInside, house: House, server: RpcServer, channel: Any, *, access: Impersonation
    ) -> None:
        super().__init__(
            inside,  # type: ignore[arg-type]
            server=server,
            clock=house.clock,
            channel=channel,
            access=access,
        )
        self.inner = house.inner
        self.limits = house.limits

    def worker_of(self, connection_id: str) -> int:
        """Return the number of the worker that holds a connection."""
        host: Any = self.plane.registry.find(connection_id).host
        number: int = host.number
        return number

    def crash(self, number: int) -> None:
        """Have a worker end with all calls broken off, as when its process is killed."""
        self.inner[number].kill()


@asynccontextmanager
async def open_front_bench(
    folder: Path,
    *,
    limits: Limits | None = None,
    has_key: bool = True,
    workers: int = 2,
    extend: Callable[[LocalHost], None] = lambda _: None,
    more_services: Callable[[ControlPlane], tuple[Service, ...]] = lambda _: (),
    tracer: Tracer = UNTRACED,
) -> AsyncIterator[FrontBench]:
    """Serve on a socket in the folder.

    `extend` adds to what every worker's host can do, `more_services` to what the front serves.
    """
    limits = limits or PATIENT_READERS
    house = House(folder, limits, FakeRuntime(), HandClock(), FakeSoundSystem(folder), extend, tracer)
    tokens = Tokens(OdinKeyring(), AccessKey.generate() if has_key else None, house.clock.now)
    token_service = FakeTokenService()
    async with asyncio.TaskGroup() as tasks, Lookout(house.sound) as lookout:

        async def start(number: int) -> Any:
            inner = InnerWorker(house, number)
            tasks.create_task(inner.run())
            return await inner.ready()

        def streams(number: int) -> int:
            return house.inner[number].host.streams

        async def link_of(connection_id: str) -> tuple[object, Link]:
            host = await plane.registry.present(connection_id)
            return host, crew.link_to(host)

        crew_of = [
            Worker(
                RemoteHost(number, f"unix:{audio}", streams, f"unix:{audio_socket_beside(audio)}"),
                f"unix:{control}",
                start,
            )
            for number in range(workers)
            for control, audio in [house.sockets(number)]
        ]
        plane = ControlPlane(
            [worker.host for worker in crew_of],
            lookout,
            tokens,
            limits,
            GATEWAY,
            clock=house.clock,
            hosted=HostedTokens(token_service, {"game": "planted"}, house.clock, 1),
        )
        crew = Crew(crew_of, plane.begun)
        facts = DaemonFacts("9.9.9", house.runtime.info, GATEWAY, limits, started_at=NOW)
        services = all_services(
            plane, facts, AudioRelay(link_of, crew.spawn).run, sockets=SocketRelay(link_of)
        )
        access, turnstile = Impersonation(), Turnstile(limits, house.clock)
        server = RpcServer((*services, *more_services(plane)), access=access, turnstile=turnstile)
        server.bind_socket(folder / "odind.sock")
        inside = FrontInside(plane, AllHosts(house), house.sound, house.runtime, crew, token_service)
        async with plane, crew, server, grpc.aio.insecure_channel(f"unix:{folder}/odind.sock") as channel:
            yield FrontBench(inside, house, server, channel, access=access)
            inside.stop()
