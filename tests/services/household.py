"""A whole daemon within the test's process: grid, official core, ticker, gRPC, and a client of it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sound import read_wav

from odind.client import F32LE, PER_PEER, AudioFormat, Daemon, Event, MessageReceived, connect
from odind.clock import SystemClock
from odind.core.bounds.limits import Limits
from odind.core.capacity.gauge import Gauge
from odind.core.devices.lines import Lines
from odind.core.devices.lookout import Lookout
from odind.core.health.path import PathProbe
from odind.core.moderation.moderation import Moderation
from odind.core.plane import ControlPlane
from odind.core.rooms.local import LocalHost
from odind.core.tokens.tokens import Tokens
from odind.daemon import OdinKeyring
from odind.devices.fake import FakeSoundSystem
from odind.gateway import HttpGatewayClient
from odind.grid import Grid, GridConfig
from odind.load import MachineLoad
from odind.metronome import Metronome
from odind.rpc.listener import RpcServer
from odind.runtime.odin import OdinRuntime
from odind.services.audio import run_audio
from odind.services.catalog import all_services
from odind.services.server import DaemonFacts
from odind.services.sockets import HostSockets
from odind.services.turnstile import Turnstile
from odind.tapes.machine import TapeMachine
from odind.tapes.vault import FolderVault
from odind.tokens.access_key import AccessKey

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    import numpy.typing as npt
    import pytest

    from odind.client import AudioStream, Connection

SPEECH = Path(__file__).parents[2] / "examples" / "speech.wav"
PATIENCE = 30.0
RATE = 48_000
FRAME = RATE // 50
FLOAT = AudioFormat(sample_rate_hz=RATE, channels=1, sample_format=F32LE)


class Household:
    """What a test has at hand. `plane` and `host` are the inside of the daemon."""

    def __init__(self, daemon: Daemon, grid: Grid, plane: ControlPlane, host: LocalHost) -> None:
        self.daemon = daemon
        self.grid = grid
        self.plane = plane
        self.host = host

    async def join(self, user_id: str, room_id: str = "lobby", **more: Any) -> Connection:
        return await self.daemon.join_room(room_id, user_id=user_id, **more)

    async def knows_what_was_asked(self, connection: Connection, other: Connection) -> None:
        """Wait until the server has surely taken note of what a connection asked of it."""
        watch = self.daemon.watch_events(other.connection_id)
        await anext(watch)
        await connection.send_message(b"taken note", peer_ids=[other.view.own_peer_id])
        async with asyncio.timeout(PATIENCE):
            async for item in watch:
                if isinstance(item, Event) and isinstance(item.kind, MessageReceived):
                    break
        watch.close()

    async def falls_silent(self, connection: Connection) -> None:
        """Wait until the connection went without voice for as long as ten packets take."""
        quiet, before = 0, -1
        async with asyncio.timeout(PATIENCE):
            async for moment in self.daemon.watch_statistics(
                connection.connection_id, interval=timedelta(milliseconds=100)
            ):
                received = moment.connections[0].voice_received
                quiet, before = (quiet + 1 if received == before else 0), received
                if quiet == 2:
                    return


@asynccontextmanager
async def open_household(
    folder: Path, monkeypatch: pytest.MonkeyPatch, **limits: int
) -> AsyncIterator[Household]:
    """Open it for the length of the block."""
    key = AccessKey.generate()
    clock, metronome = SystemClock(), Metronome()
    tokens = Tokens(OdinKeyring(), key, clock.now)
    async with Grid(GridConfig(), folder, [key]) as grid:
        monkeypatch.setenv("SSL_CERT_FILE", str(grid.ca_file))
        async with (
            OdinRuntime() as runtime,
            HttpGatewayClient() as client,
            TapeMachine(1_000, 2**20) as tapes,
            LocalHost(runtime, Limits(**limits), metronome, tapes=tapes) as host,
            Lookout(FakeSoundSystem(folder)) as lookout,
            Lines(host, lookout, clock, metronome),
            ControlPlane(
                [host],
                lookout,
                tokens,
                host.limits,
                grid.gateway_url,
                clock=clock,
                vault=FolderVault(folder / "recordings", clock),
            ) as plane,
        ):
            Gauge(host, runtime, MachineLoad())
            PathProbe(host, clock)
            facts = DaemonFacts("0", runtime.info, grid.gateway_url, host.limits, clock.now())
            moderation = Moderation(plane.tenants, host.limits, client)
            services = all_services(
                plane, facts, partial(run_audio, host), moderation, sockets=HostSockets(host)
            )
            server = RpcServer(services, turnstile=Turnstile(host.limits, clock))
            server.bind_socket(folder / "odind.sock")
            async with server, asyncio.TaskGroup() as tasks:
                ticking = tasks.create_task(metronome.run(host.tick))
                async with connect(f"unix:{folder / 'odind.sock'}") as daemon:
                    yield Household(daemon, grid, plane, host)
                plane.stop()
                host.stop()
                ticking.cancel()


def tone(seconds: float, frequency_hz: float = 440.0, amplitude: float = 0.25) -> npt.NDArray[np.float32]:
    """A sine."""
    time = np.arange(int(seconds * RATE)) / RATE
    return np.asarray(np.sin(2 * np.pi * frequency_hz * time) * amplitude, np.float32)


def speech(seconds: float) -> npt.NDArray[np.float32]:
    """A person speaking, over and over."""
    clip, rate = read_wav(SPEECH)
    at = np.arange(int(seconds * RATE)) * rate / RATE % (len(clip) - 1)
    return np.interp(at, np.arange(len(clip)), clip).astype(np.float32)


async def say(connection: Connection, sound: npt.NDArray[np.float32]) -> None:
    """Speak a sound, and wait until it is spoken."""
    async with connection.audio(send=FLOAT) as stream:
        for start in range(0, len(sound), RATE):
            await stream.write(sound[start : start + RATE].tobytes())
        await stream.drain()


class Listening:
    """What a stream hears of single peers, counted and kept while it runs."""

    def __init__(self, stream: AudioStream) -> None:
        self._stream = stream
        self._news = asyncio.Event()
        self.heard: dict[int, list[bytes]] = {}

    async def run(self) -> None:
        async for frames in self._stream:
            for frame in frames.frames:
                self.heard.setdefault(frame.peer_id, []).append(frame.pcm)
            self._news.set()

    def of(self, peer_id: int) -> npt.NDArray[np.float32]:
        """All that was heard of a peer."""
        return np.frombuffer(b"".join(self.heard.get(peer_id, ())), "<f4")

    async def until(self, enough: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not enough():
                self._news.clear()
                await self._news.wait()


@asynccontextmanager
async def listening(connection: Connection) -> AsyncIterator[Listening]:
    """Listen to every peer of a connection for the length of the block."""
    async with connection.audio(receive=FLOAT, mode=PER_PEER) as stream, asyncio.TaskGroup() as tasks:
        ear = Listening(stream)
        running = tasks.create_task(ear.run())
        yield ear
        running.cancel()
