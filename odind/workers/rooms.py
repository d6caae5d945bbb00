"""RoomService over all workers."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from odind.core.base.errors import FailedPreconditionError, UnavailableError
from odind.core.rooms.admission import require_room_for_one
from odind.v1 import rooms_pb2

from .crew import within
from .restoring import CONNECTION_ID

if TYPE_CHECKING:
    from .crew import Crew
    from .directory import Directory, Entry
    from .joins import Joins
    from .routing import Router

_SOON_S: Final = 1.0
_METHODS: Final = rooms_pb2.DESCRIPTOR.services_by_name["RoomService"].methods_by_name


class RoomsOfAll:
    """Belongs to the loop."""

    def __init__(self, directory: Directory, crew: Crew, router: Router, joins: Joins) -> None:
        self._directory = directory
        self._crew = crew
        self._router = router
        self._joins = joins

    async def JoinRoom(self, request: rooms_pb2.JoinRoomRequest, context: Any) -> rooms_pb2.JoinRoomResponse:
        """Enter a room, on the worker that has least to do."""
        self._crew.require_running()
        view, settled = self._joins.settle(request)
        require_room_for_one(len(self._directory), self._joins.limits)
        worker = self._crew.least_loaded()
        view.audio_target = worker.audio_target
        entry = self._directory.add(view, worker.number, request)
        try:
            metadata = ((CONNECTION_ID, entry.connection_id),)
            await worker.link.call(_METHODS["JoinRoom"], settled, metadata)
            await entry.confirmed
        except BaseException as error:
            self._undo(entry, error)
            raise
        return rooms_pb2.JoinRoomResponse(connection=entry.view)

    def _undo(self, entry: Entry, error: BaseException) -> None:
        """A join failed or was given up; one that its worker has confirmed is left again."""
        if entry.joined:
            self._crew.leave_soon(entry.worker, entry.connection_id)
        else:
            self._directory.end(entry, str(error) or "the join was given up")

    async def LeaveRoom(
        self, request: rooms_pb2.LeaveRoomRequest, context: Any
    ) -> rooms_pb2.LeaveRoomResponse:
        """End a connection; watchers know when this returns."""
        entry = self._directory.find(request.connection_id)
        if not entry.away:
            with suppress(UnavailableError):  # its worker is lost, and need not restore it
                await self._router.call(_METHODS["LeaveRoom"], request)
                await within(_SOON_S, entry.over.wait())
        self._directory.end(entry, "left by us")
        return rooms_pb2.LeaveRoomResponse()

    async def GetConnection(
        self, request: rooms_pb2.GetConnectionRequest, context: Any
    ) -> rooms_pb2.GetConnectionResponse:
        """Return a connection."""
        entry = self._directory.find(request.connection_id)
        return rooms_pb2.GetConnectionResponse(connection=entry.view)

    async def ListConnections(
        self, request: rooms_pb2.ListConnectionsRequest, context: Any
    ) -> rooms_pb2.ListConnectionsResponse:
        """Return a page of connections."""
        views, next_page_token = self._directory.page(request.page_size, request.page_token)
        return rooms_pb2.ListConnectionsResponse(connections=views, next_page_token=next_page_token)

    async def UpdateUserData(
        self, request: rooms_pb2.UpdateUserDataRequest, context: Any
    ) -> rooms_pb2.UpdateUserDataResponse:
        """Replace our user data."""
        entry = self._require_present(request.connection_id)
        answer: rooms_pb2.UpdateUserDataResponse = await self._router.call(
            _METHODS["UpdateUserData"], request
        )
        entry.head.user_data.CopyFrom(request.user_data)
        return answer

    async def SendMessage(
        self, request: rooms_pb2.SendMessageRequest, context: Any
    ) -> rooms_pb2.SendMessageResponse:
        """Send a message."""
        self._require_present(request.connection_id)
        answer: rooms_pb2.SendMessageResponse = await self._router.call(_METHODS["SendMessage"], request)
        return answer

    async def WatchEvents(self, request: rooms_pb2.WatchEventsRequest, context: Any) -> None:
        """Write a snapshot, then events."""
        with self._directory.watch(request.connection_ids) as (snapshot, events):
            await context.write(rooms_pb2.WatchEventsResponse(snapshot=snapshot))
            async for event in events:
                await context.write(rooms_pb2.WatchEventsResponse(event=event))

    def _require_present(self, connection_id: str) -> Entry:
        """Return a connection whose worker is there; raises CONNECTION_NOT_JOINED as a worker would."""
        entry = self._directory.find(connection_id)
        if entry.away:
            raise FailedPreconditionError(
                "CONNECTION_NOT_JOINED",
                "connection {connection_id} is {state}; wait for its next joined event",
                connection_id=connection_id,
                state="reconnecting",
            )
        return entry
