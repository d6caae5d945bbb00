"""What callers' joins say to workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.rooms.admission import prepare
from odind.core.rooms.rooms import joining_view, new_connection_id
from odind.pack.rooms import pack_connection, unpack_join
from odind.v1 import rooms_pb2

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.base.limits import Limits
    from odind.core.tokens.tokens import Tokens


class Joins:
    """Makes the tokens, also those of restored connections: no worker has the access key."""

    def __init__(self, tokens: Tokens, limits: Limits, gateway: str, now: Callable[[], float]) -> None:
        self.limits = limits
        self._tokens = tokens
        self._gateway = gateway
        self._now = now

    def settle(
        self, request: rooms_pb2.JoinRoomRequest
    ) -> tuple[rooms_pb2.Connection, rooms_pb2.JoinRoomRequest]:
        """Return how the connection looks at first, and the request for a worker.

        Raises what RoomService.JoinRoom lists of requests that no server needs to be asked about.
        """
        spec, admission = prepare(unpack_join(request), self._tokens, self.limits, self._gateway)
        settled = rooms_pb2.JoinRoomRequest()
        settled.CopyFrom(request)
        settled.room_id, settled.token, settled.gateway = admission.room_id, spec.token, spec.gateway
        return pack_connection(joining_view(new_connection_id(), spec, admission, self._now())), settled
