"""`speak` and `record`: join, do one thing, leave however it ends."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import grpc
import numpy as np
import pytest

from odind.v1 import rooms_pb2
from odind.v1.audio_pb2 import AudioFrame, Flushed, SendDrained, StreamAudioResponse, StreamAudioStarted
from tests.client.scripted_daemon import abort_with

from .conversation import Ear, Mouth
from .sounds import read, write
from .terminals import terminal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.client.scripted_daemon import Context, ScriptedDaemon

    from .conftest import Odindctl
    from .conversation import Requests, Responses

FRAME = 960
TONE = (8_000 * np.sin(np.arange(5 * FRAME) / 9)).astype("<i2")[:, None]


async def hold(_request: object, _context: Context) -> AsyncIterator[rooms_pb2.HoldConnectionsResponse]:
    """Hold connections for as long as the caller is there."""
    yield rooms_pb2.HoldConnectionsResponse()
    await asyncio.Event().wait()


@pytest.fixture(autouse=True)
def room(script: ScriptedDaemon) -> None:
    """The daemon joins rooms."""
    view = rooms_pb2.Connection(connection_id="c-9", room_id="lobby", user_id="bot")
    script.answer("JoinRoom", rooms_pb2.JoinRoomResponse(connection=view))
    script.stream("HoldConnections", hold)


@pytest.fixture
def wav(tmp_path: Path) -> Path:
    """A short sound file."""
    write(tmp_path / "short.wav", TONE / 32_768, 48_000)
    return tmp_path / "short.wav"


def mouth(*, voice: bool = True) -> Mouth:
    """Somebody who says the tone, or silence in the place of it."""
    parts = enumerate(np.split(TONE, 5))
    return Mouth(
        [AudioFrame(room_sample=tick * FRAME, pcm=part.tobytes(), voice=voice, level_dbfs=-20)]
        for tick, part in parts
    )


def left(script: ScriptedDaemon) -> list[str]:
    """The connections that were left."""
    return [request.connection_id for request in script.requests["LeaveRoom"]]


async def test_a_file_is_spoken_by_a_visitor_who_leaves(
    script: ScriptedDaemon, odindctl: Odindctl, wav: Path
):
    ear = Ear()
    script.stream("StreamAudio", ear.listen)

    ended = await odindctl("speak", "lobby", str(wav), "--user", "bot", "--json")

    assert ended.exit_code == 0, ended.stderr
    assert (ended.document["samples"], ended.document["interrupted"]) == (len(TONE), False)
    (request,) = script.requests["JoinRoom"]
    assert (request.room_id, request.user_id) == ("lobby", "bot")
    assert request.HasField("linger")
    assert ear.config
    assert ear.config.connection_id == "c-9"
    assert left(script) == ["c-9"]


async def test_ctrl_c_while_speaking_leaves_too(script: ScriptedDaemon, odindctl: Odindctl, wav: Path):
    spoken = asyncio.Event()

    async def wait_for_flush(requests: Requests, _context: Context) -> Responses:
        flushed = False
        async for request in requests:
            if request.HasField("config"):
                yield StreamAudioResponse(started=StreamAudioStarted(accepted_until=2**40))
            elif request.HasField("finish"):
                spoken.set()
            elif request.HasField("flush"):
                flushed = True
                yield StreamAudioResponse(flushed=Flushed(dropped_samples=7))
            if flushed and spoken.is_set():
                yield StreamAudioResponse(drained=SendDrained(samples=1))
                return

    script.stream("StreamAudio", wait_for_flush)
    process = await odindctl.start("speak", "lobby", str(wav), "--user", "bot")
    await spoken.wait()
    process.send_signal(signal.SIGINT)
    stdout, _ = await process.communicate()

    assert process.returncode == 130
    assert b"7 samples dropped" in stdout
    assert left(script) == ["c-9"]


async def test_a_visitor_who_may_not_speak_leaves_too(script: ScriptedDaemon, odindctl: Odindctl, wav: Path):
    async def refuse(requests: Requests, context: Context) -> Responses:
        await anext(requests)
        yield await abort_with(context, grpc.StatusCode.ALREADY_EXISTS, "SENDER_EXISTS", "one speaks")

    script.stream("StreamAudio", refuse)

    ended = await odindctl("speak", "lobby", str(wav), "--user", "bot")

    assert ended.exit_code == 6
    assert left(script) == ["c-9"]


async def test_a_room_is_recorded_by_a_visitor_who_leaves(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path
):
    script.stream("StreamAudio", mouth().speak)
    out = tmp_path / "lobby.wav"

    ended = await odindctl("record", "lobby", "--out", str(out), "--user", "bot", "--seconds", "0.1")

    assert ended.exit_code == 0, ended.stderr
    assert ended.stdout == f"{out}  0.10 s\n"
    assert ended.stderr == "listening: press Ctrl-C to stop\n"
    assert np.array_equal(read(out), TONE)
    assert left(script) == ["c-9"]


async def test_ctrl_c_ends_a_recording_well_and_leaves(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path
):
    script.stream("StreamAudio", mouth().speak)
    out = tmp_path / "lobby.wav"
    process = await odindctl.start("record", "lobby", "--out", str(out), "--user", "bot")
    assert process.stderr
    await process.stderr.readline()
    process.send_signal(signal.SIGINT)
    await process.communicate()

    assert process.returncode == 0
    assert len(read(out))
    assert left(script) == ["c-9"]


async def test_a_recording_of_nobody_says_so(script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path):
    script.stream("StreamAudio", mouth(voice=False).speak)

    ended = await odindctl(
        *("record", "lobby", "--out", str(tmp_path / "x.wav"), "--user", "bot", "--seconds", "0.1")
    )

    assert "nobody has spoken: the recording is silent" in ended.stderr


@pytest.mark.parametrize(("voice", "shown"), [(True, "-20.0 dBFS"), (False, "nobody has spoken yet")])
async def test_a_terminal_shows_time_and_level(
    script: ScriptedDaemon,
    odindctl: Odindctl,
    tmp_path: Path,
    voice: bool,  # noqa: FBT001 - a case
    shown: str,
):
    script.stream("StreamAudio", mouth(voice=voice).speak)
    async with terminal() as seen:
        process = await odindctl.start(
            *("audio", "listen", "-c", "c-9", "--out", str(tmp_path / "x.wav")), stderr=seen.device
        )
        seen.hand_over()
        await seen.shows("listening 0:00.")
        await seen.shows(shown)
        process.send_signal(signal.SIGINT)
        await process.communicate()

    assert process.returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        "speak lobby",
        "speak lobby missing.wav --user bot",
        "record lobby --user bot",
        "record lobby --out x.wav",
        "record lobby --out - --per-peer --user bot",
    ],
)
async def test_a_wrong_command_line_joins_nothing(script: ScriptedDaemon, odindctl: Odindctl, arguments: str):
    assert (await odindctl(*arguments.split())).exit_code == 2
    assert not script.requests["JoinRoom"]
