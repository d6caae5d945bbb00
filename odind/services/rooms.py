"""RoomService on core's rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.pack.payload import unpack_payload
from odind.pack.rooms import pack_connection, pack_event, pack_snapshot, unpack_join
from odind.v1 import rooms_pb2

if TYPE_CHECKING:
    from odind.core.rooms.rooms import Rooms

    from .calls import Call


class RoomServicer:
    """One use case a method."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def JoinRoom(self, request: rooms_pb2.JoinRoomRequest, call: Call) -> rooms_pb2.JoinRoomResponse:
        """Enter a room."""
        return await self.join(request)

    async def join(
        self, request: rooms_pb2.JoinRoomRequest, connection_id: str = ""
    ) -> rooms_pb2.JoinRoomResponse:
        """Enter a room under an id that is new, by default under one of our own."""
        view = await self._rooms.join(
            unpack_join(request),
            connection_id,
        )
        return rooms_pb2.JoinRoomResponse(connection=pack_connection(view))

    async def LeaveRoom(self, request: rooms_pb2.LeaveRoomRequest, call: Call) -> rooms_pb2.LeaveRoomResponse:
        """End a connection."""
        await self._rooms.leave(request.connection_id)
        return rooms_pb2.LeaveRoomResponse()

    async def GetConnection(
        self, request: rooms_pb2.GetConnectionRequest, call: Call
    ) -> rooms_pb2.GetConnectionResponse:
        """Return a connection."""
        view = self._rooms.get(request.connection_id)
        return rooms_pb2.GetConnectionResponse(connection=pack_connection(view))

    async def ListConnections(
        self, request: rooms_pb2.ListConnectionsRequest, call: Call
    ) -> rooms_pb2.ListConnectionsResponse:
        """Return a page of connections."""
        views, next_page_token = self._rooms.list_page(request.page_size, request.page_token)
        return rooms_pb2.ListConnectionsResponse(
            connections=[pack_connection(view) for view in views], next_page_token=next_page_token
        )

    async def UpdateUserData(
        self, request: rooms_pb2.UpdateUserDataRequest, call: Call
    ) -> rooms_pb2.UpdateUserDataResponse:
        """Replace our user data."""
        self._rooms.update_user_data(request.connection_id, unpack_payload(request.user_data))
        return rooms_pb2.UpdateUserDataResponse()

    async def SendMessage(
        self, request: rooms_pb2.SendMessageRequest, call: Call
    ) -> rooms_pb2.SendMessageResponse:
        """Send a message."""
        self._rooms.send_message(request.connection_id, unpack_payload(request.message), request.peer_ids)
        return rooms_pb2.SendMessageResponse()

    async def WatchEvents(self, request: rooms_pb2.WatchEventsRequest, call: Call) -> None:
        """Write a snapshot, then events."""
        with self._rooms.watch(request.connection_ids) as (snapshot, events):
            await call.write(pack_snapshot(snapshot))
            async for item in events:
                await call.write(pack_event(item))
