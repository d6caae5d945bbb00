"""What an audit notes of requests: whom and what they name, within a ticket too."""

from __future__ import annotations

from typing import Any

from odind.services.access import Caller
from odind.services.auditing import Entry, noting, open_record
from odind.v1 import rooms_pb2

JOIN = rooms_pb2.DESCRIPTOR.services_by_name["RoomService"].methods_by_name["JoinRoom"]


async def noted(request: rooms_pb2.JoinRoomRequest) -> dict[str, Any]:
    kept: list[Entry] = []

    class Kept:
        def tell(self, entry: Entry) -> None:
            kept.append(entry)

    async def behaviour(_request: Any, _call: Any) -> None:
        return None

    record = open_record(Kept(), "RoomService/JoinRoom", Caller("rpc", local=True))
    await noting(behaviour, JOIN)(request, None)
    record.end("OK", "", 0.0)
    return dict(kept[0].target)


async def test_a_join_names_its_room_and_user_with_a_ticket_or_without():
    ticket = rooms_pb2.RoomsTicket(
        api_key="key",
        secret_file="game",  # noqa: S106 - a name
        room_id="lobby",
        user_id="anna",
    )
    named = {"room_id": "lobby", "user_id": "anna"}
    assert await noted(rooms_pb2.JoinRoomRequest(room_id="lobby", user_id="anna")) == named
    assert await noted(rooms_pb2.JoinRoomRequest(rooms=ticket)) == named
    assert await noted(rooms_pb2.JoinRoomRequest(room_id="lobby", rooms=ticket)) == named
