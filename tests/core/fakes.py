"""A daemon's inside without a daemon: fake clock, fake runtime, real keys, and rooms on top of them."""

from __future__ import annotations

import asyncio
import itertools
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from odind import clock
from odind.core.bounds.limits import Limits
from odind.core.devices.lookout import Lookout
from odind.core.errors import OdindError
from odind.core.log.memory import MemoryStore
from odind.core.log.scribe import Scribe
from odind.core.plane import ControlPlane, new_log
from odind.core.rooms.admission import JoinRequest
from odind.core.rooms.events import GIVEN_UP, ConnectionJoined, ConnectionLeft, ConnectionState
from odind.core.rooms.local import LocalHost
from odind.core.rooms.refusals import no_connection, worker_lost
from odind.core.rooms.watching import Snapshot, Wanted
from odind.core.tokens.tokens import Tokens
from odind.core.values.statistics import PaceStatistics
from odind.core.voice.notices import LaneStarted
from odind.devices.fake import FakeSoundSystem
from odind.runtime.fake import FakeRuntime
from odind.tokens import jwt
from odind.tokens.access_key import AccessKey

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from odind.core.log.mirror import Mirror
    from odind.core.recordings.ports import Vault
    from odind.core.rooms.attendance import AudioAttended
    from odind.core.rooms.events import ConnectionView, Peer, RoomEvent
    from odind.core.rooms.gateways import Gateway
    from odind.core.rooms.noted import PlayerMoved, PlayerNoted
    from odind.core.rooms.ports import HostSink, JoinSpec
    from odind.core.rooms.settings import ConnectionSettings
    from odind.core.rooms.tenants import Tenant
    from odind.core.sound.samples import Samples
    from odind.core.tokens.hosted import HostedTokens
    from odind.core.voice.call import AudioCall
    from odind.core.voice.notices import Notice
    from odind.core.voice.outbox import HeardFrame, HeardTick

GATEWAY = "gateway.example"


class FakeClock(clock.FakeClock):
    """A clock and a ticker that stand still until they are moved."""

    def __init__(self) -> None:
        super().__init__()
        self.next_tick = 1_000
        self.woken = 0

    def tick(self) -> int:
        return self.next_tick

    def wake(self) -> None:
        self.woken += 1

    def pace(self) -> PaceStatistics:
        return PaceStatistics(self.next_tick - 1_000, 0, 0)


class Keyring:
    """Core's keyring on real keys."""

    def generate(self) -> AccessKey:
        return AccessKey.generate()

    def parse(self, text: str) -> AccessKey:
        return AccessKey.parse(text)

    def claims(self, token: str) -> dict[str, Any]:
        return jwt.parse(token).claims


class FakeHost:
    """A host in memory that a test kills and revives. It lets everybody into a room with `peers`.

    `joins`, `applied` and `performed` are what was asked of it, `connections` is what it holds; `answers` are
    those to actions, by their type.
    """

    audio_target = ""
    audio_socket = ""

    def __init__(self) -> None:
        self.serving = True
        self.streams = 0
        self.peers: tuple[Peer, ...] = ()
        self.joins: list[tuple[ConnectionView, JoinSpec, ConnectionSettings]] = []
        self.applied: list[ConnectionSettings] = []
        self.performed: list[Any] = []
        self.connections: dict[str, ConnectionView] = {}
        self.answers: dict[type, Any] = {}
        self._sink: HostSink
        self._refusal: OdindError | None = None
        self._holding = False
        self._away = ""
        self._held: list[asyncio.Future[None]] = []
        self._peer_ids = itertools.count(1_000)

    # The hand of the test

    def die(self, detail: str = "it crashed") -> None:
        """Be gone: calls under way fail, and nothing is left."""
        self.serving, self._holding = False, False
        self.connections.clear()
        for held in self._take_held():
            held.set_exception(worker_lost())
        self._sink.lost(self, detail)

    def revive(self) -> None:
        """Be there again, and hold nothing."""
        self.serving = True

    def hold(self, gateway: str = "") -> None:
        """Leave calls to come without an answer, or joins to one gateway alone."""
        self._holding = True
        self._away = gateway

    def release(self) -> None:
        """Answer the calls that are held, and hold none any more."""
        self._holding = False
        for held in self._take_held():
            held.set_result(None)

    def refuse(self, error: OdindError | None) -> None:
        """Let joins to come fail, or not any more."""
        self._refusal = error

    def tell(self, connection_id: str, event: RoomEvent | AudioAttended | PlayerNoted | PlayerMoved) -> None:
        """Have something happen on a connection."""
        self._sink.happened(self, connection_id, event)

    # As a host

    def attend(self, sink: HostSink) -> None:
        self._sink = sink

    async def join(self, view: ConnectionView, spec: JoinSpec, settings: ConnectionSettings) -> None:
        self.joins.append((view, spec, settings))
        try:
            await self._answer(gateway=spec.gateway)
            self._admit()
        except BaseException as error:
            if self.serving:
                refused = isinstance(error, OdindError)
                self.tell(
                    view.connection_id, ConnectionLeft(str(error), error.reason) if refused else GIVEN_UP
                )
            raise
        joined = replace(
            view, state=ConnectionState.JOINED, own_peer_id=next(self._peer_ids), peers=self.peers
        )
        self.connections[view.connection_id] = joined
        self.tell(view.connection_id, ConnectionJoined(joined))

    async def apply(self, connection_id: str, settings: ConnectionSettings) -> None:
        await self._answer(connection_id)
        self.applied.append(settings)

    async def leave(self, connection_id: str, left: ConnectionLeft) -> None:
        await self._answer(connection_id)
        del self.connections[connection_id]
        self.tell(connection_id, left)

    async def perform(self, action: Any) -> Any:
        self.performed.append(action)
        await self._answer()
        return self.answers.get(type(action))

    async def _answer(self, connection_id: str | None = None, *, gateway: str = "") -> None:
        if not self.serving:
            raise worker_lost()
        if self._holding and self._away in ("", gateway):
            held = asyncio.get_running_loop().create_future()
            self._held.append(held)
            await held
        if connection_id is not None and connection_id not in self.connections:
            raise no_connection(connection_id)

    def _admit(self) -> None:
        if self._refusal:
            raise self._refusal

    def _take_held(self) -> list[asyncio.Future[None]]:
        held, self._held = self._held, []
        return [one for one in held if not one.done()]


class Daemon:
    """A control plane over hosts in memory."""

    def __init__(
        self,
        limits: Limits,
        hosts: int,
        kind: type[FakeHost],
        *,
        store: MemoryStore | None = None,
        key: AccessKey | None = None,
        restore: bool = True,
        named_gateways: Mapping[str, Gateway] = MappingProxyType({}),
        hosted: HostedTokens | None = None,
        more_tenants: Sequence[Tenant] = (),
        mirror: Mirror | None = None,
        vault: Vault | None = None,
    ) -> None:
        self.clock = FakeClock()
        self.scribe = Scribe(new_log(self.clock, limits, store), store or MemoryStore(), self.clock, mirror)
        self.hosts = [kind() for _ in range(hosts)]
        self.host = self.hosts[0]
        self.tokens = Tokens(Keyring(), key or AccessKey.generate(), self.clock.now)
        self.lookout = Lookout(FakeSoundSystem())
        self.plane = ControlPlane(
            self.hosts,
            self.lookout,
            self.tokens,
            limits,
            GATEWAY,
            clock=self.clock,
            scribe=self.scribe,
            restore=restore,
            named_gateways=named_gateways,
            hosted=hosted,
            more_tenants=more_tenants,
            vault=vault,
        )
        self.rooms = self.plane.rooms
        self.watches = self.plane.watches
        self.controls = self.plane.controls
        self.registry = self.plane.registry

    async def join(self, user_id: str = "anna", room_id: str = "lobby", **more: Any) -> str:
        """Join, and return the id of the connection."""
        view = await self.rooms.join(JoinRequest(room_id=room_id, user_id=user_id, **more))
        return view.connection_id

    def told(self) -> list[tuple[str, Any]]:
        """Everything that happened so far, each with its subject."""
        log = self.plane.log
        entries = [log.entry(number) for number in range(log.kept_from, log.last + 1)]
        return [(entry.subject, entry.event) for entry in entries]


@asynccontextmanager
async def open_daemon(
    hosts: int = 1,
    *,
    kind: type[FakeHost] = FakeHost,
    store: MemoryStore | None = None,
    restore: bool = True,
    named_gateways: Mapping[str, Gateway] = MappingProxyType({}),
    hosted: HostedTokens | None = None,
    more_tenants: Sequence[Tenant] = (),
    mirror: Mirror | None = None,
    vault: Vault | None = None,
    **limits: int,
) -> AsyncIterator[Daemon]:
    """Run a control plane over fake hosts for the length of the block."""
    daemon = Daemon(
        Limits(**limits),
        hosts,
        kind,
        store=store,
        restore=restore,
        named_gateways=named_gateways,
        hosted=hosted,
        more_tenants=more_tenants,
        mirror=mirror,
        vault=vault,
    )
    async with daemon.scribe, daemon.lookout, daemon.plane:
        yield daemon


class House:
    """Rooms on a fake runtime, and the hand that moves their clock."""

    def __init__(
        self,
        limits: Limits,
        key: AccessKey | None,
        more_gateways: tuple[str, ...] = (),
        store: MemoryStore | None = None,
    ) -> None:
        self.clock = FakeClock()
        self.scribe = Scribe(new_log(self.clock, limits, store), store or MemoryStore(), self.clock)
        self.runtime = FakeRuntime()
        self.tokens = Tokens(Keyring(), key, self.clock.now)
        self.host = LocalHost(self.runtime, limits, self.clock)
        self.sound = FakeSoundSystem()
        self.lookout = Lookout(self.sound)
        self.plane = ControlPlane(
            [self.host],
            self.lookout,
            self.tokens,
            limits,
            GATEWAY,
            clock=self.clock,
            more_gateways=more_gateways,
            scribe=self.scribe,
        )
        self.rooms = self.plane.rooms
        self.watches = self.plane.watches
        self.controls = self.plane.controls

    async def join(self, user_id: str = "anna", room_id: str = "lobby", **more: Any) -> ConnectionView:
        return await self.rooms.join(JoinRequest(room_id=room_id, user_id=user_id, **more))

    def stop(self) -> None:
        """End everything, as the daemon does."""
        self.plane.stop()
        self.host.stop()

    @asynccontextmanager
    async def watch(
        self, connection_ids: Sequence[str] = (), after: int | None = None
    ) -> AsyncIterator[tuple[Snapshot, AsyncIterator[Any]]]:
        """Watch for the length of the block: a snapshot, and what follows it."""
        wanted = Wanted(tuple(connection_ids), after)
        async with aclosing(self.watches.watch(wanted)) as items:
            first = await anext(items)
            assert isinstance(first, Snapshot)
            yield first, items

    async def tick(self, ticks: int = 1) -> bool:
        """Run so many ticks; return whether another is wanted."""
        wanted = False
        for _ in range(ticks):
            wanted = self.host.tick(self.clock.next_tick)
            self.clock.next_tick += 1
            await turns()
        return wanted


@asynccontextmanager
async def open_house(
    *,
    key: bool = True,
    more_gateways: tuple[str, ...] = (),
    store: MemoryStore | None = None,
    **limits: int,
) -> AsyncIterator[House]:
    """Open rooms for the length of the block."""
    house = House(Limits(**limits), AccessKey.generate() if key else None, more_gateways, store)
    async with house.scribe, house.host, house.lookout, house.plane:
        yield house
        house.stop()


async def turns(count: int = 5) -> None:
    """Let the loop turn, so that what was caused is delivered."""
    for _ in range(count):
        await asyncio.sleep(0)


def ticks_of(call: AudioCall) -> list[HeardTick]:
    """The sound that waits for a call's caller, oldest first."""
    return list(call.outbox._ticks)


def frames_of(call: AudioCall) -> list[HeardFrame]:
    """The frames that wait for a call's caller, oldest first."""
    return [frame for tick in ticks_of(call) for frame in tick.frames]


def notices_of(call: AudioCall) -> list[tuple[int, Notice]]:
    """Take the notices that wait for a call's caller, each with its lane, but for those of lanes starting."""
    notices = [(item.lane, item.notice) for item in call.outbox._notices]
    call.outbox._notices.clear()
    return [(lane, notice) for lane, notice in notices if not isinstance(notice, LaneStarted)]


def speech(samples: int, seed: int = 1) -> Samples:
    """Sound without a single zero in it, below full scale, exact in 16 bits."""
    noise = np.random.default_rng(seed).integers(1, 8_000, samples)
    return (noise / 32_768).astype(np.float32)


def pcm16(samples: Samples) -> bytes:
    """The samples as 16-bit integers."""
    return bytes(np.rint(samples * 32_768).astype("<i2"))
