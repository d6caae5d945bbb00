"""The use cases of ModerationService. Each signs a token for its one method of the gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.access.principal import OWNER
from odind.core.errors import InvalidArgumentError
from odind.core.tokens.tokens import check_room_id, check_user_id
from odind.core.values.payload import check_payload

from .ports import BanClient, CloseRoom, MessageUser, UpdateRoom

if TYPE_CHECKING:
    from odind.core.access.principal import Principal
    from odind.core.bounds.limits import Limits
    from odind.core.rooms.tenants import Tenants
    from odind.core.values.payload import Payload

    from .ports import GatewayClient, GatewayRequest

MIN_BAN_S: Final = 1
MAX_BAN_S: Final = 365 * 86_400
_TOKEN_LIFETIME_S: Final = 60
_OURSELVES: Final = "odind"
"""The user of our tokens: gateways want one, and do nothing with it here."""


class Moderation:
    """Acts on rooms that the daemon need not be in. Used on the loop's thread."""

    def __init__(self, tenants: Tenants, limits: Limits, client: GatewayClient) -> None:
        self._tenants = tenants
        self._limits = limits
        self._client = client

    async def ban_user(
        self, room_id: str, user_id: str, seconds: float | None, *, gateway: str, by: Principal = OWNER
    ) -> None:
        """Remove a user from a room and keep the user out; raises what ModerationService.BanUser lists.

        With None the user is only removed, and may come back as soon as the gateway lets it.
        """
        check_user_id(user_id)
        if seconds is not None:
            _check_ban(seconds)
        await self._ask(BanClient(room_id, user_id, seconds), gateway, by)

    async def close_room(self, room_id: str, seconds: float, *, gateway: str, by: Principal = OWNER) -> None:
        """Remove everybody from a room, and keep it shut; raises what ModerationService.CloseRoom lists."""
        if seconds:
            _check_ban(seconds)
        await self._ask(CloseRoom(room_id, seconds), gateway, by)

    async def message_user(
        self, room_id: str, user_id: str, message: Payload, *, gateway: str, by: Principal = OWNER
    ) -> None:
        """Send a message to a user; raises what ModerationService.SendMessageToUser lists."""
        check_user_id(user_id)
        check_payload(message, self._limits.max_message_bytes, "MESSAGE_TOO_LARGE")
        await self._ask(MessageUser(room_id, user_id, message), gateway, by)

    async def update_room(
        self, room_id: str, user_data: Payload, *, gateway: str, by: Principal = OWNER
    ) -> None:
        """Replace a room's user data; raises what ModerationService.UpdateRoom lists."""
        check_payload(user_data, self._limits.max_user_data_bytes, "USER_DATA_TOO_LARGE")
        await self._ask(UpdateRoom(room_id, user_data), gateway, by)

    async def _ask(self, request: GatewayRequest, gateway: str, by: Principal) -> None:
        check_room_id(request.room_id)
        terms = self._tenants.of(by).terms
        chosen = terms.gateways.choose(gateway)
        signed = terms.signer(gateway).create(
            access_key=None,
            room_ids=[request.room_id],
            user_id=_OURSELVES,
            audience=["gateway"],
            subject=[self._client.method(request)],
            lifetime_s=_TOKEN_LIFETIME_S,
        )
        await self._client.ask(chosen.address, signed.token, request)


def _check_ban(seconds: float) -> None:
    if not MIN_BAN_S <= seconds <= MAX_BAN_S:
        raise InvalidArgumentError(
            "BAN_INVALID",
            "a ban of {seconds} s must be from {low} to {high} s",
            seconds=seconds,
            low=MIN_BAN_S,
            high=MAX_BAN_S,
        )
