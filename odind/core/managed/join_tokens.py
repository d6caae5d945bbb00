"""Tokens that let a user into a managed room."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from odind.core.access.principal import OWNER
from odind.core.tokens.tokens import check_user_id
from odind.core.values.late import dataclass

from .door import refusal_of

if TYPE_CHECKING:
    from odind.core.access.principal import Principal
    from odind.core.rooms.tenants import Tenants

    from .keepers import Keepers
    from .rooms import ManagedRooms


@dataclass(frozen=True)
class JoinToken:
    """A token, and the gateway at which it is used. `expires_at` is seconds since the epoch."""

    token: str = field(repr=False)
    gateway: str
    expires_at: int


class JoinTokens:
    """Signs tokens for rooms that are enabled. Used on the loop's thread."""

    def __init__(self, managed: ManagedRooms, keepers: Keepers, tenants: Tenants) -> None:
        self._managed = managed
        self._keepers = keepers
        self._tenants = tenants

    async def create(
        self, room_id: str, user_id: str, lifetime_s: float | None, by: Principal = OWNER
    ) -> JoinToken:
        """Return a token, once the room is observed; raises what ManagedRoomService.CreateJoinToken lists."""
        room = self._managed.find(room_id, by)
        check_user_id(user_id)
        by.require_user(user_id)
        keeper = self._keepers.get(room.key)
        refusal = refusal_of(room, user_id, keeper.peer_count if keeper else 0)
        if refusal:
            raise refusal
        terms = self._tenants.holding(room.managed_id).terms
        signed = terms.signer(room.settings.gateway).create(
            access_key=None,
            room_ids=[room_id],
            user_id=user_id,
            audience=["gateway"],
            lifetime_s=lifetime_s,
        )
        await self._managed.expect(room, signed.expires_at)
        await self._keepers.observed(room.key)
        gateway = terms.gateways.choose(room.settings.gateway)
        return JoinToken(signed.token, gateway.address, signed.expires_at)
