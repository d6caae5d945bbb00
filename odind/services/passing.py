"""Passes calls on to the member of a fleet that has what they name. For every service, over every face.

It stands between the faces and the services: the request goes as it came, with the caller's identity, and the
member answers it as its own. What came from another member is never passed on again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from odind.core.fleet.refusals import several_members

from .access import MEMBER_FACE
from .elsewhere import only, pass_on
from .fleet_watching import Fleetwide, watching
from .placing import joining
from .rooms_elsewhere import making
from .seeking import seeking, seeks
from .spanning import listing, lists

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

    from google.protobuf.descriptor import MethodDescriptor
    from google.protobuf.message import Message

    from odind.core.fleet.watching import FleetWatches
    from odind.core.rooms.rooms import Rooms

    from .calls import Call
    from .elsewhere import Elsewhere

    Behaviour = Callable[[Any, Call], Awaitable[Message | None]]

_IDS: Final = ("connection_id", "connection_ids")
_JOIN: Final = "odind.v1.RoomService.JoinRoom"
_MAKE: Final = "odind.v1.ManagedRoomService.CreateManagedRoom"
_WATCH: Final = "odind.v1.RoomService.WatchEvents"


class Passing:
    """`has` tells whether a connection is our own, `watches` are those of the fleet, `rooms` ours."""

    def __init__(
        self, has: Callable[[str], bool], elsewhere: Elsewhere, watches: FleetWatches, rooms: Rooms
    ) -> None:
        self._elsewhere = elsewhere
        self._has = has
        self._fleet = Fleetwide(watches, rooms, elsewhere, self._holder_of)

    def placed(self, behaviour: Behaviour, method: MethodDescriptor) -> Behaviour:
        """Return what answers a method whose call may be anybody's; `behaviour` itself for others."""
        return joining(behaviour, method, self._elsewhere) if method.full_name == _JOIN else behaviour

    def within(self, behaviour: Behaviour, method: MethodDescriptor) -> Behaviour:
        """Return what answers a method, or has another member answer it."""
        if lists(method):
            return listing(behaviour, method, self._elsewhere)
        if method.client_streaming:
            return self._streaming(behaviour, method)
        if method.full_name == _MAKE:
            return making(behaviour, method, self._elsewhere)
        if seeks(method):
            behaviour = seeking(behaviour, method, self._elsewhere)
        if not any(name in method.input_type.fields_by_name for name in _IDS):
            return behaviour

        async def answer(request: Message, call: Call) -> Message | None:
            member = await self._member_of(_named(request), call)
            if member is None:
                return await behaviour(request, call)
            return await pass_on(self._elsewhere, member, method, only(request), call)

        return watching(answer, method, self._fleet) if method.full_name == _WATCH else answer

    def _streaming(self, behaviour: Behaviour, method: MethodDescriptor) -> Behaviour:
        async def answer(requests: AsyncIterator[Message], call: Call) -> Message | None:
            first = await anext(aiter(requests), None)
            ids = [] if first is None else [*_named(first), *_named_within(first)]
            member = await self._member_of(ids, call)
            messages = requests if first is None else _all(first, requests)
            if member is None:
                return await behaviour(messages, call)
            return await pass_on(self._elsewhere, member, method, messages, call)

        return answer

    async def _member_of(self, connection_ids: Iterable[str], call: Call) -> str | None:
        """Return the member that has connections, None for us, or where nobody has them."""
        if call.caller.face == MEMBER_FACE:
            return None
        members = {await self._holder(one) for one in frozenset(filter(None, connection_ids))} - {None}
        if len(members) > 1:
            raise several_members()
        member = next(iter(members), None)
        return None if member == self._elsewhere.name else member

    async def _holder(self, connection_id: str) -> str | None:
        holder = await self._holder_of(connection_id)
        if holder == self._elsewhere.name and not self._has(connection_id):
            return None
        return holder

    async def _holder_of(self, connection_id: str) -> str | None:
        if self._has(connection_id):
            return self._elsewhere.name
        return await self._elsewhere.holder(connection_id)


async def _all(first: Message, rest: AsyncIterator[Message]) -> AsyncIterator[Message]:
    yield first
    async for message in rest:
        yield message


def _named(message: Message) -> list[str]:
    """Return the connections that a request names."""
    found: list[str] = []
    for name in _IDS:
        value = getattr(message, name, "")
        found += [value] if isinstance(value, str) else value
    return found


def _named_within(message: Message) -> list[str]:
    """Return the connections that the config in a stream's first message names."""
    parts = [part for field, part in message.ListFields() if field.message_type and not field.is_repeated]
    return [one for part in parts for one in _named(part)]
