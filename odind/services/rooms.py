"""RoomService on core's rooms."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

from odind.pack.cipher import unpack_cipher
from odind.pack.odin_rooms import unpack_rooms_peer
from odind.pack.payload import unpack_payload
from odind.pack.rooms import pack_connection, pack_watched, unpack_join
from odind.pack.watching import pack_consumer, unpack_wanted
from odind.v1 import rooms_pb2

if TYPE_CHECKING:
    from odind.core.rooms.consumers import Consumers
    from odind.core.rooms.doors import Doors
    from odind.core.rooms.holding import Holding
    from odind.core.rooms.rooms import Rooms
    from odind.core.rooms.watching import Watches

    from .calls import Call


class RoomServicer:
    """One use case a method."""

    def __init__(
        self,
        rooms: Rooms,
        holding: Holding,
        watches: Watches,
        consumers: Consumers,
        *,
        doors: Doors,
    ) -> None:
        self._doors = doors
        self._rooms = rooms
        self._holding = holding
        self._watches = watches
        self._consumers = consumers

    async def JoinRoom(self, request: rooms_pb2.JoinRoomRequest, call: Call) -> rooms_pb2.JoinRoomResponse:
        """Enter a room."""
        view = await self._rooms.join(unpack_join(request), call.caller.principal)
        return rooms_pb2.JoinRoomResponse(connection=pack_connection(view))

    async def LeaveRoom(self, request: rooms_pb2.LeaveRoomRequest, call: Call) -> rooms_pb2.LeaveRoomResponse:
        """End a connection."""
        await self._rooms.leave_for_caller(request.connection_id)
        return rooms_pb2.LeaveRoomResponse()

    async def GetConnection(
        self, request: rooms_pb2.GetConnectionRequest, call: Call
    ) -> rooms_pb2.GetConnectionResponse:
        """Return a connection."""
        view = self._rooms.get(request.connection_id)
        ticket = self._doors.ticket(view.connection_id, call.caller.principal)
        return rooms_pb2.GetConnectionResponse(connection=pack_connection(view, ticket))

    async def ListConnections(
        self, request: rooms_pb2.ListConnectionsRequest, call: Call
    ) -> rooms_pb2.ListConnectionsResponse:
        """Return a page of connections."""
        by = call.caller.principal
        views, next_page_token = self._rooms.list_page(request.page_size, request.page_token, by)
        return rooms_pb2.ListConnectionsResponse(
            connections=[pack_connection(view) for view in views], next_page_token=next_page_token
        )

    async def UpdateUserData(
        self, request: rooms_pb2.UpdateUserDataRequest, call: Call
    ) -> rooms_pb2.UpdateUserDataResponse:
        """Replace our user data."""
        await self._rooms.update_user_data(
            request.connection_id, unpack_payload(request.user_data), unpack_rooms_peer(request)
        )
        return rooms_pb2.UpdateUserDataResponse()

    async def SetCipher(self, request: rooms_pb2.SetCipherRequest, call: Call) -> rooms_pb2.SetCipherResponse:
        """Change the password."""
        by = call.caller.principal
        await self._rooms.set_cipher(request.connection_id, unpack_cipher(request.cipher), by)
        return rooms_pb2.SetCipherResponse()

    async def SendMessage(
        self, request: rooms_pb2.SendMessageRequest, call: Call
    ) -> rooms_pb2.SendMessageResponse:
        """Send a message."""
        await self._rooms.send_message(
            request.connection_id, unpack_payload(request.message), request.peer_ids, request.chat
        )
        return rooms_pb2.SendMessageResponse()

    async def WatchEvents(self, request: rooms_pb2.WatchEventsRequest, call: Call) -> None:
        """Write snapshots and events."""
        wanted = replace(unpack_wanted(request), by=call.caller.principal)
        async with aclosing(self._watches.watch(wanted)) as items:
            async for item in items:
                for message in pack_watched(item):
                    await call.write(message)

    async def AcknowledgeEvents(
        self, request: rooms_pb2.AcknowledgeEventsRequest, call: Call
    ) -> rooms_pb2.AcknowledgeEventsResponse:
        """Note how far a consumer has come."""
        by = call.caller.principal
        consumer = await self._consumers.acknowledge(request.consumer, request.sequence, by)
        return rooms_pb2.AcknowledgeEventsResponse(consumer=pack_consumer(request.consumer, consumer))

    async def ListConsumers(
        self, request: rooms_pb2.ListConsumersRequest, call: Call
    ) -> rooms_pb2.ListConsumersResponse:
        """Return all consumers."""
        found = self._consumers.all(call.caller.principal)
        consumers = [pack_consumer(name, consumer) for name, consumer in found]
        return rooms_pb2.ListConsumersResponse(consumers=consumers)

    async def DeleteConsumer(
        self, request: rooms_pb2.DeleteConsumerRequest, call: Call
    ) -> rooms_pb2.DeleteConsumerResponse:
        """Forget a consumer."""
        await self._consumers.delete(request.consumer, call.caller.principal)
        return rooms_pb2.DeleteConsumerResponse()

    async def HoldConnections(self, request: rooms_pb2.HoldConnectionsRequest, call: Call) -> None:
        """Hold connections for as long as the call is open."""
        async with aclosing(self._holding.hold(tuple(request.connection_ids), request.holder)) as held:
            async for _ in held:
                await call.write(rooms_pb2.HoldConnectionsResponse())

    async def AdoptConnections(self, request: rooms_pb2.AdoptConnectionsRequest, call: Call) -> None:
        """Take connections over, and hold them for as long as the call is open."""
        adopting = self._holding.adopt(
            tuple(request.connection_ids), request.from_holder, request.holder, call.caller.principal
        )
        async with aclosing(adopting) as adopted:
            async for connection_ids in adopted:
                await call.write(rooms_pb2.AdoptConnectionsResponse(connection_ids=connection_ids))
