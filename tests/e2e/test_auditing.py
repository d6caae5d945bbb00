"""The installed daemon's audit: what it says of calls over each face, and odindctl that reads it."""

from __future__ import annotations

import asyncio
import json
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from odind.client import S16LE, connect
from odind.core.errors import OdindError
from odind.v1 import audio_pb2

from .processes import BIN, PATIENCE, DaemonProcess, run
from .test_starting import free_address

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WHERE = {"ODIND_AUDIT__TO": "file"}


def lines_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


async def eventually(file: Path, *wanted: tuple[str, str]) -> list[dict[str, Any]]:
    """Wait until there is a line of each call with that code or reason."""
    async with asyncio.timeout(PATIENCE):
        while True:
            lines = lines_of(file)
            seen = {(line["call"], code) for line in lines for code in (line["code"], line["reason"])}
            if seen.issuperset(wanted):
                return lines
            await asyncio.sleep(0.05)


async def test_admins_follow_the_audit_from_elsewhere_and_those_of_a_tenant_see_their_own(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    tenants = {"ODIND_TENANTS__ACME__GATEWAY": ""}
    own = await start_daemon("--listen", (at := free_address()), environment=WHERE | tenants).ready()
    async with asyncio.timeout(PATIENCE), own.connect() as owner:
        text = (await owner.access.create_key(["read", "admin"], tenant="acme")).text
        async with connect(at, api_key=text) as acme:
            following = acme.watch_audit(last=1)
            assert (await anext(following)).call == "AuditService/WatchAudit"
            with suppress(OdindError):
                await acme.leave_room("c0")
            with suppress(OdindError):
                await owner.leave_room("c0")
            note = await anext(following)
            while note.call != "RoomService/LeaveRoom":
                note = await anext(following)
            assert (note.tenant, note.verdict, note.reason) == ("acme", "failed", "CONNECTION_NOT_FOUND")
            assert [(one.field, list(one.values)) for one in note.targets] == [("connection_id", ["c0"])]
            following.close()
            seen = [one.tenant async for one in acme.watch_audit(1_000, until_now=True)]
            assert set(seen) == {"acme"}
    shown = await run("odindctl", "--target", own.target, "audit", "show", "--remote", "--json")
    lines = [json.loads(line) for line in shown.output.splitlines()]
    kept = lines_of(own.folder / "state/audit.jsonl")
    assert lines == kept[: len(lines)]
    assert {line.get("tenant") for line in lines} == {"acme", None}


async def test_without_an_audit_there_is_none_to_follow(daemon: DaemonProcess) -> None:
    shown = await run("odindctl", "--target", daemon.target, "audit", "show", "--remote")
    assert "AUDIT_OFF" in shown.errors


@pytest.mark.parametrize("workers", ["0", "1"])
async def test_what_was_called_and_refused_is_in_the_audit(
    start_daemon: Callable[..., DaemonProcess], workers: str
) -> None:
    http = free_address()
    own = await start_daemon("--http", http, "--workers", workers, environment=WHERE).ready()
    file = own.folder / "state/audit.jsonl"
    async with own.connect() as daemon, daemon.join("lobby", user_id="anna", user_data=b"payload-1") as room:
        await room.send_message(b"payload-2")
        with suppress(OdindError):
            await daemon.leave_room("c0")
        await daemon.info()
        mono = audio_pb2.AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=S16LE)
        async with daemon.lanes() as lanes:
            await lanes.attach(audio_pb2.StreamAudioConfig(connection_id=room.connection_id, receive=mono))
    async with httpx.AsyncClient(base_url=f"http://{http}", trust_env=False) as client:
        path = "/odind.v1.RoomService/JoinRoom"
        assert (await client.post(path, json={"roomId": "x"})).status_code == 403
        assert (await client.post(path, json={}, headers={"host": "evil.example"})).status_code == 403
    lines = await eventually(
        file,
        ("RoomService/JoinRoom", "OK"),
        ("RoomService/SendMessage", "OK"),
        ("RoomService/LeaveRoom", "CONNECTION_NOT_FOUND"),
        ("AudioService/StreamAudio", "BEGUN"),
        ("RoomService/JoinRoom", "COOKIE_MISSING"),
        ("RoomService/JoinRoom", "HOST_NOT_ALLOWED"),
    )
    joined = next(line for line in lines if line["call"] == "RoomService/JoinRoom")
    assert joined["target"] == {"room_id": "lobby", "user_id": "anna"}
    heard = next(one for one in lines if (one["code"], one["call"]) == ("BEGUN", "AudioService/StreamAudio"))
    assert heard["target"] == {"connection_id": room.connection_id}
    assert not any(line["call"] == "ServerService/GetInfo" for line in lines)
    cookie = (own.folder / "state/cookie").read_text().strip()
    assert not any(secret in file.read_text() for secret in ("payload", cookie))


async def test_a_workers_own_door_has_an_audit_of_its_own(start_daemon: Callable[..., DaemonProcess]) -> None:
    own = await start_daemon("--workers", "1", environment=WHERE).ready()
    mono = audio_pb2.AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=S16LE)
    async with own.connect() as daemon, daemon.join("lobby", user_id="anna") as room:
        assert room.view.audio_target
        async with daemon.listen(room.connection_id, mono):
            pass
    await eventually(own.folder / "state/audit-worker-0.jsonl", ("AudioService/StreamAudio", "BEGUN"))


async def test_odindctl_shows_and_follows_it(start_daemon: Callable[..., DaemonProcess]) -> None:
    own = await start_daemon(environment=WHERE).ready()
    folder = ("--folder", str(own.folder / "state"))
    async with own.connect() as daemon:
        await daemon.generate_access_key()
        await eventually(own.folder / "state/audit.jsonl", ("TokenService/GenerateAccessKey", "OK"))
        shown = await run("odindctl", "audit", "show", *folder)
        assert "allowed owner (socket, unix) TokenService/GenerateAccessKey" in shown.output
        following = await asyncio.create_subprocess_exec(
            *(BIN / "odindctl", "audit", "follow", "--json", *folder), stdout=subprocess.PIPE
        )
        assert following.stdout
        async with asyncio.timeout(PATIENCE):
            line = b""
            while not line:
                await daemon.generate_access_key()
                with suppress(TimeoutError):
                    line = await asyncio.wait_for(following.stdout.readline(), 1)
        assert json.loads(line)["call"] == "TokenService/GenerateAccessKey"
        following.terminate()
        await following.wait()
    missing = await run("odindctl", "audit", "show", "--folder", str(own.folder))
    assert "AUDIT_NOT_FOUND" in missing.errors


async def test_the_log_takes_it_as_well(start_daemon: Callable[..., DaemonProcess]) -> None:
    own = await start_daemon(environment={"ODIND_AUDIT__TO": "log"}).ready()
    async with connect(own.target) as daemon:
        await daemon.generate_access_key()
    async with asyncio.timeout(PATIENCE):
        while not (noted := [one for one in own.events() if one["event"] == "audit"]):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert noted[0]["call"] == "TokenService/GenerateAccessKey"
