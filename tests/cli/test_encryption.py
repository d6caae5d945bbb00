"""Passwords of encrypted rooms on the command line, which shows who understands us and never a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.v1 import cipher_pb2, rooms_pb2

from .test_verbs import LOBBY, LOBBY_DOCUMENT, PEER_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.client.scripted_daemon import ScriptedDaemon

    from .conftest import Odindctl

JOIN = ("room", "join", "lobby", "--user", "alice")
SECRET = cipher_pb2.Cipher(password="planted")  # noqa: S106 - of a test


@pytest.fixture(autouse=True)
def _in_lobby(script: ScriptedDaemon) -> None:
    script.answer("GetConnection", rooms_pb2.GetConnectionResponse(connection=LOBBY))
    script.answer("JoinRoom", rooms_pb2.JoinRoomResponse(connection=LOBBY))
    script.answer("SetCipher", rooms_pb2.SetCipherResponse())


async def test_a_password_comes_from_a_file_the_environment_the_daemon_or_the_rooms_name(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path
):
    (tmp_path / "password").write_text("planted\n")
    ended = [
        await odindctl(*JOIN, "--password-file", str(tmp_path / "password")),
        await odindctl(*JOIN, "--password-file", "-", stdin=b"planted\n"),
        await odindctl(*JOIN, "--json", ODIND_PASSWORD="planted"),  # noqa: S106 - of a test
        await odindctl(*JOIN, "--daemon-password", "club", ODIND_PASSWORD="no"),  # noqa: S106
        await odindctl(*JOIN, "--rooms-default-password", ODIND_PASSWORD="no"),  # noqa: S106
        await odindctl(*JOIN),
    ]

    sent = [request.cipher for request in script.requests["JoinRoom"]]
    by_name = cipher_pb2.Cipher(password_file="club")  # noqa: S106 - a name
    by_room = cipher_pb2.Cipher(rooms_default=True)
    assert sent == [SECRET, SECRET, SECRET, by_name, by_room, cipher_pb2.Cipher()]
    assert not script.requests["JoinRoom"][-1].HasField("cipher")
    assert not any("planted" in one.stdout + one.stderr for one in ended)


@pytest.mark.parametrize(
    "arguments",
    [
        (*JOIN, "--rooms-default-password", "--daemon-password", "club"),
        (*JOIN, "--password", "planted", "--rooms-default-password"),
        (*JOIN, "--password", "planted", "--password-file", "-"),
        (*JOIN, "--password-file", "-"),
        ("room", "password", "c-1"),
    ],
)
async def test_no_password_where_one_is_needed_or_two_are_a_usage_error(
    odindctl: Odindctl, arguments: tuple[str, ...]
):
    ended = await odindctl(*arguments)
    assert ended.exit_code == 2
    assert "password" in ended.stderr


async def test_the_password_of_a_connection_is_changed(script: ScriptedDaemon, odindctl: Odindctl):
    ended = await odindctl("room", "password", "c-1", "--password-file", "-", stdin=b"planted\n")

    assert ended.stdout == "c-1 has another password\n"
    assert script.requests["SetCipher"] == [rooms_pb2.SetCipherRequest(connection_id="c-1", cipher=SECRET)]


async def test_peers_are_listed_with_how_their_encryption_stands(odindctl: Odindctl):
    for_people = await odindctl("room", "peers", "c-1")
    for_programs = await odindctl("room", "peers", "c-1", "--json")

    header, bob, _ = for_people.stdout.splitlines()
    assert header.split() == " ".join(PEER_COLUMNS).split()
    assert "password mismatch" in bob
    assert for_programs.document == {"peers": LOBBY_DOCUMENT["peers"]}
