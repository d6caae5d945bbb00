"""A running WatchEvents call."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from odind.v1 import rooms_pb2

from .events import Event, FleetStanding
from .failures import raised_again

if TYPE_CHECKING:
    import grpc

Watched: TypeAlias = rooms_pb2.Snapshot | Event | FleetStanding


class EventWatch:
    """Yields one Snapshot, then every Event after it, until the daemon ends the watch or `close`.

    Who reads too slowly gets another Snapshot, which replaces everything known before; `missed` says why. A
    watch that was begun after an event yields no Snapshot at first. One of a fleet yields a FleetStanding as
    the fleet's database fails, and when it answers again.
    """

    def __init__(
        self,
        call: grpc.aio.UnaryStreamCall[rooms_pb2.WatchEventsRequest, rooms_pb2.WatchEventsResponse],
        target: str,
    ) -> None:
        self._call = call
        self._target = target
        self._responses = aiter(call)

    def __aiter__(self) -> EventWatch:
        return self

    async def __anext__(self) -> Watched:
        while True:
            with raised_again(self._target):
                response = await anext(self._responses)
            if response.HasField("snapshot"):
                return await self._whole(response.snapshot)
            if response.HasField("event"):
                return Event.of(response.event)
            if response.HasField("standing"):
                return FleetStanding(response.standing.problem, response.standing.sequence)

    async def _whole(self, snapshot: rooms_pb2.Snapshot) -> rooms_pb2.Snapshot:
        """Return a snapshot with all its parts."""
        while snapshot.more:
            with raised_again(self._target):
                part = (await anext(self._responses)).snapshot
            for connection in part.connections:
                last = snapshot.connections[-1] if snapshot.connections else None
                if last is not None and last.connection_id == connection.connection_id:
                    last.peers.extend(connection.peers)
                else:
                    snapshot.connections.append(connection)
            snapshot.more = part.more
            snapshot.unreachable.extend(part.unreachable)
        return snapshot

    def close(self) -> None:
        """End the watch. Nobody may be waiting for its next item."""
        self._call.cancel()
