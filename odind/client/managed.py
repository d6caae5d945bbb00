"""Managed rooms of a daemon, and their sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from google.protobuf.field_mask_pb2 import FieldMask

from odind.v1 import managed_pb2 as pb

from .controls import duration
from .pages import pages

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from datetime import timedelta

    from odind.v1.managed_pb2_grpc import ManagedRoomServiceAsyncStub

    from .asking import Ask


class ManagedRooms:
    """Rooms that the daemon keeps. Each call raises what its RPC's comment in proto/ lists."""

    def __init__(self, stub: ManagedRoomServiceAsyncStub, ask: Ask) -> None:
        self._stub = stub
        self._ask = ask

    async def create(
        self, room_id: str = "", *, custom_id: str = "", settings: pb.RoomSettings | None = None
    ) -> pb.ManagedRoom:
        """Have a room kept; one that we call so already is returned as it is."""
        request = pb.CreateManagedRoomRequest(room_id=room_id, custom_id=custom_id, settings=settings)
        return (await self._ask(self._stub.CreateManagedRoom, request)).room

    async def get(self, room_id: str) -> pb.ManagedRoom:
        """Return a room."""
        request = pb.GetManagedRoomRequest(room_id=room_id)
        return (await self._ask(self._stub.GetManagedRoom, request)).room

    async def rooms(
        self,
        *,
        tags: Iterable[str] = (),
        custom_id: str = "",
        enabled: bool | None = None,
        page_size: int = 0,
    ) -> AsyncIterator[pb.ManagedRoom]:
        """Yield rooms, oldest first: those with all of these tags, and of these states."""
        request = pb.ListManagedRoomsRequest(
            tags=tags, custom_id=custom_id, enabled=enabled, page_size=page_size
        )
        async for page in pages(self._ask, self._stub.ListManagedRooms, request):
            for room in page.rooms:
                yield room

    async def update(self, room_id: str, settings: pb.RoomSettings, fields: Iterable[str]) -> pb.ManagedRoom:
        """Change the fields of a room's settings that are named."""
        mask = FieldMask(paths=list(fields))
        request = pb.UpdateManagedRoomRequest(room_id=room_id, settings=settings, update_mask=mask)
        return (await self._ask(self._stub.UpdateManagedRoom, request)).room

    async def validate(self, room_id: str) -> pb.ValidateManagedRoomResponse:
        """Ask whether a room is managed, and may be used."""
        request = pb.ValidateManagedRoomRequest(room_id=room_id)
        return await self._ask(self._stub.ValidateManagedRoom, request)

    async def enable(self, room_id: str) -> pb.ManagedRoom:
        """Let a room be used again."""
        request = pb.EnableManagedRoomRequest(room_id=room_id)
        return (await self._ask(self._stub.EnableManagedRoom, request)).room

    async def deactivate(self, room_id: str) -> pb.ManagedRoom:
        """End the session of a room, and let it be used no more."""
        request = pb.DeactivateManagedRoomRequest(room_id=room_id)
        return (await self._ask(self._stub.DeactivateManagedRoom, request)).room

    async def delete(self, room_id: str) -> None:
        """End the session of a room, and keep the room no more."""
        await self._ask(self._stub.DeleteManagedRoom, pb.DeleteManagedRoomRequest(room_id=room_id))

    async def create_join_token(
        self, room_id: str, user_id: str, lifetime: timedelta | None = None
    ) -> pb.CreateJoinTokenResponse:
        """Sign a token with which a user can join a room, for 5 minutes by default."""
        request = pb.CreateJoinTokenRequest(
            room_id=room_id, user_id=user_id, lifetime=None if lifetime is None else duration(lifetime)
        )
        return await self._ask(self._stub.CreateJoinToken, request)

    async def session(self, session_id: str) -> pb.RoomSession:
        """Return a session."""
        request = pb.GetRoomSessionRequest(session_id=session_id)
        return (await self._ask(self._stub.GetRoomSession, request)).session

    async def sessions(
        self, room_id: str = "", *, ongoing: bool | None = None, page_size: int = 0
    ) -> AsyncIterator[pb.RoomSession]:
        """Yield sessions, of one room or of all, those that began last first."""
        request = pb.ListRoomSessionsRequest(room_id=room_id, ongoing=ongoing, page_size=page_size)
        async for page in pages(self._ask, self._stub.ListRoomSessions, request):
            for session in page.sessions:
                yield session

    async def end_session(self, session_id: str) -> pb.RoomSession:
        """End a session, and remove everybody who is in the room."""
        request = pb.EndRoomSessionRequest(session_id=session_id)
        return (await self._ask(self._stub.EndRoomSession, request)).session

    async def participants(
        self, session_id: str, *, present: bool = False, page_size: int = 0
    ) -> AsyncIterator[pb.Participant]:
        """Yield who was in a session, or with `present` who is there now."""
        request = pb.ListParticipantsRequest(session_id=session_id, present=present, page_size=page_size)
        async for page in pages(self._ask, self._stub.ListParticipants, request):
            for one in page.participants:
                yield one

    async def remove_participant(self, session_id: str, user_id: str) -> None:
        """Remove a user who is in a session."""
        request = pb.RemoveParticipantRequest(session_id=session_id, user_id=user_id)
        await self._ask(self._stub.RemoveParticipant, request)
