"""Puts the connections of a lost worker into the one that took its place."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import structlog
from google.rpc import code_pb2

from odind.core.base.errors import OdindError
from odind.pack.errors import info_of
from odind.services.calls import CallFailedError
from odind.v1 import rooms_pb2

if TYPE_CHECKING:
    from google.rpc import status_pb2

    from .directory import Directory, Entry
    from .joins import Joins
    from .link import Link
    from .worker import Worker

CONNECTION_ID: Final = "odind-connection-id"
"""In the metadata of a JoinRoom to a worker: the id that the connection is to have."""
_log = structlog.get_logger("odind.workers")
_ROOMS: Final = rooms_pb2.DESCRIPTOR.services_by_name["RoomService"].methods_by_name
_AT_ONCE: Final = 16
_FIRST_PAUSE_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 30.0
_FOR_GOOD: Final = ("DISMISSED",)
"""Reasons of class UNAVAILABLE for which a join is not tried again."""


class Restorer:
    """Belongs to the loop."""

    def __init__(self, directory: Directory, joins: Joins) -> None:
        self._directory = directory
        self._joins = joins

    async def restore(self, worker: Worker) -> None:
        """Restore all connections that the worker should have, some at a time."""
        places, link = asyncio.Semaphore(_AT_ONCE), worker.link
        async with asyncio.TaskGroup() as tasks:
            for entry in self._directory.of(worker.number):
                if entry.away:
                    tasks.create_task(self._bring_back(entry, link, places))

    async def _bring_back(self, entry: Entry, link: Link, places: asyncio.Semaphore) -> None:
        """Try again until the connection is back, or over, or its worker is lost once more."""
        pause = _FIRST_PAUSE_S
        while self._directory.has(entry):
            try:
                async with places:
                    await self._rejoin(entry, link)
            except CallFailedError as failure:
                if not _passes(failure.status):
                    self._directory.end(entry, _in_words(failure.status))
            except OdindError as error:
                if error.reason == "WORKER_LOST":
                    return
                self._directory.end(entry, str(error))
            else:
                return
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_S)

    async def _rejoin(self, entry: Entry, link: Link) -> None:
        _, request = self._joins.settle(entry.request)
        request.user_data.CopyFrom(entry.head.user_data)
        entry.memory.place(request)
        self._directory.hold(entry)
        try:
            metadata = ((CONNECTION_ID, entry.connection_id),)
            answer = await link.call(_ROOMS["JoinRoom"], request, metadata)
        except BaseException:
            entry.held = None
            raise
        present = {peer.peer_id for peer in answer.connection.peers}
        for method, setting in entry.memory.calls(entry.connection_id, present):
            await self._set(entry, link, method, setting)
        self._directory.release(entry)
        if not self._directory.has(entry):  # left by a caller meanwhile
            leaving = rooms_pb2.LeaveRoomRequest(connection_id=entry.connection_id)
            await link.call(_ROOMS["LeaveRoom"], leaving)

    async def _set(self, entry: Entry, link: Link, method: object, setting: object) -> None:
        """Set something again; a peer that has gone in this very moment may stand in the way."""
        try:
            await link.call(method, setting)  # type: ignore[arg-type] # a MethodDescriptor
        except CallFailedError as failure:
            _log.warning(
                "setting.lost", connection_id=entry.connection_id, reason=info_of(failure.status).reason
            )


def _passes(status: status_pb2.Status) -> bool:
    """Whether a failed join is worth trying again."""
    return bool(status.code == code_pb2.UNAVAILABLE) and info_of(status).reason not in _FOR_GOOD


def _in_words(status: status_pb2.Status) -> str:
    return f"{status.message} ({info_of(status).reason})"
