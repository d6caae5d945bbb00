"""Joining with a ticket of ODIN Rooms on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.v1 import rooms_pb2

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
