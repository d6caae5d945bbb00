"""WatchEvents of a whole fleet: its sequence of events, and snapshots of the connections of all members."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast

from odind.core.errors import UnavailableError
from odind.core.fleet.watching import FleetSnapshot, FleetStanding
from odind.core.values.late import dataclass
from odind.core.values.paging import MAX_PAGE
from odind.pack.rooms import pack_connection, pack_event
from odind.pack.watching import is_of_fleet, unpack_fleet_wanted
from odind.v1 import rooms_pb2

from .access import MEMBER_FACE
from .elsewhere import only, pass_on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from google.protobuf.descriptor import MethodDescriptor
    from google.protobuf.message import Message

    from odind.core.fleet.watching import FleetWatches, HolderOf
    from odind.core.rooms.rooms import Rooms
    from odind.core.rooms.watching import Wanted

    from .calls import Call
    from .elsewhere import Elsewhere

    Behaviour = Callable[[Any, Call], Awaitable[Message | None]]

_PATIENCE_S: Final = 2.0
"""A member that takes longer is left out, and named."""


@dataclass(frozen=True)
class Fleetwide:
    """What a watch of the fleet is made of: `holder_of` returns which member has a connection."""

    watches: FleetWatches
    rooms: Rooms
    elsewhere: Elsewhere
    holder_of: HolderOf


def watching(behaviour: Behaviour, method: MethodDescriptor, fleet: Fleetwide) -> Behaviour:
    """Return what answers WatchEvents: watches of the fleet here, and all others by `behaviour`."""
    list_method = method.containing_service.methods_by_name["ListConnections"]

    async def watch(request: rooms_pb2.WatchEventsRequest, call: Call) -> Message | None:
        if call.caller.face == MEMBER_FACE or not is_of_fleet(request):
            return await behaviour(request, call)
        wanted = replace(unpack_fleet_wanted(request), by=call.caller.principal)
        async with aclosing(fleet.watches.watch(wanted, fleet.holder_of)) as items:
            async for item in items:
                if isinstance(item, FleetSnapshot):
                    await _write_snapshot(item, wanted, call, fleet, list_method)
                elif isinstance(item, FleetStanding):
                    standing = rooms_pb2.FleetStanding(problem=item.problem, sequence=item.sequence)
                    await call.write(rooms_pb2.WatchEventsResponse(standing=standing))
                else:
                    await call.write(rooms_pb2.WatchEventsResponse(event=pack_event(item)))
        return None

    return watch


async def _write_snapshot(
    item: FleetSnapshot, wanted: Wanted, call: Call, fleet: Fleetwide, list_method: MethodDescriptor
) -> None:
    """Write a snapshot: a message for each page of a member's connections, and a last one."""
    part = rooms_pb2.Snapshot(sequence=item.sequence, missed=item.missed, more=True)
    unreachable = []
    for member in fleet.elsewhere.serving:
        try:
            async for page in _pages(member, call, fleet, list_method):
                shown = [one for one in page.connections if _is_wanted(one, wanted)]
                if shown:
                    part.connections.extend(shown)
                    await call.write(rooms_pb2.WatchEventsResponse(snapshot=part))
                    part.ClearField("connections")
        except UnavailableError:
            unreachable.append(member)
    part.more = False
    part.unreachable.extend(unreachable)
    await call.write(rooms_pb2.WatchEventsResponse(snapshot=part))


async def _pages(
    member: str, call: Call, fleet: Fleetwide, list_method: MethodDescriptor
) -> AsyncIterator[rooms_pb2.ListConnectionsResponse]:
    """Yield what a member has, page by page; raises UnavailableError MEMBER_UNREACHABLE."""
    token, first = "", True
    while token or first:
        if member == fleet.elsewhere.name:
            page = _own_page(token, call, fleet.rooms)
        else:
            request = rooms_pb2.ListConnectionsRequest(page_size=MAX_PAGE, page_token=token)
            answer = await pass_on(
                fleet.elsewhere, member, list_method, only(request), call, limit_s=_PATIENCE_S
            )
            page = cast("rooms_pb2.ListConnectionsResponse", answer)
        yield page
        token, first = page.next_page_token, False


def _own_page(token: str, call: Call, rooms: Rooms) -> rooms_pb2.ListConnectionsResponse:
    views, next_page_token = rooms.list_page(MAX_PAGE, token, call.caller.principal)
    return rooms_pb2.ListConnectionsResponse(
        connections=map(pack_connection, views), next_page_token=next_page_token
    )


def _is_wanted(connection: rooms_pb2.Connection, wanted: Wanted) -> bool:
    return (not wanted.connection_ids or connection.connection_id in wanted.connection_ids) and (
        not wanted.room_ids or connection.room_id in wanted.room_ids
    )
