"""RoomService where nothing goes wrong, and joins that are given up."""

from __future__ import annotations

import json

import grpc
import pytest

from odind.v1 import payload_pb2, rooms_pb2

from .bench import GATEWAY, NOW, Bench, until


async def list_all(bench: Bench, page_size: int = 0) -> list[list[str]]:
    """The user ids of all connections, page by page."""
    pages, request = [], rooms_pb2.ListConnectionsRequest(page_size=page_size)
    while True:
        page = await bench.ask_rooms.ListConnections(request)
        pages.append([connection.user_id for connection in page.connections])
        if not page.next_page_token:
            return pages
        request.page_token = page.next_page_token


async def test_a_joined_connection_says_where_it_is(bench: Bench) -> None:
    other = await bench.join("other", user_data=payload_pb2.Payload(data=b"hi"))
    connection = await bench.join("me", user_data=payload_pb2.Payload(json="[1.5]"))
    assert (connection.room_id, connection.user_id, connection.gateway) == ("room", "me", GATEWAY)
    assert connection.state == rooms_pb2.CONNECTION_STATE_JOINED
    assert connection.user_data.json == "[1.5]"
    assert connection.created_at.seconds == int(NOW)
    (peer,) = connection.peers
    assert (peer.peer_id, peer.user_id, peer.user_data.data) == (other.own_peer_id, "other", b"hi")


async def test_a_token_for_several_rooms_opens_the_one_that_is_named(bench: Bench) -> None:
    token = bench.key.sign(json.dumps({"rid": ["hall", "cellar"], "uid": "me", "cid": "acme"}))
    answer = await bench.ask_rooms.JoinRoom(rooms_pb2.JoinRoomRequest(room_id="cellar", token=token))
    connection = answer.connection
    assert (connection.room_id, connection.user_id, connection.customer) == ("cellar", "me", "acme")


async def test_a_connection_is_found_until_it_is_left(bench: Bench) -> None:
    connection = await bench.join()
    request = rooms_pb2.GetConnectionRequest(connection_id=connection.connection_id)
    assert (await bench.ask_rooms.GetConnection(request)).connection == connection
    await bench.ask_rooms.LeaveRoom(rooms_pb2.LeaveRoomRequest(connection_id=connection.connection_id))
    assert await list_all(bench) == [[]]
    assert bench.runtime.links == []


async def test_connections_are_listed_oldest_first_and_in_pages(bench: Bench) -> None:
    for number in range(5):
        await bench.join(f"user {number}")
    assert await list_all(bench) == [["user 0", "user 1", "user 2", "user 3", "user 4"]]
    assert await list_all(bench, 2) == [["user 0", "user 1"], ["user 2", "user 3"], ["user 4"]]
    assert await list_all(bench, 2**32 - 1) == [["user 0", "user 1", "user 2", "user 3", "user 4"]]


async def test_updated_user_data_is_ours_at_once(bench: Bench) -> None:
    connection_id = await bench.join_id()
    await bench.ask_rooms.UpdateUserData(
        rooms_pb2.UpdateUserDataRequest(
            connection_id=connection_id, user_data=payload_pb2.Payload(data=b"\x00")
        )
    )
    answer = await bench.ask_rooms.GetConnection(rooms_pb2.GetConnectionRequest(connection_id=connection_id))
    assert answer.connection.user_data.data == b"\x00"


async def test_a_join_that_the_caller_cancels_is_undone(bench: Bench) -> None:
    bench.runtime.hold_joins()
    call = bench.ask_rooms.JoinRoom(rooms_pb2.JoinRoomRequest(room_id="room", user_id="me"))
    await until(lambda: bench.runtime.links)
    call.cancel()
    await until(lambda: not bench.runtime.links)
    assert await list_all(bench) == [[]]


async def test_a_join_whose_deadline_passes_is_undone(bench: Bench) -> None:
    bench.runtime.hold_joins()
    request = rooms_pb2.JoinRoomRequest(room_id="room", user_id="me")
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await bench.ask_rooms.JoinRoom(request, timeout=0.2)
    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    await until(lambda: not bench.runtime.links)
