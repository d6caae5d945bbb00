"""Values: what a newer daemon says is survived, and nothing is changed on its way."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, Final

from google.protobuf.duration_pb2 import Duration

from odind.conformance.case import Group, expect, expect_equal
from odind.conformance.script import replay
from odind.v1 import rooms_pb2
from odind.v1.payload_pb2 import Payload
from odind.v1.rooms_pb2 import Connection, Event, Snapshot, WatchEventsResponse

if TYPE_CHECKING:
    from odind.conformance.stage import Stage

GROUP: Final = Group("values", "grpc")
_LARGEST: Final = 2**64 - 1
_UNKNOWN_FIELD: Final = bytes((0xFA, 0xFF, 0x07, 3)) + b"new"  # number 16,383, three bytes
_VALUE: Final = {"text": "Grüße 🎙", "list": [1, None, True, 0.5], "deep": {"a": {"b": []}}}
_ROOM: Final = "Läbby 🎙 #1"


async def _view(stage: Stage, connection: Connection) -> dict[str, Any]:
    """Return what the client makes of a connection."""
    answer = rooms_pb2.GetConnectionResponse(connection=connection)
    stage.script.answer("GetConnection", answer.SerializeToString() + _UNKNOWN_FIELD)
    await stage.connect()
    return await stage.driver.ask("get", connection_id=connection.connection_id)


@GROUP.case("unknown-fields")
async def _unknown_fields(stage: Stage) -> None:
    """Fields that a newer daemon adds are skipped."""
    view = await _view(
        stage, Connection.FromString(Connection(connection_id="c-1").SerializeToString() + _UNKNOWN_FIELD)
    )
    expect_equal(view["connection_id"], "c-1", "connection_id")


@GROUP.case("unknown-enum")
async def _unknown_enum(stage: Stage) -> None:
    """A value that a newer daemon adds to an enum breaks nothing."""
    connection = Connection(connection_id="c-1")
    connection.state = 99  # type: ignore[assignment]
    expect_equal((await _view(stage, connection))["connection_id"], "c-1", "connection_id")


@GROUP.case("unicode-ids")
async def _unicode_ids(stage: Stage) -> None:
    """Room and user are any text."""
    stage.script.answer("JoinRoom", rooms_pb2.JoinRoomResponse(connection=Connection(connection_id="c-1")))
    await stage.connect()
    await stage.driver.ask("join", room_id=_ROOM, user_id="Änne")
    request = stage.script.requests["JoinRoom"][0]
    expect_equal((request.room_id, request.user_id), (_ROOM, "Änne"), "room and user of the request")


@GROUP.case("u64-max", "watch", "u64")
async def _u64(stage: Stage) -> None:
    """Numbers of 64 bits are exact."""
    event = WatchEventsResponse(event=Event(sequence=_LARGEST))
    stage.script.stream("WatchEvents", lambda *_: replay([event]))
    await stage.connect()
    item = await stage.driver.begin("watch").item()
    expect_equal(item["event"]["sequence"], str(_LARGEST), "sequence")


@GROUP.case("u64-max-sent", "watch", "u64")
async def _u64_sent(stage: Stage) -> None:
    """Numbers of 64 bits are sent exactly."""
    stage.script.stream("WatchEvents", lambda *_: replay([]))
    await stage.connect()
    await stage.driver.ask("watch", after_sequence=str(_LARGEST - 1))
    expect_equal(stage.script.requests["WatchEvents"][0].after_sequence, _LARGEST - 1, "after_sequence")


@GROUP.case("duration")
async def _duration(stage: Stage) -> None:
    """Durations have parts of a second."""
    await _joined_with(stage, linger_ms=1_500)
    wanted = Duration(seconds=1, nanos=500_000_000)
    expect_equal(stage.script.requests["JoinRoom"][0].linger, wanted, "linger of the request")


async def _joined_with(stage: Stage, **arguments: Any) -> None:
    stage.script.answer("JoinRoom", rooms_pb2.JoinRoomResponse(connection=Connection(connection_id="c-1")))
    await stage.connect()
    await stage.driver.ask("join", room_id="lobby", user_id="anna", **arguments)


@GROUP.case("unset-is-not-empty")
async def _unset(stage: Stage) -> None:
    """User data that is not given is not sent as empty."""
    await _joined_with(stage)
    expect(not stage.script.requests["JoinRoom"][0].HasField("user_data"), "user_data must not be set")


@GROUP.case("empty-is-not-unset")
async def _empty(stage: Stage) -> None:
    """User data that is empty is sent as empty."""
    await _joined_with(stage, user_data={"base64": ""})
    expect(stage.script.requests["JoinRoom"][0].HasField("user_data"), "user_data must be set")


@GROUP.case("payload-bytes")
async def _payload_bytes(stage: Stage) -> None:
    """Bytes are sent as they are."""
    everything = bytes(range(256))
    await stage.connect()
    payload = {"base64": base64.b64encode(everything).decode()}
    await stage.driver.ask("user_data", connection_id="c-1", payload=payload)
    expect_equal(stage.script.requests["UpdateUserData"][0].user_data.data, everything, "the data")


@GROUP.case("payload-json")
async def _payload_json(stage: Stage) -> None:
    """A JSON value is sent as the text of that value."""
    await stage.connect()
    await stage.driver.ask("message", connection_id="c-1", payload={"json": _VALUE}, peer_ids=[1, 2**32 - 1])
    request = stage.script.requests["SendMessage"][0]
    expect_equal(json.loads(request.message.json), _VALUE, "the value")
    expect_equal(list(request.peer_ids), [1, 2**32 - 1], "peer_ids")


@GROUP.case("payload-received", "watch")
async def _payload_received(stage: Stage) -> None:
    """A message of a peer comes as it was sent."""
    message = rooms_pb2.MessageReceived(
        sender_user_id="Änne", message=Payload(json=json.dumps(_VALUE)), sender_peer_id=7
    )
    events = [
        WatchEventsResponse(snapshot=Snapshot(sequence=1)),
        WatchEventsResponse(event=Event(sequence=2, connection_id="c-1", message_received=message)),
    ]
    stage.script.stream("WatchEvents", lambda *_: replay(events))
    await stage.connect()
    watch = stage.driver.begin("watch")
    await watch.item()
    told = (await watch.item())["event"]["message_received"]
    expect_equal(json.loads(told["message"]["json"]), _VALUE, "the value")
    expect_equal((told["sender_user_id"], told["sender_peer_id"]), ("Änne", 7), "sender")
