"""ModerationService on core's moderation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.pack.payload import unpack_payload
from odind.pack.times import unpack_seconds
from odind.v1 import moderation_pb2

if TYPE_CHECKING:
    from odind.core.moderation.moderation import Moderation

    from .calls import Call


class ModerationServicer:
    """One use case a method."""

    def __init__(self, moderation: Moderation) -> None:
        self._moderation = moderation

    async def KickUser(
        self, request: moderation_pb2.KickUserRequest, call: Call
    ) -> moderation_pb2.KickUserResponse:
        """Remove a user."""
        await self._moderation.ban_user(
            request.room_id, request.user_id, None, gateway=request.gateway, by=call.caller.principal
        )
        return moderation_pb2.KickUserResponse()

    async def BanUser(
        self, request: moderation_pb2.BanUserRequest, call: Call
    ) -> moderation_pb2.BanUserResponse:
        """Remove a user and keep the user out."""
        seconds = unpack_seconds(request.duration)
        await self._moderation.ban_user(
            request.room_id, request.user_id, seconds, gateway=request.gateway, by=call.caller.principal
        )
        return moderation_pb2.BanUserResponse()

    async def CloseRoom(
        self, request: moderation_pb2.CloseRoomRequest, call: Call
    ) -> moderation_pb2.CloseRoomResponse:
        """Remove everybody."""
        seconds = unpack_seconds(request.duration)
        await self._moderation.close_room(
            request.room_id, seconds, gateway=request.gateway, by=call.caller.principal
        )
        return moderation_pb2.CloseRoomResponse()

    async def SendMessageToUser(
        self, request: moderation_pb2.SendMessageToUserRequest, call: Call
    ) -> moderation_pb2.SendMessageToUserResponse:
        """Send a message to a user."""
        message = unpack_payload(request.message)
        await self._moderation.message_user(
            request.room_id, request.user_id, message, gateway=request.gateway, by=call.caller.principal
        )
        return moderation_pb2.SendMessageToUserResponse()

    async def UpdateRoom(
        self, request: moderation_pb2.UpdateRoomRequest, call: Call
    ) -> moderation_pb2.UpdateRoomResponse:
        """Replace a room's user data."""
        user_data = unpack_payload(request.user_data)
        await self._moderation.update_room(
            request.room_id, user_data, gateway=request.gateway, by=call.caller.principal
        )
        return moderation_pb2.UpdateRoomResponse()
