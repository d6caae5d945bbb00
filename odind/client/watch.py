"""A running WatchEvents call."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from odind.v1 import rooms_pb2

from .failures import raised_again

if TYPE_CHECKING:
    import grpc

Watched: TypeAlias = rooms_pb2.Snapshot | rooms_pb2.Event


class EventWatch:
    """Yields one Snapshot, then every Event after it, until the daemon ends the watch or `close`.

    Raises ResourceExhaustedError SUBSCRIBER_LAGGED when it is read too slowly: watch again.
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
                return response.snapshot
            if response.HasField("event"):
                return response.event

    def close(self) -> None:
        """End the watch. Nobody may be waiting for its next item."""
        self._call.cancel()
