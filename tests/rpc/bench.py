"""The daemon's gRPC face on a unix socket, over rooms in memory and a clock that a test moves."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import grpc
import pytest

from odind.clock import SystemClock
from odind.core.access.principal import OWNER, Principal
from odind.core.access.signed import Signer
from odind.core.bounds.limits import Limits
from odind.core.capacity.gauge import Gauge
from odind.core.captions.captions import Captions
from odind.core.captions.cutting import Cutting
from odind.core.captions.line import EngineLine
from odind.core.captions.live import LiveCaptions
from odind.core.captions.summaries import Summaries
from odind.core.devices.lines import Lines
from odind.core.devices.lookout import Lookout
from odind.core.health.path import PathProbe
from odind.core.hls.outputs import HlsOutputs
from odind.core.live.cues import CueBoard
from odind.core.managed.keepers import _KINDS
from odind.core.managed.managed import Managed
from odind.core.managed.outlets import Outlets
from odind.core.moderation.moderation import Moderation
from odind.core.plane import ControlPlane
from odind.core.players.library import SoundLibrary, SoundLimits
from odind.core.players.source import SourceKind
from odind.core.rooms.admission import JoinTerms
from odind.core.rooms.gateways import Gateways
from odind.core.rooms.local import LocalHost
from odind.core.rooms.tenants import Tenant
from odind.core.tokens.hosted import HostedTokens
from odind.core.tokens.tokens import Tokens
from odind.core.values.statistics import PaceStatistics
from odind.core.webhooks.webhooks import Webhooks
from odind.daemon import OdinKeyring
from odind.daemon.live import live_around
from odind.devices.fake import FakeSoundSystem
from odind.door.listener import AudioDoor
from odind.egress import EgressConfig
from odind.egress.guard import Guard
from odind.load import MachineLoad
from odind.pack.webhooks import EventTeller
from odind.rpc.listener import RpcServer
from odind.runtime.fake import FakeRuntime
from odind.services.audio import run_audio
from odind.services.catalog import all_services
from odind.services.server import DaemonFacts
from odind.services.sockets import HostSockets
from odind.services.turnstile import Turnstile
from odind.sockets import grpc_target
from odind.sounds.decoders import Decoders
from odind.sounds.feeds import FeedOpener, SocketFeeds
from odind.sounds.folders import SoundFolders
from odind.sounds.house import DecodedSounds
from odind.tapes.vault import FolderVault
from odind.tokens.access_key import AccessKey
from odind.v1 import audio_pb2, rooms_pb2
from odind.v1.audio_pb2_grpc import AudioServiceStub
from odind.v1.devices_pb2_grpc import DeviceServiceStub
from odind.v1.managed_pb2_grpc import ManagedRoomServiceStub
from odind.v1.moderation_pb2_grpc import ModerationServiceStub
from odind.v1.players_pb2_grpc import PlayerServiceStub
from odind.v1.processing_pb2_grpc import ProcessingServiceStub
from odind.v1.rooms_pb2_grpc import RoomServiceStub
from odind.v1.server_pb2_grpc import ServerServiceStub
from odind.v1.sockets_pb2_grpc import SocketServiceStub
from odind.v1.sounds_pb2_grpc import SoundServiceStub
from odind.v1.space_pb2_grpc import SpaceServiceStub
from odind.v1.statistics_pb2_grpc import StatisticsServiceStub
from odind.v1.tokens_pb2_grpc import TokenServiceStub
from odind.v1.tools_pb2_grpc import ToolServiceStub
from tests.core.captions.fakes import FakeEngine, FakeShelves, FakeSources
from tests.core.hls.fakes import FakePress
from tests.core.moderation.fakes import FakeGatewayClient
from tests.core.players.shelves import FakeShelf
from tests.core.push.carrier import Booth, open_booth
from tests.core.tokens.fakes import FakeTokenService
from tests.core.webhooks.fakes import FakeCarrier
from tests.sounds.fake_speech import FakeSpeech

from .door import NO_HELLO, DoorCaller

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from odind.core.voice.speaker import Speaker
    from odind.services.catalog import Service
    from odind.services.passing import Passing

PATIENCE = 20.0
GATEWAY = "gateway.example"
NOW = 1_700_000_000.0
PATIENT_READERS = Limits(receive_buffer_ms=60_000)
OPUS = audio_pb2.AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=audio_pb2.SAMPLE_FORMAT_OPUS)
MONO = audio_pb2.AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=audio_pb2.SAMPLE_FORMAT_S16LE)


class HandClock(SystemClock):
    """Core's ticker, standing still, and its clock, of which only the time of day does."""

    def __init__(self) -> None:
        self.next_tick = 0

    def now(self) -> float:
        """Seconds since the epoch."""
        return NOW

    def tick(self) -> int:
        """The number of the next tick."""
        return self.next_tick

    def wake(self) -> None:
        """Nothing to wake: tests run the ticks."""

    def pace(self) -> PaceStatistics:
        """Ticks that were run, none of them late."""
        return PaceStatistics(self.next_tick, 0, 0)


class SoundClock(SystemClock):
    """The clock that a fake sound system stamps with; waiting takes real time."""

    def __init__(self, sound: FakeSoundSystem) -> None:
        self._sound = sound

    def monotonic(self) -> float:
        """Seconds of the sound system."""
        return self._sound.now_ns / 1e9


class Impersonation:
    """Takes every caller for one principal, the owner at first."""

    principal = OWNER

    def admit(self, _caller: object, _rpc: str) -> Principal:
        """Return who calls."""
        return self.principal

    def under(self, _principal: Principal) -> AbstractAsyncContextManager[None]:
        """Run on."""
        return nullcontext()


class Bench:
    """A served daemon without a process, and stubs to call it."""

    def __init__(
        self,
        inside: Inside,
        *,
        server: RpcServer,
        clock: HandClock,
        channel: Any,
        access: Impersonation | None = None,
        door: AudioDoor | None = None,
        audio_socket: Path | None = None,
        folder: Path = Path(),
    ) -> None:
        self.access = access or Impersonation()
        self.plane = inside.plane
        self.host = inside.host
        self.sound = inside.sound
        self.runtime = inside.runtime
        self.gateway = getattr(inside, "gateway", FakeGatewayClient())
        self.token_service = inside.token_service
        self.booth: Booth = getattr(inside, "booth", None)  # type: ignore[assignment] # the same
        self.webhooks: Webhooks = getattr(inside, "webhooks", None)  # type: ignore[assignment] # the same
        self.captions: Captions = getattr(inside, "captions", None)  # type: ignore[assignment] # the same
        self.live_captions: LiveCaptions = getattr(inside, "live_captions", None)  # type: ignore[assignment] # the same
        self.shelf: FakeShelf = getattr(inside, "shelf", None)  # type: ignore[assignment] # workers have none
        self.stop = inside.stop
        self.server = server
        self.key = AccessKey.generate()
        self.channel = channel
        self.ask_rooms = RoomServiceStub(channel)
        self.ask_tokens = TokenServiceStub(channel)
        self.ask_server = ServerServiceStub(channel)
        self.managed: Managed = getattr(inside, "managed", None)  # type: ignore[assignment] # workers have none
        self.ask_managed = ManagedRoomServiceStub(channel)
        self.ask_moderation = ModerationServiceStub(channel)
        self.ask_audio = AudioServiceStub(channel)
        self.ask_devices = DeviceServiceStub(channel)
        self.ask_players = PlayerServiceStub(channel)
        self.ask_processing = ProcessingServiceStub(channel)
        self.ask_sockets = SocketServiceStub(channel)
        self.ask_sounds = SoundServiceStub(channel)
        self.ask_space = SpaceServiceStub(channel)
        self.ask_statistics = StatisticsServiceStub(channel)
        self.ask_tools = ToolServiceStub(channel)
        self._clock = clock
        self.door = door
        self.folder = folder
        self._audio_socket = audio_socket
        self.doors: list[DoorCaller] = []

    def tick(self, count: int = 1) -> None:
        """Speak and hear so many frames, all at once."""
        for _ in range(count):
            self.host.tick(self._clock.next_tick)
            self._clock.next_tick += 1

    @asynccontextmanager
    async def ticking(self) -> AsyncIterator[None]:
        """Let the ticks run, twenty times as fast as a daemon's."""

        async def run() -> None:
            while True:
                self.tick()
                await asyncio.sleep(0.001)

        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(run())
            try:
                yield
            finally:
                running.cancel()

    async def join(self, user_id: str = "me", room_id: str = "room", **fields: Any) -> rooms_pb2.Connection:
        """Enter a room."""
        request = rooms_pb2.JoinRoomRequest(room_id=room_id, user_id=user_id, **fields)
        return (await self.ask_rooms.JoinRoom(request)).connection

    async def join_id(self, user_id: str = "me", room_id: str = "room") -> str:
        """Enter a room and return the connection's id."""
        return (await self.join(user_id, room_id)).connection_id

    def speaker(self, connection_id: str) -> Speaker:
        """Who speaks for a connection."""
        (speaker,) = (
            lane.speaker for lane in self.host._connections[connection_id].media._lanes if lane.speaker
        )
        return speaker

    async def audio(self, *requests: audio_pb2.StreamAudioRequest) -> Any:
        """Begin an audio stream with these requests; return the call, its `started` still unread."""
        call: Any = self.ask_audio.StreamAudio() if self._audio_socket is None else await self.dial()
        for request in requests:
            await call.write(request)
        return call

    async def dial(self, opening: bytes = NO_HELLO) -> DoorCaller:
        """Connect to the audio socket, and send these bytes."""
        assert self._audio_socket
        self.doors.append(caller := await DoorCaller.dial(self._audio_socket, opening))
        return caller

    async def attached(self, connection_id: str, **config: Any) -> Any:
        """Begin an audio stream and wait until it is attached."""
        call = await self.audio(config_of(connection_id, **config))
        answer = await call.read()
        if answer is grpc.aio.EOF:
            await call.initial_metadata()
            raise AssertionError(f"not attached: {await call.details()}")
        return call


def config_of(connection_id: str, **config: Any) -> audio_pb2.StreamAudioRequest:
    """The first message of an audio stream."""
    return audio_pb2.StreamAudioRequest(
        config=audio_pb2.StreamAudioConfig(connection_id=connection_id, **config)
    )


def chunk_of(pcm: bytes = b"", *, opus: Sequence[bytes] = (), lane: int = 0) -> audio_pb2.StreamAudioRequest:
    """Something to say."""
    return audio_pb2.StreamAudioRequest(lane=lane, chunk=audio_pb2.AudioChunk(pcm=pcm, opus=opus))


def mark_of(name: str) -> audio_pb2.StreamAudioRequest:
    """A point in what is said."""
    return audio_pb2.StreamAudioRequest(mark=audio_pb2.Mark(name=name))


def send_buffer(**milliseconds: int) -> audio_pb2.SendBuffer:
    """How much may wait; what is not named stays unset."""
    buffer = audio_pb2.SendBuffer()
    for name, value in milliseconds.items():
        getattr(buffer, name).FromMilliseconds(value)
    return buffer


@dataclass(frozen=True)
class Inside:
    """What is behind the faces of a daemon that has one process."""

    plane: ControlPlane
    host: LocalHost
    sound: FakeSoundSystem
    runtime: FakeRuntime
    services: tuple[Service, ...]
    gateway: FakeGatewayClient
    managed: Managed
    token_service: FakeTokenService
    webhooks: Webhooks
    shelf: FakeShelf
    captions: Captions
    booth: Booth
    live_captions: LiveCaptions

    def stop(self) -> None:
        """End everything, as the daemon does."""
        self.plane.stop()
        self.host.stop()


def tenant_of(name: str, limits: Limits) -> Tenant:
    """Return a tenant with a key and a gateway of its own."""
    tokens = Tokens(OdinKeyring(), AccessKey.generate(), lambda: NOW)
    return Tenant(name, JoinTerms(tokens, limits, Gateways(f"{name}.example")))


@asynccontextmanager
async def open_inside(
    clock: HandClock,
    limits: Limits,
    folder: Path | None = None,
    *,
    has_key: bool = True,
    tenants: tuple[str, ...] = (),
) -> AsyncIterator[Inside]:
    """Make the inside of a daemon, for any face; its tenants have gateways of their own."""
    runtime = FakeRuntime()
    tokens = Tokens(OdinKeyring(), AccessKey.generate() if has_key else None, clock.now)
    service = FakeTokenService()
    hosted = HostedTokens(service, {"game": "planted"}, clock, 1)
    sound = FakeSoundSystem(folder) if folder else FakeSoundSystem()
    files = SoundFolders([folder] if folder else [])
    checks = {SourceKind.FILE: files.check, SourceKind.URL: Guard(EgressConfig()).check_url}
    async with (
        Decoders() as decoders,
        DecodedSounds(
            {SourceKind.SPEECH: FakeSpeech(), SourceKind.STREAM: FeedOpener(decoders, 1 << 40)}, checks=checks
        ) as sounds,
        LocalHost(runtime, limits, clock, sounds=sounds) as host,
        Lookout(sound) as lookout,
        Lines(host, lookout, SoundClock(sound), clock),
        ControlPlane(
            [host],
            lookout,
            tokens,
            limits,
            GATEWAY,
            clock=clock,
            hosted=hosted,
            more_tenants=[tenant_of(name, limits) for name in tenants],
            vault=FolderVault(folder / "recordings", clock) if folder else None,
            max_recordings=2,
        ) as plane,
        open_booth(plane, clock, most=1) as booth,
        live_around(SimpleNamespace(plane=plane, stream_audio=partial(run_audio, host))) as around,  # type: ignore[arg-type] # it needs no more of a house
    ):
        Gauge(host, runtime, MachineLoad())
        PathProbe(host, clock)
        facts = DaemonFacts("9.9.9", runtime.info, GATEWAY, limits, started_at=NOW)
        gateway = FakeGatewayClient()
        moderation = Moderation(plane.tenants, limits, gateway)
        webhooks = Webhooks(
            plane.scribe, plane.keys, clock, teller=EventTeller(lambda event: event), carrier=FakeCarrier()
        )
        shelf = FakeShelf()
        hls = HlsOutputs(
            around,
            FakePress(),
            CueBoard(),
            Signer("", b"secret"),
            plane.uploads.outputs,
            most=2,
            keep_s=3_600,
        )
        library = SoundLibrary(shelf, SoundLimits(sound_bytes=1_000, library_bytes=1_500), clock)
        captions = Captions(
            plane.scribe,
            EngineLine(FakeEngine(), clock),
            FakeSources(),
            FakeShelves(),
            recordings=plane.recordings,
            downloads=plane.downloads,
            library=library,
            clock=clock,
            bugs=lambda _transcript_id, bug: pytest.fail(str(bug)),
            max_running=2,
        )
        summaries = Summaries(around, captions, None)
        live_captions = LiveCaptions(around, captions, CueBoard(), summaries, cutting=Cutting(), most=1)
        managed = Managed(
            plane.scribe,
            plane.registry,
            plane.rooms,
            moderation,
            tenants=plane.tenants,
            recordings=plane.recordings,
            outlets=Outlets(hls, booth.pushes, live_captions),
            clock=clock,
        )
        services = all_services(
            plane,
            facts,
            partial(run_audio, host),
            moderation,
            sockets=HostSockets(host),
            managed=managed,
            library=library,
            feeds=SocketFeeds(),
            webhooks=webhooks,
            pushes=booth.pushes,
            hls=hls,
            captions=captions,
            live_captions=live_captions,
            summaries=summaries,
        )
        async with managed, captions:
            inside = Inside(
                plane,
                host,
                sound,
                runtime,
                services,
                gateway,
                managed,
                service,
                webhooks,
                shelf,
                captions,
                booth,
                live_captions,
            )
            yield inside
            inside.stop()


@asynccontextmanager
async def open_bench(
    folder: Path,
    *,
    limits: Limits | None = None,
    has_key: bool = True,
    door: bool = False,
    passing: Callable[[ControlPlane], Passing] | None = None,
) -> AsyncIterator[Bench]:
    """Serve on a socket in the folder, and for audio, where `door` says so, on the audio socket beside it.

    With `passing` the daemon is a member of a fleet.
    """
    clock = HandClock()
    async with open_inside(clock, limits or PATIENT_READERS, folder, has_key=has_key) as inside:
        access, turnstile = Impersonation(), Turnstile(limits or PATIENT_READERS, clock)
        services = inside.services
        if passing:
            services = [replace(one, passing=passing(inside.plane)) for one in services]
        server = RpcServer(services, access=access, turnstile=turnstile)
        server.bind_socket(folder / "odind.sock")
        audio = AudioDoor(services, access, turnstile=turnstile)
        audio.bind_socket(folder / "odind.audio")
        target = grpc_target(f"unix:{folder}/odind.sock")
        async with server, audio, grpc.aio.insecure_channel(target) as channel:
            bench = Bench(
                inside,
                server=server,
                clock=clock,
                channel=channel,
                access=access,
                door=audio,
                audio_socket=folder / "odind.audio" if door else None,
                folder=folder,
            )
            yield bench
            for caller in bench.doors:
                caller.cancel()
            inside.stop()


def readers(plane: ControlPlane) -> int:
    """Return how many callers read the log, besides the daemon itself, which watches managed rooms."""
    return sum(cursor._filter.kinds != _KINDS for cursor in plane.log._cursors)


async def until(condition: Callable[[], object]) -> None:
    """Wait for what no call reports, such as that the server has noticed a cancelled call."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - nobody announces it
            await asyncio.sleep(0.001)
