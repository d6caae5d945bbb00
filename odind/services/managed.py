"""ManagedRoomService on core's managed rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.pack.managed import (
    pack_participant,
    pack_room_now,
    pack_session,
    unpack_changes,
    unpack_room_filter,
    unpack_session_filter,
    unpack_settings,
)
from odind.pack.times import pack_time, unpack_seconds
from odind.v1 import managed_pb2 as pb

if TYPE_CHECKING:
    from odind.core.managed.managed import Managed
    from odind.core.managed.room import ManagedRoom

    from .calls import Call


class ManagedRoomServicer:
    """One use case a method."""

    def __init__(self, managed: Managed) -> None:
        self._managed = managed
        self._rooms = managed.rooms
        self._sessions = managed.sessions

    async def CreateManagedRoom(
        self, request: pb.CreateManagedRoomRequest, call: Call
    ) -> pb.CreateManagedRoomResponse:
        """Keep a room."""
        settings = unpack_settings(request.settings)
        by = call.caller.principal
        room = await self._rooms.create(request.room_id, request.custom_id, settings, by)
        return pb.CreateManagedRoomResponse(room=self._pack(room))

    async def GetManagedRoom(
        self, request: pb.GetManagedRoomRequest, call: Call
    ) -> pb.GetManagedRoomResponse:
        """Return a room."""
        room = self._rooms.find(request.room_id, call.caller.principal)
        return pb.GetManagedRoomResponse(room=self._pack(room))

    async def ListManagedRooms(
        self, request: pb.ListManagedRoomsRequest, call: Call
    ) -> pb.ListManagedRoomsResponse:
        """Return a page of rooms."""
        wanted = unpack_room_filter(request)
        by = call.caller.principal
        rooms, token = self._rooms.page(wanted, request.page_size, request.page_token, by)
        return pb.ListManagedRoomsResponse(rooms=map(self._pack, rooms), next_page_token=token)

    async def UpdateManagedRoom(
        self, request: pb.UpdateManagedRoomRequest, call: Call
    ) -> pb.UpdateManagedRoomResponse:
        """Change settings of a room."""
        by = call.caller.principal
        room = await self._rooms.update(request.room_id, unpack_changes(request), by)
        return pb.UpdateManagedRoomResponse(room=self._pack(room))

    async def ValidateManagedRoom(
        self, request: pb.ValidateManagedRoomRequest, call: Call
    ) -> pb.ValidateManagedRoomResponse:
        """Tell whether a room may be used."""
        room = self._rooms.seen(request.room_id, call.caller.principal)
        return pb.ValidateManagedRoomResponse(
            managed=room is not None, enabled=room is not None and room.enabled
        )

    async def EnableManagedRoom(
        self, request: pb.EnableManagedRoomRequest, call: Call
    ) -> pb.EnableManagedRoomResponse:
        """Let a room be used again."""
        room = await self._rooms.enable(request.room_id, call.caller.principal)
        return pb.EnableManagedRoomResponse(room=self._pack(room))

    async def DeactivateManagedRoom(
        self, request: pb.DeactivateManagedRoomRequest, call: Call
    ) -> pb.DeactivateManagedRoomResponse:
        """Let a room be used no more."""
        room = await self._rooms.deactivate(request.room_id, call.caller.principal)
        return pb.DeactivateManagedRoomResponse(room=self._pack(room))

    async def DeleteManagedRoom(
        self, request: pb.DeleteManagedRoomRequest, call: Call
    ) -> pb.DeleteManagedRoomResponse:
        """Keep a room no more."""
        await self._rooms.delete(request.room_id, call.caller.principal)
        return pb.DeleteManagedRoomResponse()

    async def CreateJoinToken(
        self, request: pb.CreateJoinTokenRequest, call: Call
    ) -> pb.CreateJoinTokenResponse:
        """Sign a token for a user."""
        made = await self._managed.tokens.create(
            request.room_id,
            request.user_id,
            unpack_seconds(request.lifetime) if request.HasField("lifetime") else None,
            call.caller.principal,
        )
        return pb.CreateJoinTokenResponse(
            token=made.token, gateway=made.gateway, expires_at=pack_time(made.expires_at)
        )

    async def GetRoomSession(
        self, request: pb.GetRoomSessionRequest, call: Call
    ) -> pb.GetRoomSessionResponse:
        """Return a session."""
        session = await self._sessions.find(request.session_id, call.caller.principal)
        return pb.GetRoomSessionResponse(session=pack_session(session))

    async def ListRoomSessions(
        self, request: pb.ListRoomSessionsRequest, call: Call
    ) -> pb.ListRoomSessionsResponse:
        """Return a page of sessions."""
        wanted = unpack_session_filter(request)
        by = call.caller.principal
        sessions, token = await self._sessions.page(wanted, request.page_size, request.page_token, by)
        return pb.ListRoomSessionsResponse(sessions=map(pack_session, sessions), next_page_token=token)

    async def EndRoomSession(
        self, request: pb.EndRoomSessionRequest, call: Call
    ) -> pb.EndRoomSessionResponse:
        """End a session."""
        session = await self._sessions.end(request.session_id, call.caller.principal)
        return pb.EndRoomSessionResponse(session=pack_session(session))

    async def ListParticipants(
        self, request: pb.ListParticipantsRequest, call: Call
    ) -> pb.ListParticipantsResponse:
        """Return a page of participants."""
        listed, token = await self._sessions.participants(
            request.session_id,
            request.page_size,
            request.page_token,
            present=request.present,
            by=call.caller.principal,
        )
        participants = [pack_participant(one.participant, one.talk_s) for one in listed]
        return pb.ListParticipantsResponse(participants=participants, next_page_token=token)

    async def RemoveParticipant(
        self, request: pb.RemoveParticipantRequest, call: Call
    ) -> pb.RemoveParticipantResponse:
        """Remove a participant."""
        await self._sessions.remove(request.session_id, request.user_id, call.caller.principal)
        return pb.RemoveParticipantResponse()

    def _pack(self, room: ManagedRoom) -> pb.ManagedRoom:
        return pack_room_now(self._managed.seen(room))
