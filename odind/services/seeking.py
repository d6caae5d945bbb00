"""Calls that name a recording, a job or the like: any member may have it, and all of them are asked."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from odind.core.errors import NotFoundError, OdindError, UnavailableError
from odind.core.fleet.refusals import member_unreachable
from odind.core.managed.room import COLLECTION, key_for
from odind.pack.errors import code_name

from .access import MEMBER_FACE
from .calls import CallFailedError
from .elsewhere import only, pass_on

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from google.protobuf.descriptor import MethodDescriptor
    from google.protobuf.message import Message

    from .calls import Call
    from .elsewhere import Elsewhere

    Behaviour = Callable[[Any, Call], Awaitable[Message | None]]

_THINGS: Final = (
    "recording_id",
    "job_id",
    "captions_id",
    "transcript_id",
    "line_id",
    "session_id",
    "endpoint_id",
)
_ROOM: Final = "room_id"
_OF_ROOMS: Final = "odind.v1.ManagedRoomService"


def seeks(method: MethodDescriptor) -> bool:
    """Whether a method's request names something that one member has, and that is no connection."""
    return not method.client_streaming and bool(_names(method))


def seeking(behaviour: Behaviour, method: MethodDescriptor, elsewhere: Elsewhere) -> Behaviour:
    """Return what answers a method, or has that member answer which has what the request names.

    Who has none of it answers NOT_FOUND and has done nothing, so that one after another can be asked: first
    ourselves, then who holds it by the database, then all others.
    """
    names = _names(method)

    async def answer(request: Message, call: Call) -> Message | None:
        places = [_place(name, thing, call) for name in names if (thing := getattr(request, name))]
        try:
            return await behaviour(request, call)
        except NotFoundError as error:
            if call.caller.face == MEMBER_FACE or not places:
                raise
            missing = error
        silent = ""
        for member in await _order(elsewhere, places):
            try:
                return await pass_on(elsewhere, member, method, only(request), call)
            except UnavailableError:
                silent = member
            except CallFailedError as failure:
                if not _is_not_found(failure):
                    raise
        raise member_unreachable(silent) if silent else missing

    return answer


def _place(name: str, thing: str, call: Call) -> tuple[str, str]:
    """Return the collection of what is looked for, "" for one whose ids are the daemon's, and its id."""
    return (COLLECTION, key_for(call.caller.principal, thing)) if name == _ROOM else ("", thing)


async def _order(elsewhere: Elsewhere, places: Sequence[tuple[str, str]]) -> list[str]:
    """Return the other members, those first that hold what is looked for."""
    holders = []
    for kind, thing in places:
        with suppress(OdindError):  # the database is away
            holders.append(await (elsewhere.holder_of(kind, thing) if kind else elsewhere.holder(thing)))
    others = [name for name in elsewhere.serving if name != elsewhere.name]
    return sorted(others, key=lambda name: name not in holders)


def _names(method: MethodDescriptor) -> list[str]:
    wanted = (*_THINGS, _ROOM) if method.containing_service.full_name == _OF_ROOMS else _THINGS
    return [name for name in wanted if name in method.input_type.fields_by_name]


def _is_not_found(failure: CallFailedError) -> bool:
    return code_name(failure.status.code) == "NOT_FOUND"
