"""Whom a managed room admits, and how others are removed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from odind.core.access.principal import itself_for
from odind.core.errors import OdindError
from odind.core.timing.clock import time_limit
from odind.core.timing.slots import Slots

from .refusals import room_deactivated, room_full, user_not_admitted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.core.moderation.moderation import Moderation
    from odind.core.rooms.tenants import Tenants
    from odind.core.timing.clock import Clock

    from .room import ManagedRoom

_PATIENCE_S: Final = 15.0
_AT_ONCE: Final = 8


def refusal_of(room: ManagedRoom, user_id: str, peers: int) -> OdindError | None:
    """Return why a room with so many peers does not admit one more, None when it does."""
    settings = room.settings
    if not room.enabled:
        return room_deactivated(room.room_id)
    if settings.user_ids and user_id not in settings.user_ids:
        return user_not_admitted(user_id, room.room_id)
    if settings.max_peers and peers >= settings.max_peers:
        return room_full(room.room_id, settings.max_peers)
    return None


class Door:
    """Removes users through the gateway of a room, where that can. Used on the loop's thread."""

    def __init__(self, moderation: Moderation, tenants: Tenants, clock: Clock) -> None:
        self._moderation = moderation
        self._tenants = tenants
        self._clock = clock
        self._slots = Slots(_AT_ONCE)

    async def remove(self, room: ManagedRoom, user_ids: Iterable[str]) -> str:
        """Remove these users; return why it failed, "" when it did not."""
        problem = ""
        try:
            async with time_limit(self._clock, _PATIENCE_S), asyncio.TaskGroup() as tasks:
                asked = [tasks.create_task(self._remove(room, user_id)) for user_id in user_ids]
            problem = next((one for task in asked if (one := task.result())), "")
        except TimeoutError:
            problem = f"the gateway did not answer within {_PATIENCE_S:.0f} s"
        return problem

    async def _remove(self, room: ManagedRoom, user_id: str) -> str:
        try:
            by = itself_for(self._tenants.holding(room.managed_id).name)
            async with self._slots.take(room.key):
                await self._moderation.ban_user(
                    room.room_id, user_id, None, gateway=room.settings.gateway, by=by
                )
        except OdindError as error:
            return str(error)
        return ""
