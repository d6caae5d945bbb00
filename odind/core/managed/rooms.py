"""The use cases of managed rooms themselves: made, found, changed, enabled, deactivated, deleted."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from odind.core.access.grant import ANY_TENANT
from odind.core.access.principal import OWNER
from odind.core.tokens.tokens import check_room_id
from odind.core.values.late import dataclass
from odind.core.values.paging import page_of
from odind.core.values.portable import portable

from .checks import check_custom_id, check_settings
from .events import (
    ManagedRoomCreated,
    ManagedRoomDeactivated,
    ManagedRoomDeleted,
    ManagedRoomEnabled,
    ManagedRoomUpdated,
)
from .names import new_room_id
from .refusals import made_elsewhere, no_managed_room, room_deactivated, room_exists, too_many_rooms
from .room import COLLECTION, CUSTOM_IDS, ManagedRoom, RoomSettings, bundle_of, key_for, settings_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from odind.core.access.principal import Principal
    from odind.core.log.scribe import Scribe
    from odind.core.rooms.tenants import Tenants
    from odind.core.timing.clock import Clock

    from .room import AutoStart

MAX_ROOMS: Final = 10_000
_ROOM_BYTES: Final = 512


@portable
class CustomId:
    """The room that somebody calls by a name of their own."""

    key: str


@dataclass(frozen=True)
class RoomFilter:
    """Which rooms to list: those with all of these tags, and with this custom id, enabled or not."""

    tags: frozenset[str] = frozenset()
    custom_id: str = ""
    enabled: bool | None = None

    def admits(self, room: ManagedRoom) -> bool:
        """Whether a room is one of them."""
        return (
            self.tags.issubset(room.settings.tags)
            and self.custom_id in ("", room.custom_id)
            and self.enabled in (None, room.enabled)
        )


_EVERY_ROOM: Final = RoomFilter()


class ManagedRooms:
    """All managed rooms, which the store keeps. Used on the loop's thread.

    What a call changes is durable when it returns; such calls raise UnavailableError STORE_UNAVAILABLE.
    `able` is what sessions can start by themselves. `on_change` is called with the key of each room that
    changes, after the change.
    """

    def __init__(self, scribe: Scribe, clock: Clock, tenants: Tenants, able: Collection[AutoStart]) -> None:
        self._scribe = scribe
        self._clock = clock
        self._tenants = tenants
        self.able = frozenset(able)
        self._shelf = scribe.shelf(COLLECTION, ManagedRoom, lambda key, _: bundle_of(key))
        self._customs = scribe.shelf(CUSTOM_IDS, CustomId, lambda _, custom: bundle_of(custom.key))
        self.on_change: Callable[[str], object] = lambda _key: None

    # Looking

    def __iter__(self) -> Iterator[ManagedRoom]:
        return (room for _, room in self._shelf.items())

    def get(self, key: str) -> ManagedRoom | None:
        """Return a room by its key, None when it is not managed."""
        return self._shelf.get(key)

    def find(self, room_id: str, by: Principal = OWNER) -> ManagedRoom:
        """Return a room that a principal sees; raises NotFoundError MANAGED_ROOM_NOT_FOUND."""
        room = self.seen(room_id, by)
        if room is None:
            raise no_managed_room(room_id)
        return room

    def seen(self, room_id: str, by: Principal) -> ManagedRoom | None:
        """Return a room that a principal sees, None when there is none."""
        own = self._shelf.get(key_for(by, room_id))
        every = self if own is None and by.grant.tenant == ANY_TENANT else ()
        rooms = (own, *(room for room in every if room.room_id == room_id))
        return next((room for room in rooms if room and by.sees(room.managed_id, room_id)), None)

    def require_open(self, room_id: str, by: Principal) -> None:
        """Raise FailedPreconditionError ROOM_DEACTIVATED; the daemon itself may be in every room."""
        room = self._shelf.get(key_for(by, room_id))
        if room and not room.enabled and not by.is_daemon:
            raise room_deactivated(room_id)

    def all(self, wanted: RoomFilter = _EVERY_ROOM, by: Principal = OWNER) -> list[ManagedRoom]:
        """Return the rooms that a principal sees, oldest first."""
        seen = (room for room in self if wanted.admits(room) and by.sees(room.managed_id, room.room_id))
        return sorted(seen, key=lambda room: room.number)

    def page(
        self, wanted: RoomFilter, page_size: int, page_token: str, by: Principal = OWNER
    ) -> tuple[list[ManagedRoom], str]:
        """Return a page of them, and the token of the next page or ""; raises PAGE_TOKEN_INVALID."""
        return page_of(self.all(wanted, by), page_size, page_token, _bytes_of)

    # Changing

    async def create(
        self, room_id: str, custom_id: str, settings: RoomSettings, by: Principal = OWNER
    ) -> ManagedRoom:
        """Manage a room, "" for one with a new id; return the one that its maker calls so already.

        Raises what ManagedRoomService.CreateManagedRoom lists.
        """
        check_custom_id(custom_id)
        known = self.called(by.own(custom_id)) if custom_id else None
        if known and (room := self.get(known)):
            return await self._ours(room)
        room = self._new(room_id or new_room_id(), custom_id, settings, by)
        self._scribe.require_working()
        if custom_id:
            self._customs.put(by.own(custom_id), CustomId(room.key))
        self._shelf.put(room.key, room)
        room = await self._claimed(room)
        self._tell(room, ManagedRoomCreated)  # without a fleet still in one transaction with it
        await self._scribe.stored()
        return room

    def _new(self, room_id: str, custom_id: str, settings: RoomSettings, by: Principal) -> ManagedRoom:
        check_room_id(room_id)
        by.require_room(room_id)
        check_settings(settings, self._tenants.of(by).terms.gateways, self.able)
        if self._shelf.get(key_for(by, room_id)):
            raise room_exists(room_id)
        if len(self._shelf) >= MAX_ROOMS:
            raise too_many_rooms(MAX_ROOMS)
        now = self._clock.now()
        number = self._next_number
        managed_id = by.new_id("m")
        return ManagedRoom(managed_id, room_id, custom_id, number, now, now, settings, enabled_at=now)

    async def update(self, room_id: str, changes: Mapping[str, Any], by: Principal = OWNER) -> ManagedRoom:
        """Change fields of a room's settings; raises what ManagedRoomService.UpdateManagedRoom lists."""
        room = self.find(room_id, by)
        settings = replace(room.settings, **changes)
        gateways = self._tenants.holding(room.managed_id, by).terms.gateways
        check_settings(settings, gateways, self.able)
        return await self._change(room, ManagedRoomUpdated, settings=settings)

    async def enable(self, room_id: str, by: Principal = OWNER) -> ManagedRoom:
        """Let a room be used again; raises what ManagedRoomService.EnableManagedRoom lists."""
        room = self.find(room_id, by)
        if room.enabled:
            return room
        return await self._change(room, ManagedRoomEnabled, enabled=True, enabled_at=self._clock.now())

    async def deactivate(self, room_id: str, by: Principal = OWNER) -> ManagedRoom:
        """Let a room be used no more; raises what ManagedRoomService.DeactivateManagedRoom lists."""
        return await self.turn_off(self.find(room_id, by))

    async def turn_off(self, room: ManagedRoom) -> ManagedRoom:
        """Let a room be used no more, if it is there and enabled; return it as it is then."""
        now = self.get(room.key)
        if now is None or not now.enabled:
            return now or room
        return await self._change(now, ManagedRoomDeactivated, enabled=False)

    async def delete(self, room_id: str, by: Principal = OWNER) -> None:
        """Manage a room no more; raises what ManagedRoomService.DeleteManagedRoom lists."""
        room = self.find(room_id, by)
        self._scribe.require_working()
        self._forget(room)
        self._tell(room, ManagedRoomDeleted)
        await self._durable()

    async def expect(self, room: ManagedRoom, until: float) -> None:
        """Note until when somebody may come with a join token; durable when it returns."""
        now = self.get(room.key) or room
        self._scribe.require_working()
        self._shelf.put(room.key, replace(now, tokens_until=max(now.tokens_until, until)))
        self.on_change(room.key)
        await self._durable()

    # In a fleet

    def called(self, own_custom_id: str) -> str | None:
        """Return the key of the room that has a custom id, as its maker owns that."""
        custom = self._customs.get(own_custom_id)
        return custom.key if custom else None

    def renumber(self, key: str) -> None:
        """Place a room that was another member's after all others."""
        room = self.get(key)
        if room:
            self._shelf.put(key, replace(room, number=self._next_number))

    def give_up(self, key: str) -> None:
        """Forget a room that another member has."""
        room = self.get(key)
        if room:
            self._forget(room)

    async def _ours(self, room: ManagedRoom) -> ManagedRoom:
        """Return a room once no other member can have made it; raises MANAGED_ROOM_MADE_ELSEWHERE."""
        await self._scribe.mirrored()
        ours = self.get(room.key)
        if ours is None or ours.managed_id != room.managed_id:
            raise made_elsewhere(room.room_id)
        return ours

    async def _claimed(self, room: ManagedRoom) -> ManagedRoom:
        """Do the same for a new room, and forget it when nobody waits for it any more."""
        try:
            return await self._ours(room)
        except asyncio.CancelledError:
            self.give_up(room.key)
            raise

    @property
    def _next_number(self) -> int:
        return max(self._scribe.log.last, *(room.number for room in self), 0) + 1

    def _forget(self, room: ManagedRoom) -> None:
        self._shelf.delete(room.key)
        for name, custom in self._customs.items() if room.custom_id else ():
            if custom.key == room.key:
                self._customs.delete(name)

    async def _durable(self) -> None:
        await self._scribe.stored()
        await self._scribe.mirrored()

    async def _change(self, room: ManagedRoom, event: type[_Changed], **changes: Any) -> ManagedRoom:
        self._scribe.require_working()
        return await self._keep(replace(room, updated_at=self._clock.now(), **changes), event)

    async def _keep(self, room: ManagedRoom, event: type[_Changed]) -> ManagedRoom:
        self._shelf.put(room.key, room)
        self._tell(room, event)
        await self._durable()
        return room

    def _tell(self, room: ManagedRoom, event: type[_Changed]) -> None:
        self._scribe.log.append(room.managed_id, event(room), _bytes_of(room), room=room.room_id)
        self.on_change(room.key)


_Changed = (
    ManagedRoomCreated | ManagedRoomUpdated | ManagedRoomEnabled | ManagedRoomDeactivated | ManagedRoomDeleted
)


def _bytes_of(room: ManagedRoom) -> int:
    return _ROOM_BYTES + len(room.custom_id) + settings_bytes(room.settings)
