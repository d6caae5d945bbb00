"""The daemon's own silent connection to a managed room."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from odind.core.access.principal import itself_for
from odind.core.errors import OdindError
from odind.core.rooms.actions import TakeArrivals
from odind.core.rooms.admission import JoinRequest
from odind.core.rooms.peer_data import RoomsPeer, RoomsPeerData
from odind.core.timing.backoff import Backoff
from odind.core.timing.clock import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from odind.core.rooms.registry import Registry
    from odind.core.rooms.rooms import Rooms
    from odind.core.rooms.tenants import Tenants
    from odind.core.timing.clock import Clock
    from odind.core.timing.slots import Slots
    from odind.core.voice.arrivals import PeerArrivals

    from .room import ManagedRoom, RoomSettings

    Spawn = Callable[[Coroutine[object, object, None]], object]

USER_ID: Final = "odind-observer"
_SEEN_AS: Final = RoomsPeer(RoomsPeerData(name="odind", role="observer"))
_FIRST_PAUSE_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 30.0


class Observer:
    """Is in a room while `settings` is set, and joins again until it is. Used on the loop's thread.

    `there` is set while it has a connection, which may be away for a moment; `problem` says why it has none.
    """

    def __init__(
        self,
        room: ManagedRoom,
        tenants: Tenants,
        *,
        rooms: Rooms,
        registry: Registry,
        clock: Clock,
        spawn: Spawn,
        slots: Slots,
    ) -> None:
        self.connection_id = ""
        self.problem = ""
        self.there = asyncio.Event()
        self._room = room
        self._tenants = tenants
        self._rooms = rooms
        self._registry = registry
        self._clock = clock
        self._spawn = spawn
        self._slots = slots
        self._settings: RoomSettings | None = None
        self._changed = asyncio.Event()
        self._settling = False

    @property
    def idle(self) -> bool:
        """Whether it neither is in the room nor is on its way in or out."""
        return not self._settling and not self.connection_id

    def want(self, settings: RoomSettings | None) -> None:
        """Be in the room, or with None leave it."""
        self._settings = settings
        self._settle_soon()

    def take_over(self, connection_id: str) -> None:
        """Go on with a connection that an earlier daemon has joined for this."""
        self._came(connection_id)

    async def take_arrivals(self) -> tuple[PeerArrivals, ...]:
        """Take what was counted of the peers' packets since the last time; nothing while it is away."""
        try:
            return await self._registry.perform(self.connection_id, TakeArrivals(self.connection_id))
        except OdindError:
            return ()

    def lost(self) -> None:
        """Handle the end of the connection."""
        self.connection_id = ""
        self.there.clear()
        self._settle_soon()

    def _settle_soon(self) -> None:
        self._changed.set()
        if not self._settling and bool(self._settings) != bool(self.connection_id):
            self._settling = True
            self._spawn(self._settle())

    async def _settle(self) -> None:
        backoff = Backoff(_FIRST_PAUSE_S, _LONGEST_PAUSE_S)
        try:
            while bool(self._settings) != bool(self.connection_id):
                self._changed.clear()
                try:
                    await (self._join(self._settings) if self._settings else self._leave())
                except OdindError as error:
                    self.problem = str(error)
                    await wait_until(self._clock, self._clock.monotonic() + backoff.pause_s())
        finally:
            self._settling = False

    async def _join(self, settings: RoomSettings) -> None:
        request = JoinRequest(
            self._room.room_id,
            USER_ID,
            gateway=settings.gateway,
            rooms_peer=_SEEN_AS,
            cipher=settings.cipher,
        )
        tenant = self._tenants.holding(self._room.managed_id)
        async with self._slots.take(settings.gateway):
            view = await self._rooms.join(request, itself_for(tenant.name))
        self._came(view.connection_id)
        await self._registry.change(view.connection_id, lambda entry: replace(entry.settings, attentive=True))

    async def _leave(self) -> None:
        connection_id, self.connection_id = self.connection_id, ""
        self.there.clear()
        await self._rooms.leave(connection_id)

    def _came(self, connection_id: str) -> None:
        self.connection_id = connection_id
        self.problem = ""
        self.there.set()
