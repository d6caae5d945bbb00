"""Managed rooms of a fleet: the member that holds one makes no second, and has all connections to it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from odind.core.errors import UnavailableError
from odind.core.fleet.refusals import managed_by_another
from odind.core.managed.room import COLLECTION, CUSTOM_IDS, key_for

from .access import MEMBER_FACE
from .elsewhere import only, pass_on

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from google.protobuf.descriptor import MethodDescriptor
    from google.protobuf.message import Message

    from odind.v1 import managed_pb2, rooms_pb2

    from .calls import Call
    from .elsewhere import Elsewhere

    Behaviour = Callable[[Any, Call], Awaitable[Message | None]]


def making(behaviour: Behaviour, method: MethodDescriptor, elsewhere: Elsewhere) -> Behaviour:
    """Return what answers CreateManagedRoom: whoever holds that room, or one of that custom id, answers."""

    async def make(request: managed_pb2.CreateManagedRoomRequest, call: Call) -> Message | None:
        if call.caller.face != MEMBER_FACE:
            named = (COLLECTION, key_for(call.caller.principal, request.room_id)) if request.room_id else None
            custom = (CUSTOM_IDS, call.caller.principal.own(request.custom_id)) if request.custom_id else None
            for place in filter(None, (named, custom)):
                holder = await elsewhere.holder_of(*place)
                if holder not in (None, elsewhere.name):
                    return await pass_on(elsewhere, holder, method, only(request), call)
        return await behaviour(request, call)

    return make


async def member_for(request: rooms_pb2.JoinRoomRequest, call: Call, elsewhere: Elsewhere) -> str:
    """Return the member that is to join: the one that holds a managed room, else whoever has most room.

    While the database does not answer, rooms count as not managed.

    Raises NotFoundError MEMBER_NOT_FOUND, ResourceExhaustedError NO_MEMBER_FITS, FailedPreconditionError
    ROOM_OF_ANOTHER_MEMBER.
    """
    wanted, labels = request.placement.member, request.placement.labels
    holder = None
    if request.room_id:
        with suppress(UnavailableError):
            holder = await elsewhere.holder_of(COLLECTION, key_for(call.caller.principal, request.room_id))
    if holder and wanted not in ("", holder):
        raise managed_by_another(request.room_id, holder)
    return elsewhere.place(holder or wanted, labels)
