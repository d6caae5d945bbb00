"""Any RPC by its name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import grpc

from odind.v1 import rooms_pb2
from tests.client.scripted_daemon import replay

from .conversation import Ear

if TYPE_CHECKING:
    from tests.client.scripted_daemon import ScriptedDaemon

    from .conftest import Odindctl

LOBBY = rooms_pb2.Connection(connection_id="c-1", room_id="lobby")


async def test_a_method_is_called_with_json_and_answers_with_json(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("JoinRoom", rooms_pb2.JoinRoomResponse(connection=LOBBY))

    for name in ("RoomService/JoinRoom", "odind.v1.RoomService/JoinRoom", "/odind.v1.RoomService/JoinRoom"):
        ended = await odindctl("call", name, '{"room_id": "lobby", "userId": "alice"}')
        assert ended.document["connection"]["connection_id"] == "c-1"

    joined = rooms_pb2.JoinRoomRequest(room_id="lobby", user_id="alice")
    assert script.requests["JoinRoom"] == [joined] * 3


async def test_a_request_that_is_not_given_is_empty_and_one_from_stdin_is_read(
    script: ScriptedDaemon, odindctl: Odindctl
):
    await odindctl("call", "RoomService/LeaveRoom")
    await odindctl("call", "RoomService/LeaveRoom", "-", stdin=b'{"connection_id": "c-1"}\n')

    assert [request.connection_id for request in script.requests["LeaveRoom"]] == ["", "c-1"]


async def test_a_stream_of_answers_is_one_line_each(script: ScriptedDaemon, odindctl: Odindctl):
    events = [rooms_pb2.WatchEventsResponse(event=rooms_pb2.Event(sequence=number)) for number in range(1, 4)]
    script.stream("WatchEvents", lambda *_: replay(events))

    ended = await odindctl("call", "RoomService/WatchEvents")

    assert [json.loads(line)["event"]["sequence"] for line in ended.stdout.splitlines()] == ["1", "2", "3"]


async def test_a_stream_of_requests_is_one_line_each(script: ScriptedDaemon, odindctl: Odindctl):
    ear = Ear()
    script.stream("StreamAudio", ear.listen)
    chunk = '{"chunk": {"pcm": "AAAAAA=="}}'
    requests = ['{"config": {"connection_id": "c-1", "send": {}}}', chunk, chunk, '{"finish": {}}']

    ended = await odindctl("call", "AudioService/StreamAudio", "-", stdin="\n".join(requests).encode())

    assert [next(iter(json.loads(line))) for line in ended.stdout.splitlines()] == ["started", "drained"]
    assert ear.pcm == bytes(8)


async def test_what_goes_wrong_is_told_as_anywhere_else(script: ScriptedDaemon, odindctl: Odindctl):
    script.fail("LeaveRoom", grpc.StatusCode.NOT_FOUND, "CONNECTION_NOT_FOUND", "no c-1")

    unknown = await odindctl("call", "RoomService/Sing", "--json")
    wrong = await odindctl("call", "RoomService/LeaveRoom", '{"nonsense": 1}', "--json")
    several = await odindctl("call", "RoomService/LeaveRoom", "{}", "{}", "--json")
    failed = await odindctl("call", "RoomService/LeaveRoom", "--json")

    assert (unknown.exit_code, unknown.error["reason"]) == (5, "METHOD_UNKNOWN")
    assert (wrong.exit_code, wrong.error["reason"]) == (3, "REQUEST_INVALID")
    assert "nonsense" in wrong.error["message"]
    assert (several.exit_code, several.error["reason"]) == (3, "REQUEST_INVALID")
    assert (failed.exit_code, failed.error["reason"]) == (5, "CONNECTION_NOT_FOUND")


async def test_the_methods_are_listed(odindctl: Odindctl):
    listed = await odindctl("call", "--list")

    assert "RoomService/JoinRoom" in listed.stdout.splitlines()
    assert (await odindctl("call")).exit_code == 2
