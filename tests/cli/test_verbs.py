"""What each verb asks of the daemon, and what it prints."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import yaml
from google.protobuf.duration_pb2 import Duration

from odind.v1 import cipher_pb2, payload_pb2, rooms_pb2, server_pb2, tokens_pb2

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.client.scripted_daemon import Context, ScriptedDaemon

    from .conftest import Odindctl

LOBBY = rooms_pb2.Connection(
    connection_id="c-1",
    room_id="lobby",
    user_id="alice",
    customer="acme",
    gateway="g:1",
    state=rooms_pb2.CONNECTION_STATE_JOINED,
    own_peer_id=3,
    user_data=payload_pb2.Payload(json='{"name":"Alice"}'),
    peers=[
        rooms_pb2.Peer(
            peer_id=4,
            user_id="bob",
            user_data=payload_pb2.Payload(data=b"hi"),
            tags=["vip"],
            cipher_status=cipher_pb2.CIPHER_STATUS_PASSWORD_MISMATCH,
        ),
        rooms_pb2.Peer(peer_id=5, user_id="eve\x1b[2J", user_data=payload_pb2.Payload(data=b"\xff\x00")),
    ],
    audio_target="unix:/run/w.sock",
    audio_socket="unix:/run/w.audio",
    position_scale=0.5,
    encrypted=True,
)
LOBBY.created_at.FromJsonString("2026-01-02T03:04:05Z")
LOBBY_DOCUMENT = {
    "connection_id": "c-1",
    "room_id": "lobby",
    "user_id": "alice",
    "customer": "acme",
    "gateway": "g:1",
    "state": "joined",
    "own_peer_id": 3,
    "user_data": {"json": {"name": "Alice"}},
    "peers": [
        {
            "peer_id": 4,
            "user_id": "bob",
            "user_data": {"data_base64": "aGk=", "text": "hi"},
            "tags": ["vip"],
            "positions": [],
            "rooms": None,
            "cipher_status": "password_mismatch",
        },
        {
            "peer_id": 5,
            "user_id": "eve\x1b[2J",
            "user_data": {"data_base64": "/wA="},
            "tags": [],
            "positions": [],
            "rooms": None,
            "cipher_status": "unspecified",
        },
    ],
    "created_at": "2026-01-02T03:04:05Z",
    "audio_target": "unix:/run/w.sock",
    "audio_ticket": "",
    "audio_socket": "unix:/run/w.audio",
    "positions": [],
    "position_scale": 0.5,
    "linger": None,
    "encrypted": True,
    "rooms_page": None,
    "on_lost": "unspecified",
    "holders": [],
    "last_holder": "",
}
PEER_COLUMNS = ["PEER", "USER", "TAGS", "CIPHER", "USER DATA"]
READY = "JWT"
KEY = tokens_pb2.GenerateAccessKeyResponse(access_key="KEY", key_id="ID", public_key="PUBLIC")
TOKEN = tokens_pb2.CreateTokenResponse(token=READY, key_id="ID")
TOKEN.expires_at.FromSeconds(0)


@pytest.fixture
def in_lobby(script: ScriptedDaemon) -> None:
    """The daemon holds one connection."""
    script.answer("ListConnections", rooms_pb2.ListConnectionsResponse(connections=[LOBBY]))
    script.answer("GetConnection", rooms_pb2.GetConnectionResponse(connection=LOBBY))
    script.answer("JoinRoom", rooms_pb2.JoinRoomResponse(connection=LOBBY))


async def test_info_is_a_document_with_every_field(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer(
        "GetInfo",
        server_pb2.GetInfoResponse(
            version="0.1.0",
            runtime=server_pb2.RuntimeInfo(name="odin-voice", generation=2, version="2.0.1"),
            gateway="http://127.0.0.1:1",
            limits=server_pb2.Limits(max_connections=7),
        ),
    )

    document = (await odindctl("info", "--json")).document

    assert document["runtime"] == {"name": "odin-voice", "generation": 2, "version": "2.0.1"}
    assert document["grid"] is None
    assert document["limits"]["max_connections"] == 7
    assert document["started_at"] is None


async def test_info_for_people_names_runtime_and_grid(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer(
        "GetInfo",
        server_pb2.GetInfoResponse(
            runtime=server_pb2.RuntimeInfo(name="odin-voice", generation=2, version="2.0.1"),
            grid=server_pb2.GridInfo(gateway="http://127.0.0.1:1", key_id="ID"),
        ),
    )

    ended = await odindctl("info")

    assert "odin-voice 2.0.1 (ODIN 2.x)" in ended.stdout
    assert "http://127.0.0.1:1, key ID" in ended.stdout


CAPACITY = server_pb2.GetCapacityResponse(
    more_connections=19,
    bottleneck=server_pb2.BOTTLENECK_MAX_CONNECTIONS,
    more_pass_through=50,
    pass_through_bottleneck=server_pb2.BOTTLENECK_LOOP,
    bounds=[
        server_pb2.CapacityBound(
            bottleneck=server_pb2.BOTTLENECK_MAX_CONNECTIONS, connections=19, pass_through=61
        ),
        server_pb2.CapacityBound(bottleneck=server_pb2.BOTTLENECK_LOOP, connections=27, pass_through=50),
    ],
    use=server_pb2.CapacityUse(processes=2, connections=5, loop_cores=0.125, memory_bytes=3 * 1024 * 1024),
    connection_cost=server_pb2.ConnectionCost(loop_us=375.4, cpu_us=540, memory_bytes=600 * 1024),
    pass_through_cost=server_pb2.ConnectionCost(loop_us=110, cpu_us=210, memory_bytes=300 * 1024),
)


async def test_capacity_is_a_document_with_words_for_what_runs_out(
    script: ScriptedDaemon, odindctl: Odindctl
):
    script.answer("GetCapacity", CAPACITY)

    document = (await odindctl("capacity", "--json")).document

    assert (document["more_connections"], document["bottleneck"]) == (19, "max_connections")
    assert document["bounds"][1] == {"bottleneck": "loop", "connections": 27, "pass_through": 50}
    assert document["use"]["loop_cores"] == 0.125


async def test_capacity_for_people_is_a_table(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("GetCapacity", CAPACITY)

    lines = [line.split() for line in (await odindctl("capacity")).stdout.splitlines()]

    assert lines[0] == ["more", "connections", "19,", "limited", "by", "max", "connections"]
    assert lines[1] == ["more", "pass-through", "50,", "limited", "by", "loop"]
    assert ["loop", "27", "50"] in lines
    assert ["memory,", "KiB", "600", "300"] in lines
    assert ["processes", "2"] in lines
    assert ["loop", "12.5%"] in lines


async def test_a_generated_key_stands_alone_on_stdout(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("GenerateAccessKey", KEY)

    ended = await odindctl("key", "generate")

    assert (ended.stdout, ended.stderr) == ("KEY\n", "key id ID, public key PUBLIC\n")


async def test_a_generated_key_is_one_document_with_json_and_nothing_else(
    script: ScriptedDaemon, odindctl: Odindctl
):
    script.answer("GenerateAccessKey", KEY)

    ended = await odindctl("key", "generate", "--json")

    assert ended.document == {"access_key": "KEY", "key_id": "ID", "public_key": "PUBLIC"}
    assert ended.stderr == ""


async def test_a_key_to_describe_comes_from_argument_file_stdin_or_environment(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path
):
    (tmp_path / "key").write_text("from file\n")

    await odindctl("key", "describe", "--access-key", "from argument")
    await odindctl("key", "describe", "--access-key-file", str(tmp_path / "key"), ODIND_ACCESS_KEY="no")
    await odindctl("key", "describe", "--access-key-file", "-", stdin=b"from stdin\n")
    await odindctl("key", "describe", ODIND_ACCESS_KEY="from environment")
    ended = await odindctl("key", "describe")

    asked = [request.access_key for request in script.requests["DescribeAccessKey"]]
    assert asked == ["from argument", "from file", "from stdin", "from environment", ""]
    assert not script.requests["DescribeAccessKey"][-1].HasField("access_key")
    assert ended.exit_code == 0


async def test_a_token_stands_alone_on_stdout(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("CreateToken", TOKEN)

    ended = await odindctl("token", "create", "lobby", "stage", "--user", "alice", "--lifetime", "2h")

    assert ended.stdout == "JWT\n"
    assert "valid until 1970-01-01T00:00:00Z" in ended.stderr
    (request,) = script.requests["CreateToken"]
    assert request.room_ids == ["lobby", "stage"]
    assert request.user_id == "alice"
    assert request.lifetime.seconds == 7200


async def test_a_token_says_every_claim_that_is_given(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("CreateToken", TOKEN)
    claims = "--customer acme --audience gateway --audience sfu --subject connect --access-key K --json"

    ended = await odindctl("token", "create", "lobby", "--user", "alice", *claims.split())

    assert ended.document == {"token": "JWT", "key_id": "ID", "expires_at": "1970-01-01T00:00:00Z"}
    assert script.requests["CreateToken"] == [
        tokens_pb2.CreateTokenRequest(
            access_key="K",
            room_ids=["lobby"],
            user_id="alice",
            customer="acme",
            audience=["gateway", "sfu"],
            subject=["connect"],
        )
    ]


@pytest.mark.usefixtures("in_lobby")
async def test_joining_prints_the_id_of_the_connection(script: ScriptedDaemon, odindctl: Odindctl):
    ended = await odindctl("room", "join", "lobby", "--user", "alice", "--user-data-json", '{"a": 1}')

    assert ended.stdout == "c-1\n"
    assert ended.stderr == "joined lobby as alice (peer 3), 2 others, encrypted\n"
    assert script.requests["JoinRoom"] == [
        rooms_pb2.JoinRoomRequest(
            room_id="lobby", user_id="alice", user_data=payload_pb2.Payload(json='{"a":1}')
        )
    ]


async def test_a_connection_may_end_with_its_callers(script: ScriptedDaemon, odindctl: Odindctl):
    view = rooms_pb2.Connection(
        connection_id="c-1",
        linger=Duration(seconds=2, nanos=500_000_000),
        on_lost=rooms_pb2.ON_LOST_MUTE,
        holders=[rooms_pb2.Holder(name="bot", kind=rooms_pb2.HOLDER_KIND_HOLD)],
    )
    script.answer("JoinRoom", rooms_pb2.JoinRoomResponse(connection=view))
    script.answer("GetConnection", rooms_pb2.GetConnectionResponse(connection=view))

    leased = ("--linger", "2.5", "--on-lost", "mute")
    joined = await odindctl("room", "join", "lobby", "--user", "bot", *leased, "--json")
    shown = await odindctl("room", "show", "c-1")

    assert script.requests["JoinRoom"][0].linger == view.linger
    assert script.requests["JoinRoom"][0].on_lost == view.on_lost
    assert (joined.document["linger"], joined.document["on_lost"]) == ("2.500s", "mute")
    assert "2.5 s without a call that holds it (on lost: mute)" in shown.stdout
    assert "bot (hold)" in shown.stdout
    assert (await odindctl("room", "join", "lobby", "--user", "bot", "--linger", "0.5")).exit_code == 2


async def test_connections_are_held_and_adopted_until_they_are_left(
    script: ScriptedDaemon, odindctl: Odindctl
):
    async def hold(_request: object, _context: Context) -> AsyncIterator[rooms_pb2.HoldConnectionsResponse]:
        yield rooms_pb2.HoldConnectionsResponse()

    async def adopt(_request: object, _context: Context) -> AsyncIterator[rooms_pb2.AdoptConnectionsResponse]:
        yield rooms_pb2.AdoptConnectionsResponse(connection_ids=["c-1", "c-2"])

    script.answer("GetConnection", rooms_pb2.GetConnectionResponse())
    script.stream("HoldConnections", hold)
    script.stream("AdoptConnections", adopt)

    held = await odindctl("room", "hold", "c-1", "--holder", "bot", "--json")
    adopted = await odindctl("room", "adopt", "--from", "bot", "--holder", "heir")

    assert held.document == {"connection_id": "c-1", "state": "held"}
    assert adopted.stdout == "holding c-1\nholding c-2\n"
    assert script.requests["HoldConnections"] == [
        rooms_pb2.HoldConnectionsRequest(connection_ids=["c-1"], holder="bot")
    ]
    assert script.requests["AdoptConnections"] == [
        rooms_pb2.AdoptConnectionsRequest(from_holder="bot", holder="heir")
    ]
    assert (await odindctl("room", "adopt")).exit_code == 2


@pytest.mark.usefixtures("in_lobby")
async def test_joining_with_json_prints_the_connection(odindctl: Odindctl):
    ended = await odindctl("room", "join", "lobby", "--user", "alice", "--json")

    assert ended.document == LOBBY_DOCUMENT


@pytest.mark.usefixtures("in_lobby")
async def test_a_token_from_the_environment_joins_unless_a_user_is_named(
    script: ScriptedDaemon, odindctl: Odindctl
):
    await odindctl("room", "join", ODIND_TOKEN=READY)
    await odindctl("room", "join", "lobby", "--user", "alice", ODIND_TOKEN=READY)

    with_token, with_user = script.requests["JoinRoom"]
    assert with_token == rooms_pb2.JoinRoomRequest(token=READY)
    assert with_user == rooms_pb2.JoinRoomRequest(room_id="lobby", user_id="alice")


async def test_leaving_names_the_connection(script: ScriptedDaemon, odindctl: Odindctl):
    ended = await odindctl("room", "leave", "c-1", "--json")

    assert ended.document == {"connection_id": "c-1", "state": "left"}
    assert script.requests["LeaveRoom"][0].connection_id == "c-1"


@pytest.mark.usefixtures("in_lobby")
async def test_connections_are_listed_as_rows_or_as_one_document(odindctl: Odindctl):
    for_people, for_programs = await odindctl("room", "list"), await odindctl("room", "list", "--json")

    assert [line.split() for line in for_people.stdout.splitlines()] == [
        ["CONNECTION", "ROOM", "USER", "STATE", "PEERS"],
        ["c-1", "lobby", "alice", "joined", "2"],
    ]
    assert for_programs.document == {"connections": [LOBBY_DOCUMENT]}


async def test_a_list_can_be_one_document_per_item(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("ListConnections", rooms_pb2.ListConnectionsResponse(connections=[LOBBY, LOBBY]))

    lines = (await odindctl("room", "list", "-o", "jsonl")).stdout.splitlines()
    whole = (await odindctl("-o", "json", "room", "list")).document

    assert [json.loads(line) for line in lines] == [LOBBY_DOCUMENT, LOBBY_DOCUMENT]
    assert whole == {"connections": [LOBBY_DOCUMENT, LOBBY_DOCUMENT]}


async def test_a_list_can_be_yaml(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("ListConnections", rooms_pb2.ListConnectionsResponse(connections=[LOBBY, LOBBY]))

    listed = await odindctl("room", "list", "-o", "yaml")

    assert yaml.safe_load(listed.stdout) == {"connections": [LOBBY_DOCUMENT, LOBBY_DOCUMENT]}


async def test_an_empty_list_says_so(odindctl: Odindctl):
    assert (await odindctl("room", "list")).stdout == "no connections\n"
    assert (await odindctl("room", "list", "--json")).document == {"connections": []}


@pytest.mark.usefixtures("in_lobby")
async def test_showing_a_connection_shows_its_peers_and_lets_no_peer_steer_the_terminal(odindctl: Odindctl):
    for_people, for_programs = (
        await odindctl("room", "show", "c-1"),
        await odindctl("room", "show", "c-1", "--json"),
    )

    assert for_programs.document == LOBBY_DOCUMENT
    assert re.split(r"  +", for_people.stdout.splitlines()[-3]) == PEER_COLUMNS
    assert [re.split(r"  +", line) for line in for_people.stdout.splitlines()[-2:]] == [
        ["4", "bob", "vip", "password mismatch", '"hi"'],
        ["5", r"eve\x1b[2J", "-", "-", "0xff00 (2 bytes)"],
    ]
    assert "\x1b" not in for_people.stdout


@pytest.mark.usefixtures("in_lobby")
@pytest.mark.parametrize(
    ("arguments", "stdin", "sent"),
    [
        (["--text", "grüße"], b"", payload_pb2.Payload(data="grüße".encode())),
        (["--data-file", "-"], b"\x00\xff\n", payload_pb2.Payload(data=b"\x00\xff\n")),
        (["--json-value", "[1, null]"], b"", payload_pb2.Payload(json="[1,null]")),
        (["--json-value", "null"], b"", payload_pb2.Payload(json="null")),
        (["--text", ""], b"", payload_pb2.Payload(data=b"")),
    ],
    ids=["text", "stdin", "json", "null", "empty"],
)
async def test_a_message_is_sent_as_it_was_given(
    script: ScriptedDaemon,
    odindctl: Odindctl,
    arguments: list[str],
    stdin: bytes,
    sent: payload_pb2.Payload,
):
    ended = await odindctl("message", "send", *arguments, stdin=stdin)

    assert ended.stdout == "sent to everybody else through c-1\n"
    assert script.requests["SendMessage"] == [rooms_pb2.SendMessageRequest(connection_id="c-1", message=sent)]


async def test_a_message_can_name_its_connection_and_its_receivers(
    script: ScriptedDaemon, odindctl: Odindctl
):
    ended = await odindctl("message", "send", "-c", "c-2", "--to", "4", "--to", "7", "--text", "x", "--json")

    assert ended.document == {"connection_id": "c-2", "peer_ids": [4, 7]}
    assert script.requests["SendMessage"][0].peer_ids == [4, 7]
    assert not script.requests["ListConnections"]


@pytest.mark.usefixtures("in_lobby")
async def test_user_data_is_replaced_by_a_files_bytes(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path
):
    (tmp_path / "data").write_bytes(b"\x00\x01")

    ended = await odindctl("userdata", "set", "--data-file", str(tmp_path / "data"), "--json")

    assert ended.document == {"connection_id": "c-1"}
    assert script.requests["UpdateUserData"] == [
        rooms_pb2.UpdateUserDataRequest(connection_id="c-1", user_data=payload_pb2.Payload(data=b"\x00\x01"))
    ]


async def test_without_a_connection_the_way_in_is_named(odindctl: Odindctl):
    ended = await odindctl("message", "send", "--text", "x", "--json")

    assert ended.exit_code == 5
    assert ended.error["reason"] == "NO_CONNECTION"
    assert "odindctl room join" in ended.error["message"]


def health_of(*states: tuple[str, server_pb2.CheckState.ValueType, str]) -> server_pb2.GetHealthResponse:
    checks = [server_pb2.Check(name=n, state=s, detail="found", advice=a) for n, s, a in states]
    ready = all(check.state != server_pb2.CHECK_STATE_FAILED for check in checks)
    return server_pb2.GetHealthResponse(ready=ready, checks=checks)


async def test_health_is_a_line_for_each_check(odindctl: Odindctl, script: ScriptedDaemon) -> None:
    script.answer("GetHealth", health_of(("gateway", server_pb2.CHECK_STATE_OK, "")))
    ended = await odindctl("health")
    assert (ended.exit_code, ended.stdout) == (0, "gateway  OK  found\n")


async def test_health_that_fails_is_an_exit_code_and_says_what_to_do(
    odindctl: Odindctl, script: ScriptedDaemon
) -> None:
    script.answer("GetHealth", health_of(("ticks", server_pb2.CHECK_STATE_FAILED, "leave rooms")))
    ended = await odindctl("health")
    assert ended.exit_code == 9
    assert ended.stdout.splitlines() == ["ticks  FAILED  found", "               -> leave rooms"]
    script.answer("GetHealth", health_of(("ticks", server_pb2.CHECK_STATE_FAILED, "leave rooms")))
    ended = await odindctl("health", "--json")
    assert ended.exit_code == 9
    assert ended.document["checks"][0]["state"] == "failed"


async def test_the_doctor_probes_when_asked_and_warnings_are_no_failure(
    odindctl: Odindctl, script: ScriptedDaemon
) -> None:
    warning = server_pb2.Check(
        name="files", state=server_pb2.CHECK_STATE_WARNING, detail="1024", advice="set LimitNOFILE"
    )
    script.answer("Diagnose", server_pb2.DiagnoseResponse(checks=[warning]))
    ended = await odindctl("doctor", "--probe")
    assert (ended.exit_code, "-> set LimitNOFILE" in ended.stdout) == (0, True)
    assert script.requests["Diagnose"][0].probe
    failed = server_pb2.Check(name="clock", state=server_pb2.CHECK_STATE_FAILED, detail="late")
    script.answer("Diagnose", server_pb2.DiagnoseResponse(checks=[warning, failed]))
    ended = await odindctl("doctor", "--json")
    assert (ended.exit_code, ended.document["checks"][1]["state"]) == (9, "failed")
    assert not script.requests["Diagnose"][1].probe
