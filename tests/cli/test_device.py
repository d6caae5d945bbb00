"""What `odindctl device` asks of the daemon, and what it prints."""

from __future__ import annotations

import asyncio
import json
import signal
from typing import TYPE_CHECKING, Any

import pytest

from odind.v1 import devices_pb2, rooms_pb2
from tests.client.scripted_daemon import replay

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.client.scripted_daemon import ScriptedDaemon

    from .conftest import Odindctl

BOX = devices_pb2.Device(
    device_id="pulse:box",
    name="Loud\x1b[2J",
    host_api="PulseAudio",
    output_channels=2,
    default_sample_rate_hz=48_000,
    default_output=True,
)
LINE = devices_pb2.Line(
    line_id="l-1",
    direction=devices_pb2.DIRECTION_CAPTURE,
    connection_id="c-1",
    settings=devices_pb2.LineSettings(device_id="default"),
    state=devices_pb2.LINE_STATE_RUNNING,
    device_id="pulse:mic",
)
ENDED = devices_pb2.Line(
    line_id="l-1",
    direction=devices_pb2.DIRECTION_CAPTURE,
    settings=devices_pb2.LineSettings(device_id="file:clip.wav"),
    state=devices_pb2.LINE_STATE_CLOSED,
    detail="the file ended",
)
LEVEL = devices_pb2.LineLevel(line_id="l-1", rms_dbfs=-30.0, peak_dbfs=-15.0, delay_ms=70.0, missed_frames=3)


@pytest.fixture(autouse=True)
def a_room(script: ScriptedDaemon) -> None:
    connection = rooms_pb2.Connection(connection_id="c-1", room_id="lobby")
    script.answer("ListConnections", rooms_pb2.ListConnectionsResponse(connections=[connection]))
    script.answer("OpenCapture", devices_pb2.OpenCaptureResponse(line=LINE))
    script.answer("OpenPlayback", devices_pb2.OpenPlaybackResponse(line=LINE))
    closings = [
        devices_pb2.WatchDevicesResponse(snapshot=devices_pb2.DeviceSnapshot()),
        devices_pb2.WatchDevicesResponse(line_closed=devices_pb2.LineClosed(line=devices_pb2.Line())),
        devices_pb2.WatchDevicesResponse(line_closed=devices_pb2.LineClosed(line=ENDED)),
    ]
    script.stream("WatchDevices", lambda *_: replay(closings))


async def test_devices_are_listed_with_their_marks_and_the_problem_is_said(
    script: ScriptedDaemon, odindctl: Odindctl
):
    problem = devices_pb2.DeviceProblem(reason="SOUND_SERVER_MISSING", message="start one")
    script.answer("ListDevices", devices_pb2.ListDevicesResponse(devices=[BOX], problem=problem))

    ended, document = await odindctl("device", "list"), (await odindctl("device", "list", "--json")).document

    header, row = ended.stdout.splitlines()
    assert header.split() == ["DEFAULT", "DEVICE", "IN", "OUT", "RATE", "NAME"]
    assert row.startswith("-o       pulse:box")
    assert "Loud\\x1b[2J" in ended.stdout
    assert ended.stderr == "start one\n"
    assert document["devices"][0]["default_output"] is True
    assert document["problem"] == {"reason": "SOUND_SERVER_MISSING", "message": "start one"}


async def test_a_watch_prints_a_snapshot_and_then_so_many_events(script: ScriptedDaemon, odindctl: Odindctl):
    answers = [
        devices_pb2.WatchDevicesResponse(snapshot=devices_pb2.DeviceSnapshot(devices=[BOX])),
        devices_pb2.WatchDevicesResponse(added=devices_pb2.DeviceAdded(device=BOX)),
        devices_pb2.WatchDevicesResponse(
            default_changed=devices_pb2.DefaultChanged(
                direction=devices_pb2.DIRECTION_PLAYBACK, device_id="pulse:box"
            )
        ),
        devices_pb2.WatchDevicesResponse(line_changed=devices_pb2.LineChanged(line=LINE)),
        devices_pb2.WatchDevicesResponse(removed=devices_pb2.DeviceRemoved(device=BOX)),
    ]
    script.stream("WatchDevices", lambda *_: replay(answers))

    text = (await odindctl("device", "watch", "--count", "3")).stdout.splitlines()
    documents = [
        json.loads(line) for line in (await odindctl("device", "watch", "--json")).stdout.splitlines()
    ]

    assert [line.split("  ")[0].strip() for line in text] == [
        "snapshot",
        "added",
        "default changed",
        "line changed",
    ]
    assert "output: pulse:box" in text[2]
    assert [document["kind"] for document in documents][-2:] == ["line_changed", "removed"]
    assert documents[3]["line"]["state"] == "running"


async def test_a_test_prints_latency_and_level(script: ScriptedDaemon, odindctl: Odindctl):
    heard = devices_pb2.TestDevicesResponse(
        playback_device_id="pulse:box",
        capture_device_id="pulse:mic",
        heard=True,
        played_dbfs=-15,
        heard_dbfs=-21,
        noise_dbfs=-80,
        correlation=0.9,
    )
    heard.latency.FromMilliseconds(42)
    deaf = devices_pb2.TestDevicesResponse(playback_device_id="a", capture_device_id="b", heard_dbfs=-90)
    script.answer("TestDevices", heard, heard, deaf)

    first = await odindctl("device", "test", "--playback", "pulse:box")
    second = await odindctl("device", "test", "--json")
    third = await odindctl("device", "test")

    assert "pulse:box -> pulse:mic: 42 ms late, -15.0 dBFS played, -21.0 dBFS heard" in first.stdout
    assert second.document["latency_ms"] == 42
    assert "not heard" in third.stdout
    assert script.requests["TestDevices"][0].playback_device_id == "pulse:box"


async def test_a_capture_is_opened_as_told_and_left_to_the_daemon(script: ScriptedDaemon, odindctl: Odindctl):
    options = "--gain 6 --muted --cancel-echo --rate 16000 --block 20 --buffer 50 --follow-default --detach"

    ended = await odindctl("device", "capture", "pulse:mic", *options.split())

    assert ended.stdout == "l-1  captures pulse:mic  running\n"
    assert script.requests["CloseLine"] == []
    assert script.requests["OpenCapture"] == [
        devices_pb2.OpenCaptureRequest(
            connection_id="c-1",
            settings=devices_pb2.LineSettings(
                device_id="pulse:mic", gain_db=6, muted=True, follow_default=True
            ),
            format=devices_pb2.LineFormat(sample_rate_hz=16_000, block_ms=20, buffer_ms=50),
            cancel_echo=True,
        )
    ]


async def test_a_playback_shows_levels_until_it_is_stopped_and_then_closes_its_line(
    script: ScriptedDaemon, odindctl: Odindctl
):
    async def levels(*_: Any) -> AsyncIterator[devices_pb2.WatchLevelsResponse]:
        yield devices_pb2.WatchLevelsResponse(levels=[LEVEL])
        await asyncio.Event().wait()

    script.stream("WatchLevels", levels)
    process = await odindctl.start("device", "playback", "--peer", "4", "--user", "bob", "-c", "c-9")
    assert process.stdout
    shown = [(await process.stdout.readline()).decode() for _ in range(2)]
    process.send_signal(signal.SIGINT)
    await process.communicate()

    (request,) = script.requests["OpenPlayback"]
    assert (request.connection_id, list(request.settings.peer_ids), list(request.settings.user_ids)) == (
        "c-9",
        [4],
        ["bob"],
    )
    assert process.returncode == 0
    assert "-30.0 dBFS" in shown[1]
    assert [closed.line_id for closed in script.requests["CloseLine"]] == ["l-1"]


async def test_a_capture_that_ends_by_itself_says_why(script: ScriptedDaemon, odindctl: Odindctl):
    script.stream("WatchLevels", lambda *_: replay([devices_pb2.WatchLevelsResponse(levels=[LEVEL])]))

    ended = await odindctl("device", "capture", "file:clip.wav")
    documents = [
        json.loads(line) for line in (await odindctl("device", "capture", "--json")).stdout.splitlines()
    ]

    assert ended.exit_code == 0
    assert ended.stdout.splitlines()[-1] == "l-1  captures file:clip.wav  closed: the file ended"
    assert [document["kind"] for document in documents] == ["line", "level", "line"]
    assert [document.get("state") for document in documents] == ["running", None, "closed"]
    assert script.requests["CloseLine"] == []


async def test_lines_are_listed_with_their_connections(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("ListLines", *[devices_pb2.ListLinesResponse(lines=[LINE])] * 2)

    text = (await odindctl("device", "lines")).stdout
    document = (await odindctl("device", "lines", "--json")).document

    assert [line.split() for line in text.splitlines()] == [
        ["LINE", "CONNECTION", "DIRECTION", "DEVICE", "STATE", "DETAIL"],
        ["l-1", "c-1", "capture", "pulse:mic", "running"],
    ]
    assert [line["line_id"] for line in document["lines"]] == ["l-1"]


async def test_without_lines_it_says_so(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("ListLines", devices_pb2.ListLinesResponse())

    assert (await odindctl("device", "lines")).stdout == "no lines\n"


async def test_a_line_is_closed_by_its_id(script: ScriptedDaemon, odindctl: Odindctl):
    text = (await odindctl("device", "close", "l-1")).stdout
    document = (await odindctl("device", "close", "l-2", "--json")).document

    assert text == "closed l-1\n"
    assert document == {"line_id": "l-2", "state": "closed"}
    assert [closed.line_id for closed in script.requests["CloseLine"]] == ["l-1", "l-2"]


async def test_levels_are_a_meter_or_documents(script: ScriptedDaemon, odindctl: Odindctl):
    script.stream("WatchLevels", lambda *_: replay([devices_pb2.WatchLevelsResponse(levels=[LEVEL])] * 3))

    text = (await odindctl("device", "level", "l-1", "--interval", "0.5", "--count", "2")).stdout.splitlines()
    document = (await odindctl("device", "level", "--count", "1", "--json")).document

    assert text[0] == f"l-1  {'#' * 20}{'-' * 10}{' ' * 10}   -30.0 dBFS   70.0 ms     +0 ppm  3 missed"
    assert len(text) == 2
    assert (document["kind"], document["missed_frames"]) == ("level", 3)
    assert script.requests["WatchLevels"][0].interval.ToMilliseconds() == 500
