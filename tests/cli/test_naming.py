"""Connections by id, by the beginning of an id, and by room and user."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import grpc
import pytest

from odind.v1 import rooms_pb2
from tests.client.scripted_daemon import abort_with, replay

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from google.protobuf.message import Message

    from tests.client.scripted_daemon import Context, ScriptedDaemon

    from .conftest import Odindctl

HELD = [
    rooms_pb2.Connection(connection_id="c-1abc", room_id="lobby", user_id="alice"),
    rooms_pb2.Connection(connection_id="c-1abd", room_id="lobby", user_id="bob"),
    rooms_pb2.Connection(connection_id="c-2xyz", room_id="stage/left", user_id="alice"),
    rooms_pb2.Connection(connection_id="c-2xyzz", room_id="stage/right", user_id="alice"),
]
VERBS = [
    ("room show", "GetConnection"),
    ("message send --text x -c", "SendMessage"),
    ("room leave", "LeaveRoom"),
    ("position get -c", "GetSpace"),
]


@pytest.fixture(autouse=True)
def held(script: ScriptedDaemon) -> None:
    """The daemon holds several connections."""

    async def get(request: rooms_pb2.GetConnectionRequest, context: Context) -> object:
        for view in HELD:
            if view.connection_id == request.connection_id:
                return rooms_pb2.GetConnectionResponse(connection=view)
        what = ("CONNECTION_NOT_FOUND", "no such connection")
        return await abort_with(context, grpc.StatusCode.NOT_FOUND, *what)

    script.answer("ListConnections", rooms_pb2.ListConnectionsResponse(connections=HELD))
    script.answer_with("GetConnection", get)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[1])
@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("c-1abd", "c-1abd"),
        ("c-1abc", "c-1abc"),
        ("c-2xyz", "c-2xyz"),
        ("lobby/bob", "c-1abd"),
        ("stage/left/alice", "c-2xyz"),
    ],
)
async def test_a_name_finds_its_connection(
    script: ScriptedDaemon, odindctl: Odindctl, verb: tuple[str, str], name: str, meant: str
):
    words, rpc = verb
    ended = await odindctl(*words.split(), name)

    assert ended.exit_code == 0, ended.stderr
    assert script.requests[rpc][-1].connection_id == meant


async def test_the_beginning_of_an_id_that_only_one_has_is_enough(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("ListConnections", rooms_pb2.ListConnectionsResponse(connections=HELD[:3]))

    assert "c-2xyz" in (await odindctl("room", "show", "c-2")).stdout


async def test_a_name_of_several_lists_them(odindctl: Odindctl):
    for_people = await odindctl("room", "show", "c-1")
    for_programs = await odindctl("room", "show", "c-1", "--json")

    assert for_people.exit_code == for_programs.exit_code == 7
    assert for_people.stderr.splitlines() == [
        "error: 2 connections are called c-1: use more of the id (CONNECTION_AMBIGUOUS)",
        "  c-1abc  lobby  alice",
        "  c-1abd  lobby  bob",
    ]
    assert for_programs.error["candidates"] == [
        {"connection_id": "c-1abc", "room_id": "lobby", "user_id": "alice"},
        {"connection_id": "c-1abd", "room_id": "lobby", "user_id": "bob"},
    ]


async def test_among_several_connections_none_is_guessed(odindctl: Odindctl):
    ended = await odindctl("message", "send", "--text", "x", "--json")

    assert ended.exit_code == 7
    assert ended.error["reason"] == "CONNECTION_AMBIGUOUS"
    assert ended.error["metadata"] == {"count": "4"}
    assert [one["connection_id"] for one in ended.error["candidates"]] == [one.connection_id for one in HELD]


@pytest.mark.parametrize("name", ["c-9", "lobby/eve", "lobby"])
async def test_a_name_of_none_is_the_daemons_own_error(odindctl: Odindctl, name: str):
    ended = await odindctl("room", "leave", name, "--json")

    assert ended.exit_code == 5
    assert ended.error["reason"] == "CONNECTION_NOT_FOUND"


async def test_several_connections_are_left_and_none_if_one_is_not_found(
    script: ScriptedDaemon, odindctl: Odindctl
):
    failed = await odindctl("room", "leave", "lobby/alice", "lobby/eve")
    assert (failed.exit_code, script.requests["LeaveRoom"]) == (5, [])

    ended = await odindctl("room", "leave", "lobby/alice", "lobby/bob", "--json")

    assert [json.loads(line) for line in ended.stdout.splitlines()] == [
        {"connection_id": "c-1abc", "state": "left"},
        {"connection_id": "c-1abd", "state": "left"},
    ]
    assert [request.connection_id for request in script.requests["LeaveRoom"]] == ["c-1abc", "c-1abd"]


async def test_all_connections_can_be_left(script: ScriptedDaemon, odindctl: Odindctl):
    ended = await odindctl("room", "leave", "--all")

    assert ended.stdout.splitlines() == [f"left {one.connection_id}" for one in HELD]
    assert len(script.requests["LeaveRoom"]) == len(HELD)


async def test_a_connection_that_ends_meanwhile_does_not_keep_the_others(
    script: ScriptedDaemon, odindctl: Odindctl
):
    script.fail("LeaveRoom", grpc.StatusCode.NOT_FOUND, "CONNECTION_NOT_FOUND", "gone")

    ended = await odindctl("room", "leave", "--all")

    assert ended.exit_code == 0
    assert len(script.requests["LeaveRoom"]) == len(HELD)


async def test_events_and_counters_take_names_too(script: ScriptedDaemon, odindctl: Odindctl):
    def nothing(_request: object, _context: Context) -> AsyncIterator[Message]:
        return replay(())

    script.stream("WatchEvents", nothing)
    script.stream("WatchStatistics", nothing)

    await odindctl("events", "lobby/alice")
    await odindctl("audio", "stats", "lobby/bob", "c-2xyz")

    assert script.requests["WatchEvents"][0].connection_ids == ["c-1abc"]
    assert script.requests["WatchStatistics"][0].connection_ids == ["c-1abd", "c-2xyz"]
