"""JoinRoom in a fleet: the member joins that has the room, was asked for, or has most room for more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .access import MEMBER_FACE
from .elsewhere import only, pass_on
from .rooms_elsewhere import member_for

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from google.protobuf.descriptor import MethodDescriptor
    from google.protobuf.message import Message

    from odind.v1 import rooms_pb2

    from .calls import Call
    from .elsewhere import Elsewhere

    Behaviour = Callable[[Any, Call], Awaitable[Message | None]]


def joining(behaviour: Behaviour, method: MethodDescriptor, elsewhere: Elsewhere) -> Behaviour:
    """Return what answers JoinRoom. It is made once for each `request_id`, so that is placed once as well."""

    async def join(request: rooms_pb2.JoinRoomRequest, call: Call) -> Message | None:
        if call.caller.face == MEMBER_FACE:
            return await behaviour(request, call)
        member = await member_for(request, call, elsewhere)
        placed = type(request)()
        placed.CopyFrom(request)
        placed.ClearField("placement")
        if member == elsewhere.name:
            return await behaviour(placed, call)
        return await pass_on(elsewhere, member, method, only(placed), call)

    return join
