"""Managed rooms over a daemon in memory, and the hand that moves its clock and its peers."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from odind.core.access.signed import Signer
from odind.core.captions.line import EngineLine
from odind.core.hls.outputs import HlsOutputs
from odind.core.managed.managed import Managed
from odind.core.managed.outlets import Outlets
from odind.core.managed.room import RoomSettings
from odind.core.managed.sessions import SessionFilter
from odind.core.moderation.moderation import Moderation
from odind.core.moderation.ports import BanClient
from odind.core.push.pushes import Pushes
from odind.core.rooms.actions import TakeArrivals
from odind.core.rooms.events import Peer, PeerJoined, PeerLeft
from odind.core.values.payload import Json
from tests.core.captions.fakes import FakeEngine
from tests.core.captions.stage import Stage
from tests.core.fakes import Daemon, open_daemon, turns
from tests.core.hls.fakes import FakePress
from tests.core.moderation.fakes import FakeGatewayClient
from tests.core.push.carrier import FakeCarrier

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.log.memory import MemoryStore
    from odind.core.managed.keeper import Keeper
    from odind.core.managed.room import ManagedRoom
    from odind.core.managed.session import RoomSession

E = TypeVar("E")
BOT = Json('{"role":"bot"}')
ROOM = "lobby"
EVERY = SessionFilter()


class Ground:
    """A daemon with managed rooms."""

    def __init__(self, daemon: Daemon, managed: Managed, gateway: FakeGatewayClient, stage: Stage) -> None:
        self.daemon = daemon
        self.clock = daemon.clock
        self.host = daemon.host
        self.managed = managed
        self.rooms = managed.rooms
        self.sessions = managed.sessions
        self.gateway = gateway
        self.stage = stage

    async def create(self, room_id: str = ROOM, *, token: bool = True, **settings: Any) -> ManagedRoom:
        """Manage a room, and have it observed because somebody may come."""
        room = await self.rooms.create(room_id, "", RoomSettings(**settings))
        if token:
            await self.managed.tokens.create(room_id, "anybody", 86_400)
        await turns(20)
        return room

    def keeper(self, room_id: str = ROOM) -> Keeper:
        """The keeper of a room."""
        keeper = self.managed.keepers.get(room_id)
        assert keeper is not None
        return keeper

    @property
    def observer(self) -> str:
        """The daemon's connection to the room."""
        return self.keeper().observer.connection_id

    @property
    def session(self) -> RoomSession:
        """The session that goes on."""
        session = self.keeper().session
        assert session is not None
        return session

    async def tell(self, *events: Any) -> None:
        """Have the observer see these events."""
        for event in events:
            self.host.tell(self.observer, event)
        await turns(20)

    async def come(self, peer_id: int, user_id: str, user_data: Any = b"") -> None:
        """Have a peer come."""
        await self.tell(PeerJoined(Peer(peer_id, user_id, user_data)))

    async def go(self, peer_id: int, user_id: str = "") -> None:
        """Have a peer leave."""
        await self.tell(PeerLeft(Peer(peer_id, user_id)))

    async def wait(self, seconds: float) -> None:
        """Let time pass, a second after the other."""
        for _ in range(int(seconds)):
            self.clock.advance(1)
            await turns()
        await turns(20)

    def told(self, kind: type[E]) -> list[E]:
        """Return the events of a kind, oldest first."""
        return [event for _, event in self.daemon.told() if isinstance(event, kind)]

    @property
    def removed(self) -> list[str]:
        """The users whom the gateway was asked to remove."""
        return [request.user_id for _, _, request in self.gateway.asked if isinstance(request, BanClient)]

    async def last(self) -> RoomSession:
        """Return the session that began last, whether it goes on or not."""
        (session, *_), _ = await self.sessions.page(EVERY, 1, "")
        return session


@asynccontextmanager
async def open_ground(
    store: MemoryStore | None = None, *, later_s: float = 0, engine: bool = True, **options: Any
) -> AsyncIterator[Ground]:
    """Run it for the length of the block."""
    async with (
        open_daemon(store=store, event_buffer=100_000, **options) as daemon,
        asyncio.TaskGroup() as tasks,
    ):
        daemon.clock.advance(later_s)
        daemon.host.answers[TakeArrivals] = ()
        gateway = FakeGatewayClient()
        plane = daemon.plane
        moderation = Moderation(plane.tenants, daemon.rooms.limits, gateway)
        stage = Stage(daemon, EngineLine(FakeEngine(), daemon.clock) if engine else None, tasks)
        places, signer = plane.uploads.outputs, Signer("", b"secret")
        hls = HlsOutputs(stage.around, FakePress(), stage.board, signer, places, most=2, keep_s=3_600)
        hls.jobs.recall()
        stage.live.recall()
        outlets = Outlets(hls, Pushes(stage.around, FakeCarrier(), 2), stage.live)
        managed = Managed(
            daemon.scribe,
            daemon.registry,
            daemon.rooms,
            moderation,
            tenants=plane.tenants,
            recordings=plane.recordings,
            outlets=outlets,
            clock=daemon.clock,
        )
        async with managed, stage.captions:
            await turns(20)
            yield Ground(daemon, managed, gateway, stage)
            daemon.plane.stop()
            for task in stage.running:
                task.cancel()
