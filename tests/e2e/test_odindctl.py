"""The installed odindctl against a running daemon: the way of the README, one command after the other."""

from __future__ import annotations

import asyncio
import json
import signal
from typing import TYPE_CHECKING, Any

import pytest
from sound import read_wav

from .calm import tried_calmly
from .processes import BIN, PATIENCE, DaemonProcess, clean_environment, run
from .sounds import SPEECH, quality, speech

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


async def ctl(daemon: DaemonProcess, *arguments: str) -> Any:
    """Run a command that succeeds, and return what it prints as JSON."""
    ended = await run("odindctl", "--target", daemon.target, "--json", *arguments)
    assert ended.code == 0, ended.errors
    return json.loads(ended.output) if ended.output.strip() else None


async def join(daemon: DaemonProcess, room: str, user_id: str, *arguments: str) -> str:
    """Enter a room and return the connection's id."""
    ended = await run(
        "odindctl", "--target", daemon.target, "room", "join", room, "--user", user_id, *arguments
    )
    assert ended.code == 0, ended.errors
    return ended.output.strip().splitlines()[-1].split()[-1]


async def test_a_room_is_entered_talked_in_and_left(daemon: DaemonProcess, room: str) -> None:
    assert (await ctl(daemon, "info"))["runtime"]["name"] == "odin-voice"
    one = await join(daemon, room, "one")
    two = await join(daemon, room, "two", "--user-data-json", '{"mood":"ü"}')
    assert (await ctl(daemon, "room", "show", one))["peers"][0]["user_id"] == "two"
    following = await asyncio.create_subprocess_exec(
        *(BIN / "odindctl", "--target", daemon.target, "--json", "events", two, "--count", "3"),
        env=clean_environment(),
        stdout=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE):
        snapshot = json.loads(await following.stdout.readline())
        await ctl(daemon, "message", "send", "-c", one, "--text", "hello")
        await ctl(daemon, "userdata", "set", "-c", one, "--json-value", "[1.5]")
        await ctl(daemon, "room", "leave", one)
        kinds = [json.loads(line)["kind"] async for line in following.stdout]
        assert await following.wait() == 0
    assert snapshot["kind"] == "snapshot"
    assert kinds == ["message_received", "peer_changed", "peer_left"]
    await ctl(daemon, "room", "leave", two)


async def test_what_one_command_plays_another_records(
    daemon: DaemonProcess, room: str, tmp_path: Path
) -> None:
    talker, listener = await join(daemon, room, "talker"), await join(daemon, room, "listener")

    async def play() -> None:
        out = tmp_path / "heard.wav"
        out.unlink(missing_ok=True)
        await record(daemon, talker, listener, out)
        measured = quality(speech()[0], *read_wav(out))
        assert measured.correlation >= 0.9, measured

    await tried_calmly(play)
    for connection_id in (talker, listener):
        await ctl(daemon, "room", "leave", connection_id)


async def test_what_one_visitor_speaks_another_records(
    daemon: DaemonProcess, room: str, tmp_path: Path
) -> None:
    async def visit() -> None:
        out = tmp_path / "heard.wav"
        out.unlink(missing_ok=True)
        recorder = ("record", room, "--user", "recorder", "--out", str(out))
        await speak_while(daemon, recorder, ("speak", room, str(SPEECH), "--user", "speaker"), out)
        measured = quality(speech()[0], *read_wav(out))
        assert measured.correlation >= 0.9, measured

    await tried_calmly(visit)
    held = (await ctl(daemon, "room", "list"))["connections"]
    assert room not in [one["room_id"] for one in held]


async def test_a_room_can_be_entered_as_soon_as_wait_returns(
    start_daemon: Callable[..., DaemonProcess], room: str
) -> None:
    starting = start_daemon()
    assert (await ctl(starting, "wait"))["serving"]
    await join(starting, room, "alice")
    called = await run(
        *("odindctl", "--target", starting.target, "call", "RoomService/ListConnections"),
    )
    (view,) = json.loads(called.output)["connections"]
    assert (view["room_id"], view["user_id"]) == (room, "alice")
    await ctl(starting, "room", "leave", f"{room}/alice")


async def record(daemon: DaemonProcess, talker: str, listener: str, out: Path) -> None:
    """Play the clip with one command while another records."""
    recorder = ("audio", "listen", "-c", listener, "--out", str(out))
    await speak_while(daemon, recorder, ("audio", "push", "-c", talker, str(SPEECH)), out)


async def speak_while(
    daemon: DaemonProcess, recorder: tuple[str, ...], speaker: tuple[str, ...], out: Path
) -> None:
    """Run one command to its end while another records."""
    listening = await asyncio.create_subprocess_exec(
        *(BIN / "odindctl", "--target", daemon.target, *recorder),
        env=clean_environment(),
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            while not out.exists():  # noqa: ASYNC110, ASYNC240 - nobody else says that it has begun
                await asyncio.sleep(0.1)
        await ctl(daemon, *speaker)
    finally:
        listening.send_signal(signal.SIGINT)
    async with asyncio.timeout(PATIENCE):
        _, errors = await listening.communicate()
    assert listening.returncode == 0, errors


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (["room", "show", "c0"], 5, "CONNECTION_NOT_FOUND"),
        (["room", "join", "r", "--user", "me", "--gateway", "ftp://x"], 3, "GATEWAY_INVALID"),
        (["key", "describe", "--access-key", "plantedkey"], 3, "ACCESS_KEY_MALFORMED"),
    ],
)
async def test_an_error_has_its_exit_code_and_its_reason(
    daemon: DaemonProcess, arguments: list[str], code: int, reason: str
) -> None:
    ended = await run("odindctl", "--target", daemon.target, "--json", *arguments)
    assert ended.code == code, ended.errors
    assert reason in ended.errors
    assert "Traceback" not in ended.errors
    assert "plantedkey" not in ended.errors


async def test_without_a_daemon_it_says_how_to_start_one(tmp_path: Path) -> None:
    ended = await run("odindctl", "--target", f"unix:{tmp_path}/nobody.sock", "info")
    assert ended.code == 9, ended.errors
    assert "odind serve" in ended.errors
