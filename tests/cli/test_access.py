"""`odindctl access`, and the key that commands call with."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from odind.v1 import access_pb2, server_pb2, verbs_pb2

if TYPE_CHECKING:
    from pathlib import Path

    from tests.client.scripted_daemon import ScriptedDaemon

    from .conftest import Odindctl

GRANT = access_pb2.Grant(verbs=[verbs_pb2.VERB_READ, verbs_pb2.VERB_JOIN], rooms=["lobby-*"], users=["*"])
KEY = access_pb2.Key(key_id="k1", name="bots\x1b[2J", grant=GRANT)
TEXT = "odk_k1_" + "s" * 43


async def test_a_key_is_printed_alone_so_that_it_can_go_into_a_file(
    odindctl: Odindctl, script: ScriptedDaemon
):
    script.answer("CreateKey", access_pb2.CreateKeyResponse(key=KEY, text=TEXT))
    ended = await odindctl("access", "create", "read", "join", "--name", "bots", "--room", "lobby-*")
    assert ended.stdout == f"{TEXT}\n"
    assert "k1" in ended.stderr
    wanted = access_pb2.Grant(verbs=GRANT.verbs, rooms=["lobby-*"], quotas=access_pb2.Quotas())
    assert script.requests["CreateKey"] == [access_pb2.CreateKeyRequest(name="bots", grant=wanted)]
    quotas = ("--connections", "2", "--streams", "4", "--calls-per-second", "9", "--joins-per-minute", "5")
    ended = await odindctl("access", "create", "read", "--tenant", "acme", *quotas)
    granted = script.requests["CreateKey"].pop().grant
    assert granted.tenant == "acme"
    assert granted.quotas == access_pb2.Quotas(
        connections=2, audio_streams=4, calls_per_second=9, joins_per_minute=5
    )
    ended = await odindctl("access", "create", "read", "--expires", "1h", "--json")
    assert (ended.document["text"], ended.document["key"]["key_id"]) == (TEXT, "k1")
    assert script.requests["CreateKey"][1].grant.HasField("expires_at")


async def test_a_verb_that_there_is_not_is_named_with_those_there_are(
    odindctl: Odindctl, script: ScriptedDaemon
):
    ended = await odindctl("access", "create", "fly")
    assert "there is no verb fly" in ended.stderr
    assert "transcribe" in ended.stderr
    assert not script.requests["CreateKey"]


async def test_keys_are_listed_and_shown_without_their_secrets(odindctl: Odindctl, script: ScriptedDaemon):
    script.answer("ListKeys", access_pb2.ListKeysResponse(keys=[KEY]))
    script.answer("GetKey", access_pb2.GetKeyResponse(key=KEY))
    header, row = (await odindctl("access", "list")).stdout.splitlines()
    assert header.split() == ["KEY", "NAME", "VERBS", "ROOMS", "EXPIRES"]
    assert "read join" in row
    assert "\x1b" not in row
    shown = (await odindctl("access", "show", "k1")).stdout
    assert "rooms    lobby-*" in shown
    assert "expires  never" in shown
    bounded = access_pb2.Quotas(connections=3)
    theirs = access_pb2.Key(key_id="k2", grant=access_pb2.Grant(tenant="acme", quotas=bounded))
    script.answer("ListKeys", access_pb2.ListKeysResponse(keys=[KEY, theirs]))
    script.answer("GetKey", access_pb2.GetKeyResponse(key=theirs))
    assert (await odindctl("access", "list")).stdout.splitlines()[2].split()[-1] == "acme"
    assert "tenant   acme\nconnections  3" in (await odindctl("access", "show", "k2")).stdout
    listed = (await odindctl("access", "list", "--json")).document
    assert listed["keys"][0]["grant"]["verbs"] == ["read", "join"]


async def test_a_key_is_rotated_and_revoked(odindctl: Odindctl, script: ScriptedDaemon):
    script.answer("RotateKey", access_pb2.RotateKeyResponse(key=KEY, text=TEXT))
    assert (await odindctl("access", "rotate", "k1", "--grace", "1h")).stdout == f"{TEXT}\n"
    assert script.requests["RotateKey"][0].grace.seconds == 3_600
    assert (await odindctl("access", "revoke", "k1")).stdout == "revoked k1\n"
    assert script.requests["RevokeKey"] == [access_pb2.RevokeKeyRequest(key_id="k1")]


async def test_a_session_is_made(odindctl: Odindctl, script: ScriptedDaemon):
    script.answer("CreateSession", access_pb2.CreateSessionResponse(text="ods_x.y", grant=GRANT))
    ended = await odindctl("access", "session", "lobby", "anna", "--ttl", "5m", "--verb", "listen")
    assert ended.stdout == "ods_x.y\n"
    (request,) = script.requests["CreateSession"]
    assert (request.room_id, request.user_id, request.ttl.seconds) == ("lobby", "anna", 300)
    assert list(request.verbs) == [verbs_pb2.VERB_LISTEN]


async def test_one_learns_who_one_is(odindctl: Odindctl, script: ScriptedDaemon):
    script.answer("WhoAmI", access_pb2.WhoAmIResponse(name="k1", grant=GRANT))
    assert "you are  k1" in (await odindctl("access", "whoami")).stdout
    script.answer("WhoAmI", access_pb2.WhoAmIResponse(grant=GRANT))
    assert "you are  the owner" in (await odindctl("access", "whoami")).stdout


async def test_the_key_of_a_file_or_of_the_environment_is_sent(
    odindctl: Odindctl, script: ScriptedDaemon, tmp_path: Path
):
    sent: list[str] = []

    async def whoami(_request: Any, context: Any) -> access_pb2.WhoAmIResponse:
        sent.append(dict(context.invocation_metadata()).get("authorization", ""))
        return access_pb2.WhoAmIResponse()

    script.answer_with("WhoAmI", whoami)
    file = tmp_path / "key"
    await asyncio.to_thread(file.write_text, f"{TEXT}\n")
    await asyncio.to_thread(file.chmod, 0o600)
    await odindctl("access", "whoami", "--api-key-file", str(file), ODIND_API_KEY="of the environment")
    await odindctl("access", "whoami", ODIND_API_KEY="odk_env")
    await odindctl("access", "whoami")
    assert sent == [f"Bearer {TEXT}", "Bearer odk_env", ""]


async def test_a_file_that_everybody_may_read_is_refused_with_what_to_do(
    odindctl: Odindctl, script: ScriptedDaemon, tmp_path: Path
):
    script.answer("GetInfo", server_pb2.GetInfoResponse())
    file = tmp_path / "key"
    await asyncio.to_thread(file.write_text, TEXT)
    await asyncio.to_thread(file.chmod, 0o644)
    ended = await odindctl("info", "--api-key-file", str(file))
    assert f"chmod o-rwx {file}" in ended.stderr
    assert TEXT not in ended.stderr
    assert not script.requests["GetInfo"]
    ended = await odindctl("info", "--api-key-file", str(tmp_path / "nowhere"))
    assert "cannot be read" in ended.stderr
