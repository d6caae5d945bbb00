"""A program that knows VideoSDK's paths alone: it creates a room, real peers come and go, and all is told."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.grid.clients import party_factory
from tests.http.installed import free_port
from tests.http.videosdk.api import SECRET, token

from .processes import PATIENCE
from .receiver import LOCAL, Receiver

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.grid.clients import Client, Party

    from .processes import DaemonProcess

EVENTS = ["session-started", "participant-joined", "participant-left", "session-ended"]


@pytest.fixture
async def party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Party]:
    """A grid and its clients."""
    async with party_factory(tmp_path / "grid", monkeypatch)() as opened:
        yield opened


@pytest.fixture
async def http(
    start_daemon: Callable[..., DaemonProcess], party: Party, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    """A caller of a daemon in the rooms of that grid."""
    key = tmp_path / "access.key"
    key.write_text(party.key.text)
    key.chmod(0o600)
    address = f"127.0.0.1:{free_port()}"
    flags = ("--gateway", party.grid.gateway_url, "--access-key-file", str(key), "--http", address)
    environment = {
        **LOCAL,
        "SSL_CERT_FILE": str(party.grid.ca_file),
        "ODIND_VIDEOSDK__ENABLED": "true",
        "ODIND_VIDEOSDK__API_KEY": "key",
        "ODIND_VIDEOSDK__SECRET": SECRET.decode(),
    }
    await start_daemon(*flags, environment=environment).ready()
    good = token({"apikey": "key", "permissions": ["allow_join"], "exp": time.time() + 600})
    headers = {"authorization": good}
    async with httpx.AsyncClient(base_url=f"http://{address}", headers=headers, trust_env=False) as client:
        yield client


async def test_a_room_from_its_creation_to_its_history(http: httpx.AsyncClient, party: Party) -> None:
    async with Receiver() as receiver:
        made = await ask(
            http,
            "POST",
            "/v2/rooms",
            webhook={"endPoint": receiver.url, "events": EVENTS},
            autoCloseConfig={"type": "session-end-and-deactivate", "duration": 60},
        )
        room_id = made["roomId"]
        anna = await party.join("anna", room=room_id, user_data={"name": "Anna", "userId": "anna"})
        await receiver.until(lambda told: kinds(told).count("participant-joined") == 1)
        bert = await party.join("bert", room=room_id)
        await receiver.until(lambda told: kinds(told).count("participant-joined") == 2)
        (session,) = (await ask(http, "GET", f"/v2/sessions?roomId={room_id}"))["data"]
        assert (session["status"], session["end"]) == ("ongoing", None)
        path = f"/v2/sessions/{session['id']}/participants/active"
        assert {one["participantId"] for one in (await ask(http, "GET", path))["data"]} == {"anna", "bert"}
        removed = await http.post(
            "/v2/sessions/participants/remove", json={"roomId": room_id, "participantId": "bert"}
        )
        assert removed.text == "Participant removed successfully"
        assert await bert.sees("Left") == {"reason": "peer_kicked"}
        anna.room.close()
        await receiver.until(lambda told: "session-ended" in kinds(told))
        assert (await ask(http, "GET", f"/v2/rooms/{room_id}"))["disabled"]
        past = await ask(http, "GET", f"/v2/sessions/{session['id']}")
        assert past["status"] == "ended"
        assert past["start"] < past["end"]
        assert all(one["timelog"][0]["end"] for one in past["participants"])
        told = receiver.bodies()
        assert kinds(told)[0] == "session-started"
        assert kinds(told)[-1] == "session-ended"
        assert {one["data"]["meetingId"] for one in told} == {room_id}
        assert {one["data"]["sessionId"] for one in told} == {session["id"]}
        joined = next(one["data"] for one in told if one["webhookType"] == "participant-joined")
        assert (joined["participantId"], joined["participantName"]) == ("anna", "Anna")
        await verify((await http.get("/v2/public/rsa-public-key")).text, receiver)


async def test_a_session_ends_by_call_and_the_room_stays(http: httpx.AsyncClient, party: Party) -> None:
    room_id = (await ask(http, "POST", "/v2/rooms", customRoomId="lesson/1"))["roomId"]
    async with Receiver() as receiver:
        await ask(http, "POST", "/v2/rooms", customRoomId="lesson/1", webhook={"endPoint": receiver.url})
        anna = await party.join("anna", room=room_id)
        await receiver.until(lambda told: "participant-joined" in kinds(told))
        ended = await ask(http, "POST", "/v2/sessions/end", roomId=room_id)
        assert ended["status"] == "ended"
        assert await anna.sees("Left") == {"reason": "peer_kicked"}
        again = await http.post("/v2/sessions/end", json={"roomId": room_id})
        assert (again.status_code, again.json()["error"]) == (404, "SESSION_NOT_ONGOING")
        assert not (await ask(http, "GET", f"/v2/rooms/{room_id}"))["disabled"]


async def test_a_room_and_a_voice_are_recorded(http: httpx.AsyncClient, party: Party) -> None:
    async with Receiver() as receiver:
        hook = {"endPoint": receiver.url, "events": ["session-started", "*recording-*"]}
        room_id = (await ask(http, "POST", "/v2/rooms", webhook=hook))["roomId"]
        anna = await party.join("anna", room=room_id)
        await receiver.until(lambda told: kinds(told) == ["session-started"])
        listed = await _record_room_and_voice(http, anna, room_id)
        await receiver.until(lambda told: sum(one.endswith("-stopped") for one in kinds(told)) == 2)
        steps = ("starting", "started", "stopping", "stopped")
        for job in ("recording", "participant-recording"):
            assert [one for one in kinds(receiver.bodies()) if one.startswith(job)] == [
                f"{job}-{step}" for step in steps
            ]
        stopped = next(one["data"] for one in receiver.bodies() if one["webhookType"] == "recording-stopped")
        assert stopped["filePath"] in [one["file"]["filePath"] for one in listed]
        assert {one["data"]["sessionId"] for one in receiver.bodies()} == {listed[0]["sessionId"]}


async def _record_room_and_voice(http: httpx.AsyncClient, anna: Client, room_id: str) -> list[dict[str, Any]]:
    """Record a room and a voice in it, delete one of the two; return both as they were listed."""
    voice = {"roomId": room_id, "participantId": "anna"}
    assert await say(http, "recordings/start", roomId=room_id) == "Recording started successfully"
    assert "started" in await say(http, "recordings/participant/start", **voice)
    again = await http.post("/v2/recordings/start", json={"roomId": room_id})
    assert (again.status_code, again.json()["error"]) == (409, "RECORDING_RUNNING_ALREADY")
    for packet in anna.packets(30):
        anna.room.send_datagram(packet)
        await asyncio.sleep(0.02)
    assert await say(http, "recordings/end", roomId=room_id) == "Recording stopped successfully"
    assert "stopped" in await say(http, "recordings/participant/stop", **voice)
    async with asyncio.timeout(PATIENCE):
        while True:
            listed = (await ask(http, "GET", f"/v2/recordings?roomId={room_id}"))["data"]
            if all(one["status"] == "ended" and one["file"] for one in listed):
                break
            await asyncio.sleep(0.1)
    assert [one["mode"] for one in listed] == ["audio", "audio"]
    assert all(one["file"]["size"] > 0 and one["sessionId"] for one in listed)
    path = f"/v2/recordings/{listed[0]['id']}"
    assert (await ask(http, "GET", path))["id"] == listed[0]["id"]
    assert (await http.delete(path)).text == "Recording deleted successfully"
    assert len((await ask(http, "GET", f"/v2/recordings?roomId={room_id}"))["data"]) == 1
    anna.room.close()
    return listed


async def say(http: httpx.AsyncClient, path: str, **body: Any) -> str:
    """Make a call that answers in words."""
    reply = await http.post(f"/v2/{path}", json=body)
    assert reply.status_code == 200, reply.text
    return reply.text


async def ask(http: httpx.AsyncClient, method: str, path: str, **body: Any) -> Any:
    """Make a call that succeeds."""
    reply = await http.request(method, path, **({"json": body} if method == "POST" else {}))
    assert reply.status_code == 200, reply.text
    return reply.json()


def kinds(told: list[dict[str, Any]]) -> list[str]:
    """What was told, in its order."""
    return [one["webhookType"] for one in told]


async def verify(pem: str, receiver: Receiver) -> None:
    """Verify all webhooks as VideoSDK's documents do: over the body that is parsed and written again."""
    key = serialization.load_pem_public_key(pem.encode())
    assert isinstance(key, rsa.RSAPublicKey)
    for headers, body in receiver.posts:
        again = json.dumps(json.loads(body), separators=(",", ":"), ensure_ascii=False).encode()
        signature = base64.b64decode(headers["videosdk-signature"])
        key.verify(signature, again, padding.PKCS1v15(), hashes.SHA256())
