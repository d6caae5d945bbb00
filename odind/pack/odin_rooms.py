"""Converts between core's view of ODIN Rooms and the proto's."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

from odind.core.rooms.peer_data import RoomsPeer, RoomsPeerData, read
from odind.core.tokens.hosted import RoomsPage, RoomsTicket
from odind.v1 import odin_rooms_pb2, rooms_pb2

from .times import pack_time

if TYPE_CHECKING:
    from odind.core.values.payload import Payload

_OTHERS: Final = {"build_no", "presentation_started_at", "more"}
"""The fields that differ between core and proto."""
_SAME: Final = tuple(field.name for field in fields(RoomsPeerData) if field.name not in _OTHERS)


def unpack_ticket(ticket: rooms_pb2.RoomsTicket) -> RoomsTicket:
    """Return core's ticket."""
    return RoomsTicket(ticket.api_key, ticket.secret_file, ticket.room_id, ticket.user_id)


def pack_page(page: RoomsPage) -> rooms_pb2.RoomsPage:
    """Return the proto's message for a page."""
    return rooms_pb2.RoomsPage(domain=page.domain, url=page.url)


def unpack_rooms_peer(
    request: rooms_pb2.JoinRoomRequest | rooms_pb2.UpdateUserDataRequest,
) -> RoomsPeer | None:
    """Return how a request wants us to be seen, None where it does not say."""
    if not request.HasField("rooms_peer"):
        return None
    data = request.rooms_peer.data
    started = data.presentation_started_at
    same = {name: getattr(data, name) for name in _SAME}
    return RoomsPeer(
        RoomsPeerData(
            **same,
            build_no=data.build_no if data.HasField("build_no") else None,
            presentation_started_at=float(started.ToMilliseconds()),
            more=data.more_json,
        ),
        request.rooms_peer.avatar_seed,
    )


def pack_peer_data(user_data: Payload) -> odin_rooms_pb2.RoomsPeerData | None:
    """Return what user data tells ODIN Rooms, None for other user data."""
    data = read(user_data)
    if data is None:
        return None
    started = data.presentation_started_at
    return odin_rooms_pb2.RoomsPeerData(
        **{name: getattr(data, name) for name in _SAME},
        build_no=data.build_no,
        presentation_started_at=pack_time(started / 1_000) if 0 < started < _LATEST_MS else None,
        more_json="" if data.more == "{}" else data.more,
    )


_LATEST_MS: Final = 253_402_300_799_000
"""The last second of the year 9999, beyond which there is no Timestamp."""
