"""Joining with a ticket of ODIN Rooms on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.v1 import odin_rooms_pb2, rooms_pb2
from tests.client.scripted_daemon import replay

from .test_verbs import LOBBY

if TYPE_CHECKING:
    from tests.client.scripted_daemon import ScriptedDaemon

    from .conftest import Odindctl

JOIN = ("room", "join", "lobby", "--user", "alice")
TICKET = ("--rooms-project", "key", "--rooms-secret", "game")
PAGE = rooms_pb2.RoomsPage(domain="game", url="https://game.rooms.chat/lobby")


@pytest.fixture(autouse=True)
def _in_lobby(script: ScriptedDaemon) -> None:
    joined = rooms_pb2.Connection()
    joined.CopyFrom(LOBBY)
    joined.rooms_page.CopyFrom(PAGE)
    script.answer("JoinRoom", rooms_pb2.JoinRoomResponse(connection=joined))


async def test_a_ticket_goes_in_place_of_the_user_and_the_page_is_told(
    script: ScriptedDaemon, odindctl: Odindctl
):
    ended = await odindctl(*JOIN, *TICKET)
    assert ended.stderr.rstrip().endswith(f"page {PAGE.url}")
    (request,) = script.requests["JoinRoom"]
    assert request.WhichOneof("identity") == "rooms"
    assert request.rooms == rooms_pb2.RoomsTicket(
        api_key="key",
        secret_file="game",  # noqa: S106 - a name
        room_id="lobby",
        user_id="alice",
    )


@pytest.mark.parametrize(
    "arguments",
    [(*JOIN, *TICKET[:2]), (*JOIN, *TICKET[2:]), ("room", "join", "lobby", "--token", "x", *TICKET)],
)
async def test_half_a_ticket_is_a_usage_error(odindctl: Odindctl, arguments: tuple[str, ...]):
    ended = await odindctl(*arguments)
    assert (ended.exit_code, "--rooms-project" in ended.stderr) == (2, True)


async def test_a_name_makes_the_connection_seen_in_rooms(script: ScriptedDaemon, odindctl: Odindctl):
    await odindctl(*JOIN, "--rooms-name", "DJ Bot")
    (request,) = script.requests["JoinRoom"]
    assert request.rooms_peer.data == odin_rooms_pb2.RoomsPeerData(name="DJ Bot")
    ended = await odindctl(*JOIN, "--rooms-name", "DJ Bot", "--user-data-text", "x")
    assert (ended.exit_code, "--rooms-name" in ended.stderr) == (2, True)


async def test_how_it_is_seen_is_changed_as_a_whole(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("ListConnections", rooms_pb2.ListConnectionsResponse(connections=[LOBBY]))
    script.answer("UpdateUserData", rooms_pb2.UpdateUserDataResponse())
    options = ("--name", "Al", "--custom-status", "on air", "--avatar-seed", "AB-3", "--input-muted")
    ended = await odindctl("userdata", "rooms", *options)
    assert ended.exit_code == 0, ended.stderr
    (request,) = script.requests["UpdateUserData"]
    assert request.rooms_peer == odin_rooms_pb2.RoomsPeer(
        data=odin_rooms_pb2.RoomsPeerData(name="Al", custom_status="on air", input_muted=True),
        avatar_seed="AB-3",
    )


async def test_chat_is_sent_and_shown_as_text(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("ListConnections", rooms_pb2.ListConnectionsResponse(connections=[LOBBY]))
    script.answer("SendMessage", rooms_pb2.SendMessageResponse())
    assert (await odindctl("message", "send", "--chat", "hello", "--to", "4")).exit_code == 0
    (request,) = script.requests["SendMessage"]
    assert (request.chat, list(request.peer_ids), request.HasField("message")) == ("hello", [4], False)

    said = rooms_pb2.MessageReceived(sender_peer_id=4, sender_user_id="zoe", chat="hi\x1b[2J")
    peer = rooms_pb2.Peer(peer_id=4, user_id="zoe")
    peer.rooms.CopyFrom(odin_rooms_pb2.RoomsPeerData(name="Zoë", status="away", input_muted=True))
    happened = [
        rooms_pb2.Event(sequence=2, connection_id="c-1", message_received=said),
        rooms_pb2.Event(sequence=3, connection_id="c-1", peer_joined=rooms_pb2.PeerJoined(peer=peer)),
    ]
    told = [rooms_pb2.WatchEventsResponse(event=event) for event in happened]
    script.stream("WatchEvents", lambda _request, _context: replay(told))
    lines = (await odindctl("events", "--from", "1", "--count", "2")).stdout.splitlines()
    assert lines[0].endswith("message received  peer 4 zoe  hi\\x1b[2J")
    assert lines[1].endswith("peer joined  peer 4 zoe  Zoë, away, muted")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--chat", ""),
        ("--chat", "hi", "--text", "hi"),
        ("--chat", "hi", "--user", "bob", "--room", "lobby"),
    ],
)
async def test_chat_is_one_of_the_ways_to_say_something(odindctl: Odindctl, arguments: tuple[str, ...]):
    ended = await odindctl("message", "send", *arguments)
    assert (ended.exit_code, "--chat" in ended.stderr) == (2, True)
