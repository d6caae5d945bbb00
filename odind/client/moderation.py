"""What the owner of a room's key may do to it from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from google.protobuf.duration_pb2 import Duration

from odind.v1 import moderation_pb2

from .payload import write_payload

if TYPE_CHECKING:
    from datetime import timedelta

    from odind.v1.moderation_pb2_grpc import ModerationServiceAsyncStub

    from .asking import Ask
    from .payload import Payload


class Moderation:
    """Acts on rooms through their gateway. Each call raises what its RPC's comment in proto/ lists.

    `gateway` is the room's, the daemon's own by default.
    """

    def __init__(self, stub: ModerationServiceAsyncStub, ask: Ask) -> None:
        self._stub = stub
        self._ask = ask

    async def kick_user(self, room_id: str, user_id: str, *, gateway: str = "") -> None:
        """Remove a user from a room."""
        request = moderation_pb2.KickUserRequest(room_id=room_id, user_id=user_id, gateway=gateway)
        await self._ask(self._stub.KickUser, request)

    async def ban_user(self, room_id: str, user_id: str, duration: timedelta, *, gateway: str = "") -> None:
        """Remove a user from a room, and keep the user out for that long."""
        request = moderation_pb2.BanUserRequest(
            room_id=room_id, user_id=user_id, duration=_duration(duration), gateway=gateway
        )
        await self._ask(self._stub.BanUser, request)

    async def close_room(self, room_id: str, duration: timedelta | None = None, *, gateway: str = "") -> None:
        """Remove everybody from a room, and keep everybody out for that long."""
        request = moderation_pb2.CloseRoomRequest(
            room_id=room_id, duration=None if duration is None else _duration(duration), gateway=gateway
        )
        await self._ask(self._stub.CloseRoom, request)

    async def send_message(self, room_id: str, user_id: str, message: Payload, *, gateway: str = "") -> None:
        """Send a message to all peers of a user in a room, without being there."""
        request = moderation_pb2.SendMessageToUserRequest(
            room_id=room_id, user_id=user_id, message=write_payload(message), gateway=gateway
        )
        await self._ask(self._stub.SendMessageToUser, request)

    async def update_room(self, room_id: str, user_data: Payload, *, gateway: str = "") -> None:
        """Replace the user data of a room itself."""
        request = moderation_pb2.UpdateRoomRequest(
            room_id=room_id, user_data=write_payload(user_data), gateway=gateway
        )
        await self._ask(self._stub.UpdateRoom, request)


def _duration(span: timedelta) -> Duration:
    message = Duration()
    message.FromTimedelta(span)
    return message
