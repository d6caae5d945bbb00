"""Moderation on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from google.protobuf.duration_pb2 import Duration

from odind.v1 import moderation_pb2 as pb
from odind.v1 import payload_pb2

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from tests.client.scripted_daemon import ScriptedDaemon

    from .conftest import Odindctl

HI = payload_pb2.Payload(data=b"hi")


@pytest.mark.parametrize(
    ("arguments", "sent", "said"),
    [
        (
            ("room", "kick", "lobby", "bob", "--gateway", "g:1"),
            pb.KickUserRequest(room_id="lobby", user_id="bob", gateway="g:1"),
            "kicked bob out of lobby",
        ),
        (
            ("room", "ban", "lobby", "bob", "--for", "2h"),
            pb.BanUserRequest(room_id="lobby", user_id="bob", duration=Duration(seconds=7_200)),
            "banned bob from lobby for 2:00:00",
        ),
        (("room", "close", "lobby"), pb.CloseRoomRequest(room_id="lobby"), "closed lobby"),
        (
            ("room", "close", "lobby", "--for", "24h"),
            pb.CloseRoomRequest(room_id="lobby", duration=Duration(seconds=86_400)),
            "closed lobby",
        ),
        (
            ("message", "send", "--room", "lobby", "--user", "bob", "--text", "hi"),
            pb.SendMessageToUserRequest(room_id="lobby", user_id="bob", message=HI),
            "sent to bob in lobby",
        ),
    ],
)
async def test_each_verb_is_one_call(
    script: ScriptedDaemon, odindctl: Odindctl, arguments: tuple[str, ...], sent: Message, said: str
):
    rpc = type(sent).__name__.removesuffix("Request")
    script.answer(rpc, getattr(pb, f"{rpc}Response")())

    ended = await odindctl(*arguments)

    assert (ended.exit_code, ended.stdout) == (0, f"{said}\n")
    assert script.requests[rpc] == [sent]


@pytest.mark.parametrize(
    "arguments",
    [
        ("room", "ban", "lobby", "bob"),
        ("room", "ban", "lobby", "bob", "--for", "soon"),
        ("message", "send", "--user", "bob", "--text", "hi"),
        ("message", "send", "--room", "lobby", "--text", "hi"),
        ("message", "send", "--room", "lobby", "--user", "bob", "--to", "4", "--text", "hi"),
    ],
)
async def test_what_is_missing_or_too_much_is_a_usage_error(odindctl: Odindctl, arguments: tuple[str, ...]):
    assert (await odindctl(*arguments)).exit_code == 2
