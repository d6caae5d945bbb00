"""What the moderation wing needs: a client of ODIN's gateways. Called on the loop's thread."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Protocol, TypeAlias

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from odind.core.values.payload import Payload


@dataclass(frozen=True)
class BanClient:
    """Remove a user from a room, and keep the user out for `seconds`; None: as the gateway decides."""

    room_id: str
    user_id: str
    seconds: float | None


@dataclass(frozen=True)
class CloseRoom:
    """Remove everybody from a room, and keep everybody out for `seconds`."""

    room_id: str
    seconds: float


@dataclass(frozen=True)
class MessageUser:
    """Send a message to every peer of a user in a room."""

    room_id: str
    user_id: str
    message: Payload = field(repr=False)


@dataclass(frozen=True)
class UpdateRoom:
    """Replace the user data of a room."""

    room_id: str
    user_data: Payload = field(repr=False)


GatewayRequest: TypeAlias = BanClient | CloseRoom | MessageUser | UpdateRoom


class GatewayClient(Protocol):
    """Asks gateways; repeats what failed on the way where doing it twice does what doing it once does."""

    def method(self, request: GatewayRequest) -> str:
        """Return the name of the gateway's method, which a token must allow."""

    async def ask(self, gateway: str, token: str, request: GatewayRequest) -> None:
        """Have a gateway do something; return once it has.

        Raises PermissionDeniedError GATEWAY_REFUSED, FailedPreconditionError GATEWAY_UNSUPPORTED,
        CERTIFICATE_UNTRUSTED, UnavailableError GATEWAY_UNREACHABLE, GATEWAY_ANSWER_INVALID, GATEWAY_TIMEOUT.
        """
