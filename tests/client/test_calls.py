"""What the client asks, and what it makes of the answers."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, get_args

import grpc
import pytest

from odind.client import (
    LEAVE,
    Daemon,
    Event,
    EventKind,
    Json,
    PeerJoined,
    PeerLeft,
    Processing,
    Snapshot,
    connect,
)
from odind.client.daemon import DEFAULT_LINGER
from odind.core.errors import (
    FailedPreconditionError,
    NotFoundError,
    OdindError,
    ResourceExhaustedError,
    UnavailableError,
)
from odind.v1 import payload_pb2, processing_pb2, rooms_pb2, server_pb2, tokens_pb2

from .scripted_daemon import abort_with, replay

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from .scripted_daemon import Context, ScriptedDaemon

READY = "a ready token"


async def test_info_is_the_daemons_answer(script: ScriptedDaemon, daemon: Daemon):
    info = server_pb2.GetInfoResponse(version="0.1.0", gateway="http://127.0.0.1:1")
    script.answer("GetInfo", info)

    assert await daemon.info() == info


async def test_capacity_is_the_daemons_answer(script: ScriptedDaemon, daemon: Daemon):
    capacity = server_pb2.GetCapacityResponse(more_connections=19, bottleneck=server_pb2.BOTTLENECK_LOOP)
    script.answer("GetCapacity", capacity)

    assert await daemon.capacity() == capacity


async def test_access_keys_are_made_and_described(script: ScriptedDaemon, daemon: Daemon):
    made = tokens_pb2.GenerateAccessKeyResponse(access_key="A", key_id="K", public_key="P")
    described = tokens_pb2.DescribeAccessKeyResponse(key_id="K", public_key="P")
    script.answer("GenerateAccessKey", made)
    script.answer("DescribeAccessKey", described)

    assert await daemon.generate_access_key() == made
    assert await daemon.describe_access_key("A") == described
    assert script.requests["DescribeAccessKey"][0].access_key == "A"


async def test_describing_no_key_asks_for_the_daemons_own(script: ScriptedDaemon, daemon: Daemon):
    await daemon.describe_access_key()

    assert not script.requests["DescribeAccessKey"][0].HasField("access_key")


async def test_a_token_says_what_was_asked(script: ScriptedDaemon, daemon: Daemon):
    await daemon.create_token(
        ["a", "b"],
        "alice",
        access_key="A",
        customer="acme",
        audience=["gateway"],
        subject=["connect"],
        lifetime=timedelta(minutes=2),
    )
    await daemon.create_token(["a"], "alice")

    full, plain = script.requests["CreateToken"]
    expected = tokens_pb2.CreateTokenRequest(
        access_key="A",
        room_ids=["a", "b"],
        user_id="alice",
        customer="acme",
        audience=["gateway"],
        subject=["connect"],
    )
    expected.lifetime.seconds = 120
    assert full == expected
    assert plain == tokens_pb2.CreateTokenRequest(room_ids=["a"], user_id="alice")


async def test_joining_returns_a_handle_of_the_connection(script: ScriptedDaemon, daemon: Daemon):
    view = rooms_pb2.Connection(connection_id="c-1", room_id="lobby", user_id="alice")
    script.answer("JoinRoom", rooms_pb2.JoinRoomResponse(connection=view))

    connection = await daemon.join_room("lobby", user_id="alice", gateway="g:1", user_data=Json([1]))

    assert connection.connection_id == "c-1"
    assert connection.view == view
    assert script.requests["JoinRoom"] == [
        rooms_pb2.JoinRoomRequest(
            room_id="lobby", user_id="alice", gateway="g:1", user_data=payload_pb2.Payload(json="[1]")
        )
    ]


@pytest.fixture
def in_lobby(script: ScriptedDaemon) -> None:
    """The daemon joins and holds as it is asked."""

    async def hold(_request: object, _context: Context) -> AsyncIterator[rooms_pb2.HoldConnectionsResponse]:
        yield rooms_pb2.HoldConnectionsResponse()
        await asyncio.Event().wait()

    view = rooms_pb2.Connection(connection_id="c-1", room_id="lobby", user_id="alice")
    script.answer("JoinRoom", rooms_pb2.JoinRoomResponse(connection=view))
    script.stream("HoldConnections", hold)


@pytest.mark.usefixtures("in_lobby")
async def test_a_block_holds_its_connection_and_leaves_at_its_end(script: ScriptedDaemon, daemon: Daemon):
    async with daemon.join("lobby", user_id="alice", user_data=b"hi") as connection:
        assert connection.connection_id == "c-1"
        assert script.requests["HoldConnections"] == [
            rooms_pb2.HoldConnectionsRequest(connection_ids=["c-1"])
        ]
        assert not script.requests["LeaveRoom"]

    (request,) = script.requests["JoinRoom"]
    assert (request.room_id, request.user_id, request.user_data.data) == ("lobby", "alice", b"hi")
    assert request.linger.ToTimedelta() == DEFAULT_LINGER
    assert script.requests["LeaveRoom"] == [rooms_pb2.LeaveRoomRequest(connection_id="c-1")]


@pytest.mark.usefixtures("in_lobby")
async def test_a_block_ends_as_it_does_whether_or_not_it_can_leave(script: ScriptedDaemon, daemon: Daemon):
    script.fail("LeaveRoom", grpc.StatusCode.NOT_FOUND, "CONNECTION_NOT_FOUND", "we were kicked")
    async with daemon.join("lobby", user_id="alice", linger=timedelta(seconds=1)):
        pass
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the block's own error is what counts
        async with daemon.join("lobby", user_id="alice"):
            await script.stop()
            raise ZeroDivisionError


@pytest.mark.usefixtures("in_lobby")
async def test_a_block_does_not_begin_unless_the_connection_is_held(script: ScriptedDaemon, daemon: Daemon):
    async def refuse(_request: object, context: Context) -> AsyncIterator[rooms_pb2.HoldConnectionsResponse]:
        yield await abort_with(context, grpc.StatusCode.NOT_FOUND, "CONNECTION_NOT_FOUND", "we were kicked")

    script.stream("HoldConnections", refuse)
    with pytest.raises(NotFoundError, match="CONNECTION_NOT_FOUND"):
        async with daemon.join("lobby", user_id="alice"):
            raise AssertionError("the block began")
    assert script.requests["LeaveRoom"] == [rooms_pb2.LeaveRoomRequest(connection_id="c-1")]


@pytest.mark.usefixtures("in_lobby")
async def test_a_block_whose_connection_was_adopted_does_not_leave(script: ScriptedDaemon, daemon: Daemon):
    adopted, in_order = asyncio.Event(), asyncio.Lock()

    async def hold(_request: object, context: Context) -> AsyncIterator[rooms_pb2.HoldConnectionsResponse]:
        yield rooms_pb2.HoldConnectionsResponse()
        async with in_order:
            await adopted.wait()
            await abort_with(context, grpc.StatusCode.FAILED_PRECONDITION, "ADOPTED", "by another program")

    script.stream("HoldConnections", hold)
    async with daemon.join("lobby", user_id="alice", holder="bot", on_lost=LEAVE):
        assert script.requests["HoldConnections"][0].holder == "bot"
        assert script.requests["JoinRoom"][0].on_lost == LEAVE
        async with daemon.hold("c-1", "c-2") as held:
            adopted.set()
            with pytest.raises(FailedPreconditionError, match="ADOPTED"):
                await held.over()
            assert await held.adopted()
            assert held.connection_ids == ("c-1", "c-2")
    assert not script.requests["LeaveRoom"]


async def test_adopting_says_which_connections_it_holds(script: ScriptedDaemon, daemon: Daemon):
    async def adopt(_request: object, _context: Context) -> AsyncIterator[rooms_pb2.AdoptConnectionsResponse]:
        yield rooms_pb2.AdoptConnectionsResponse(connection_ids=["c-1", "c-2"])

    script.stream("AdoptConnections", adopt)
    async with daemon.adopt("c-1", from_holder="old", holder="new") as held:
        assert held.connection_ids == ("c-1", "c-2")
        await held.over()
        assert not await held.adopted()
    assert script.requests["AdoptConnections"] == [
        rooms_pb2.AdoptConnectionsRequest(connection_ids=["c-1"], from_holder="old", holder="new")
    ]


async def test_a_call_that_makes_something_is_sent_again_under_one_id(script: ScriptedDaemon):
    joined = rooms_pb2.JoinRoomResponse(connection=rooms_pb2.Connection(connection_id="c-1"))
    failures = ["STORE_UNAVAILABLE", "DAEMON_STOPPING"]

    async def join(_request: object, context: Context) -> rooms_pb2.JoinRoomResponse:
        if failures:
            await abort_with(context, grpc.StatusCode.UNAVAILABLE, failures.pop(), "not now")
        return joined

    script.answer_with("JoinRoom", join)
    async with connect(script.target, retries=2) as daemon:
        assert (await daemon.join_room("lobby", user_id="alice")).connection_id == "c-1"
        first, *again = (request.request_id for request in script.requests["JoinRoom"])
        assert first
        assert again == [first, first]
        await daemon.join_room("lobby", user_id="alice")
        assert script.requests["JoinRoom"][-1].request_id not in ("", first)
        failures += ["STORE_UNAVAILABLE"] * 3
        with pytest.raises(UnavailableError, match="STORE_UNAVAILABLE"):
            await daemon.join_room("lobby", user_id="alice", request_id="my own")
    assert [request.request_id for request in script.requests["JoinRoom"][-3:]] == ["my own"] * 3


@pytest.mark.parametrize(("told_s", "calls"), [("0.01", 3), ("3600", 1)])
@pytest.mark.parametrize("code", [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED])
async def test_a_retry_waits_as_long_as_the_daemon_says_unless_that_is_too_long(
    script: ScriptedDaemon, code: grpc.StatusCode, told_s: str, calls: int
):
    script.fail("JoinRoom", code, "DRAINING", "later", retry_after_s=told_s)
    async with connect(script.target, retries=2) as daemon:
        with pytest.raises(OdindError) as caught:
            await daemon.join_room("lobby", user_id="alice")
    assert caught.value.retry_after_s == float(told_s)
    assert len(script.requests["JoinRoom"]) == calls


async def test_a_token_can_join_without_naming_room_or_user(script: ScriptedDaemon, daemon: Daemon):
    await daemon.join_room(token=READY)

    assert script.requests["JoinRoom"] == [rooms_pb2.JoinRoomRequest(token=READY)]


async def test_a_token_and_a_user_id_together_are_a_mistake_of_the_program(daemon: Daemon):
    with pytest.raises(ValueError, match="give one of"):
        await daemon.join_room("lobby", user_id="alice", token=READY)


async def test_a_handle_speaks_for_its_connection(script: ScriptedDaemon, daemon: Daemon):
    before = rooms_pb2.Connection(connection_id="c-1")
    after = rooms_pb2.Connection(connection_id="c-1", peers=[rooms_pb2.Peer(peer_id=7)])
    script.answer(
        "GetConnection",
        rooms_pb2.GetConnectionResponse(connection=before),
        rooms_pb2.GetConnectionResponse(connection=after),
    )

    connection = await daemon.connection("c-1")
    await connection.update_user_data(b"\x00data")
    await connection.send_message(Json("hi"), peer_ids=[7, 8])
    assert await connection.refresh() == connection.view == after
    script.answer(
        "SetProcessing", processing_pb2.SetProcessingResponse(processing=Processing(pre_gain_db=-3))
    )
    assert await connection.set_processing(Processing(pre_gain_db=-3)) == Processing(pre_gain_db=-3)
    await connection.leave()

    assert script.requests["SetProcessing"][0].connection_id == "c-1"
    assert script.requests["UpdateUserData"] == [
        rooms_pb2.UpdateUserDataRequest(connection_id="c-1", user_data=payload_pb2.Payload(data=b"\x00data"))
    ]
    assert script.requests["SendMessage"] == [
        rooms_pb2.SendMessageRequest(
            connection_id="c-1", message=payload_pb2.Payload(json='"hi"'), peer_ids=[7, 8]
        )
    ]
    assert script.requests["LeaveRoom"] == [rooms_pb2.LeaveRoomRequest(connection_id="c-1")]


async def test_connections_are_listed_page_by_page(script: ScriptedDaemon, daemon: Daemon):
    script.answer("ListConnections", *pages("c-1 c-2", "", "c-3"))

    listed = [connection.connection_id async for connection in daemon.connections(page_size=2)]

    assert listed == ["c-1", "c-2", "c-3"]
    assert [request.page_token for request in script.requests["ListConnections"]] == ["", "1", "2"]
    assert {request.page_size for request in script.requests["ListConnections"]} == {2}


async def test_a_watch_yields_the_snapshot_and_then_events(script: ScriptedDaemon, daemon: Daemon):
    snapshot, event = Snapshot(sequence=4), rooms_pb2.Event(sequence=5, connection_id="c-1")
    script.stream(
        "WatchEvents",
        lambda _request, _context: replay(
            [
                rooms_pb2.WatchEventsResponse(snapshot=snapshot),
                rooms_pb2.WatchEventsResponse(),
                rooms_pb2.WatchEventsResponse(event=event),
            ]
        ),
    )

    assert [item async for item in daemon.watch_events("c-1", "c-2")] == [snapshot, Event.of(event)]
    assert script.requests["WatchEvents"][0].connection_ids == ["c-1", "c-2"]


def test_an_event_is_matched_by_what_happened():
    message = rooms_pb2.Event(sequence=5, connection_id="c-1", peer_left={"peer": {"user_id": "bob"}})
    message.time.FromMilliseconds(1_500)

    match Event.of(message):
        case Event(PeerJoined()):
            raise AssertionError("nobody joined")
        case Event(PeerLeft(peer=peer), connection_id=connection_id, sequence=sequence, time=time):
            assert (peer.user_id, connection_id, sequence) == ("bob", "c-1", 5)
            assert time == datetime(1970, 1, 1, 0, 0, 1, 500_000, UTC)
        case _:
            raise AssertionError("bob left")


def test_every_kind_of_event_has_its_type_and_a_later_one_has_none():
    choices = rooms_pb2.Event.DESCRIPTOR.oneofs_by_name["kind"].fields
    kinds = [type(Event.of(rooms_pb2.Event(**{choice.name: {}})).kind) for choice in choices]
    assert set(kinds) == set(get_args(EventKind))
    assert Event.of(rooms_pb2.Event()).kind is None


async def test_a_watcher_that_lags_is_told_so(script: ScriptedDaemon, daemon: Daemon):
    async def lag(_request: object, context: Context) -> AsyncIterator[rooms_pb2.WatchEventsResponse]:
        yield rooms_pb2.WatchEventsResponse(snapshot=Snapshot(sequence=4))
        await abort_with(context, grpc.StatusCode.RESOURCE_EXHAUSTED, "SUBSCRIBER_LAGGED", "too slow")

    script.stream("WatchEvents", lag)
    watch = daemon.watch_events()

    assert isinstance(await anext(watch), Snapshot)
    with pytest.raises(ResourceExhaustedError, match="SUBSCRIBER_LAGGED"):
        await anext(watch)


async def test_a_handle_watches_its_own_connection_only(script: ScriptedDaemon, daemon: Daemon):
    script.answer(
        "GetConnection",
        rooms_pb2.GetConnectionResponse(connection=rooms_pb2.Connection(connection_id="c-1")),
    )
    script.stream("WatchEvents", fail_to_find)
    connection = await daemon.connection("c-1")

    with pytest.raises(NotFoundError):
        await anext(connection.watch_events())

    assert script.requests["WatchEvents"][0].connection_ids == ["c-1"]


async def fail_to_find(_request: object, context: Context) -> AsyncIterator[rooms_pb2.WatchEventsResponse]:
    yield await abort_with(context, grpc.StatusCode.NOT_FOUND, "CONNECTION_NOT_FOUND", "no c-1")


def pages(*pages_of_ids: str) -> list[rooms_pb2.ListConnectionsResponse]:
    """One response for each string of ids, chained by page tokens."""
    tokens = [*map(str, range(1, len(pages_of_ids))), ""]
    return [
        rooms_pb2.ListConnectionsResponse(
            connections=[rooms_pb2.Connection(connection_id=name) for name in ids.split()],
            next_page_token=token,
        )
        for ids, token in zip(pages_of_ids, tokens, strict=True)
    ]


async def test_a_watch_says_where_it_begins_and_what_it_leaves_out(script: ScriptedDaemon, daemon: Daemon):
    script.stream("WatchEvents", lambda *_: replay([]))
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=1)))
    for wanted in (
        {"since": moment, "kinds": ["joined"], "room_ids": ["lobby"], "until_now": True},
        {"after_sequence": 0, "snapshot_if_expired": True},
        {"consumer": "billing"},
    ):
        assert [item async for item in daemon.watch_events(**wanted)] == []
    since = rooms_pb2.WatchEventsRequest(kinds=["joined"], room_ids=["lobby"], until_now=True)
    since.since.FromJsonString("2026-01-02T02:04:05Z")
    assert script.requests["WatchEvents"] == [
        since,
        rooms_pb2.WatchEventsRequest(after_sequence=0, snapshot_if_expired=True),
        rooms_pb2.WatchEventsRequest(consumer="billing"),
    ]
    with pytest.raises(ValueError, match="time zone"):
        daemon.watch_events(since=datetime(2026, 1, 2))  # noqa: DTZ001 - which is the mistake


async def test_a_consumer_is_moved_listed_and_forgotten(script: ScriptedDaemon, daemon: Daemon):
    billing = rooms_pb2.Consumer(name="billing", acknowledged=7)
    script.answer("AcknowledgeEvents", rooms_pb2.AcknowledgeEventsResponse(consumer=billing))
    script.answer("ListConsumers", rooms_pb2.ListConsumersResponse(consumers=[billing]))
    assert await daemon.acknowledge_events("billing", 7) == billing
    assert await daemon.consumers() == [billing]
    await daemon.delete_consumer("billing")
    assert script.requests["AcknowledgeEvents"] == [
        rooms_pb2.AcknowledgeEventsRequest(consumer="billing", sequence=7)
    ]
    assert script.requests["DeleteConsumer"] == [rooms_pb2.DeleteConsumerRequest(consumer="billing")]


async def test_a_drain_has_a_deadline_or_none(script: ScriptedDaemon, daemon: Daemon):
    script.answer("Drain", server_pb2.DrainResponse(connections=2))
    assert (await daemon.drain()).connections == 2
    await daemon.drain(timedelta(minutes=5))
    await daemon.undrain()
    assert [request.HasField("deadline") for request in script.requests["Drain"]] == [False, True]
    assert script.requests["Drain"][1].deadline.seconds == 300
    assert script.requests["Undrain"] == [server_pb2.UndrainRequest()]
