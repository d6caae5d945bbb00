"""WatchEvents: a snapshot, then what happens, then an end with OK."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest

from odind.core.bounds.limits import Limits
from odind.v1 import payload_pb2, rooms_pb2, space_pb2

from .bench import Bench, open_bench, readers, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


class Watch:
    """A watch under way, its snapshot read."""

    def __init__(self, call: Any) -> None:
        self.call = call
        self.snapshot = rooms_pb2.Snapshot()
        self._answers: AsyncIterator[Any] = aiter(call)

    async def begin(self) -> Watch:
        self.snapshot = (await anext(self._answers)).snapshot
        return self

    async def event(self) -> rooms_pb2.Event:
        return (await anext(self._answers)).event

    async def ends_with_ok(self) -> bool:
        with pytest.raises(StopAsyncIteration):
            await anext(self._answers)
        return await self.call.code() is grpc.StatusCode.OK


async def watch(bench: Bench, *connection_ids: str) -> Watch:
    call = bench.ask_rooms.WatchEvents(rooms_pb2.WatchEventsRequest(connection_ids=connection_ids))
    return await Watch(call).begin()


async def leave(bench: Bench, connection_id: str) -> None:
    await bench.ask_rooms.LeaveRoom(rooms_pb2.LeaveRoomRequest(connection_id=connection_id))


async def test_the_snapshot_holds_what_is_there_and_the_events_what_follows(bench: Bench) -> None:
    one = await bench.join("one")
    watching = await watch(bench)
    assert [connection.user_id for connection in watching.snapshot.connections] == ["one"]
    two = await bench.join("two", user_data=payload_pb2.Payload(data=b"\x00\xff"))
    seen = [await watching.event() for _ in range(2)]
    assert {event.WhichOneof("kind") for event in seen} == {"joined", "peer_joined"}
    arrived = next(event for event in seen if event.HasField("peer_joined"))
    assert arrived.connection_id == one.connection_id
    assert (arrived.peer_joined.peer.peer_id, arrived.peer_joined.peer.user_data.data) == (
        two.own_peer_id,
        b"\x00\xff",
    )
    assert [event.sequence for event in seen] == [
        watching.snapshot.sequence + 1,
        watching.snapshot.sequence + 2,
    ]


async def test_a_peer_that_changes_and_leaves_is_seen(bench: Bench) -> None:
    one, two = await bench.join_id("one"), await bench.join("two")
    watching = await watch(bench, one)
    await bench.ask_rooms.UpdateUserData(
        rooms_pb2.UpdateUserDataRequest(
            connection_id=two.connection_id, user_data=payload_pb2.Payload(json='{"mood":"ü"}')
        )
    )
    changed = (await watching.event()).peer_changed.peer
    assert (changed.peer_id, changed.user_data.json) == (two.own_peer_id, '{"mood":"ü"}')
    await leave(bench, two.connection_id)
    assert (await watching.event()).peer_left.peer == changed


async def test_messages_come_with_their_sender(bench: Bench) -> None:
    one, two = await bench.join_id("one"), await bench.join("two")
    watching = await watch(bench, one)
    await bench.ask_rooms.SendMessage(
        rooms_pb2.SendMessageRequest(
            connection_id=two.connection_id, message=payload_pb2.Payload(data=bytes(range(256)))
        )
    )
    received = (await watching.event()).message_received
    assert (received.sender_peer_id, received.sender_user_id) == (two.own_peer_id, "two")
    assert received.message.data == bytes(range(256))


async def test_a_message_to_some_reaches_nobody_else(bench: Bench) -> None:
    connections = [await bench.join(user_id) for user_id in ("one", "two", "three")]
    watching = await watch(bench)
    for peer, text in ((connections[2], "1"), (connections[1], "2")):
        await bench.ask_rooms.SendMessage(
            rooms_pb2.SendMessageRequest(
                connection_id=connections[0].connection_id,
                message=payload_pb2.Payload(json=text),
                peer_ids=[peer.own_peer_id],
            )
        )
    events = [await watching.event() for _ in range(2)]
    assert [(event.connection_id, event.message_received.message.json) for event in events] == [
        (connections[2].connection_id, "1"),
        (connections[1].connection_id, "2"),
    ]


async def test_a_lost_link_and_its_return_are_seen(bench: Bench) -> None:
    one = await bench.join("one")
    await bench.join("two")
    watching = await watch(bench, one.connection_id)
    bench.runtime.link("one").lose("the cable")
    assert (await watching.event()).reconnecting.detail == "the cable"
    bench.runtime.link("one").enter()
    back = (await watching.event()).joined.connection
    assert back.state == rooms_pb2.CONNECTION_STATE_JOINED
    assert back.own_peer_id not in (0, one.own_peer_id)
    assert [peer.user_id for peer in back.peers] == ["two"]


async def test_a_kick_ends_the_connection_and_its_watch(bench: Bench) -> None:
    one = await bench.join_id("one")
    watching = await watch(bench, one)
    bench.runtime.link("one").dismiss("we were kicked")
    assert (await watching.event()).left.detail == "we were kicked"
    assert await watching.ends_with_ok()


async def test_the_watch_of_some_connections_ends_when_the_last_is_left(bench: Bench) -> None:
    one, two, other = [await bench.join_id(user_id, user_id) for user_id in ("one", "two", "other")]
    watching = await watch(bench, one, two)
    for connection_id in (other, one, two):
        await leave(bench, connection_id)
    left = [await watching.event() for _ in range(2)]
    assert [(event.connection_id, event.left.detail) for event in left] == [
        (one, "left by us"),
        (two, "left by us"),
    ]
    assert await watching.ends_with_ok()


async def test_every_watch_ends_with_ok_when_the_daemon_stops(bench: Bench) -> None:
    connection_id = await bench.join_id()
    watches = [await watch(bench), await watch(bench, connection_id)]
    bench.stop()
    assert [await watching.ends_with_ok() for watching in watches] == [True, True]


async def test_a_watch_that_is_cancelled_makes_room_for_another(bench: Bench) -> None:
    watching = await watch(bench)
    assert readers(bench.plane) == 1
    watching.call.cancel()
    await until(lambda: not readers(bench.plane))


async def test_a_watcher_that_lags_goes_on_from_another_snapshot(tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=Limits(event_buffer=3)) as bench:
        for user_id in ("me", "loud"):
            await bench.join(user_id)
        call = bench.ask_rooms.WatchEvents(rooms_pb2.WatchEventsRequest())
        first = (await call.read()).snapshot
        for number in range(10):
            bench.runtime.link("loud").set_user_data(bytes([number]))
        await until(lambda: bench.plane.log.last >= first.sequence + 10)
        again = (await call.read()).snapshot
        assert "are not kept" in again.missed
        assert again.sequence == bench.plane.log.last
        (me,) = (one for one in again.connections if one.user_id == "me")
        assert me.peers[0].user_data.data == b"\x09"
        await bench.join_id("next")
        assert (await call.read()).event.sequence == again.sequence + 1
        call.cancel()


async def test_a_watch_goes_on_after_an_event_that_was_seen(bench: Bench) -> None:
    await bench.join("me")
    watching = await watch(bench)
    await bench.join("one")
    seen = await watching.event()
    watching.call.cancel()
    await bench.join("two")
    request = rooms_pb2.WatchEventsRequest(after_sequence=seen.sequence)
    call = bench.ask_rooms.WatchEvents(request)
    missed = [(await call.read()).event for _ in range(2)]
    assert [event.sequence for event in missed] == [seen.sequence + 1, seen.sequence + 2]
    call.cancel()


async def test_what_we_change_of_ourselves_is_an_event(bench: Bench) -> None:
    connection_id = await bench.join_id()
    watching = await watch(bench)
    data = payload_pb2.Payload(data=b"new")
    await bench.ask_rooms.UpdateUserData(
        rooms_pb2.UpdateUserDataRequest(connection_id=connection_id, user_data=data)
    )
    position = space_pb2.Position(channel=2, x=1.5)
    await bench.ask_space.SetPositions(
        space_pb2.SetPositionsRequest(connection_id=connection_id, positions=[position])
    )
    changes = [(await watching.event()).changed.connection for _ in range(2)]
    assert changes[0].user_data == data
    assert list(changes[1].positions) == [position]
    view = await bench.ask_rooms.GetConnection(rooms_pb2.GetConnectionRequest(connection_id=connection_id))
    assert view.connection == changes[1]
    watching.call.cancel()
