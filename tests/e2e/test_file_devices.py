"""File devices for real: an installed daemon records sound files into a room, and a room into files."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.client.messages import LineFormat
from odind.core.errors import AlreadyExistsError
from odind.files.reader import SoundReader
from odind.files.writer import create
from odind.v1 import devices_pb2
from tests.files.full_disk import room_for

from .daemons import running_daemon

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from odind.client import Daemon

ODINDCTL = Path(sys.executable).with_name("odindctl")
DISK_BYTES = 1_500_000
"""More than any other file of the daemon needs, and two seconds of the playback below."""
LARGE = LineFormat(sample_rate_hz=192_000, channels=2)


@asynccontextmanager
async def watching(daemon: Daemon) -> AsyncIterator[Callable[[], Awaitable[devices_pb2.Line]]]:
    """Watch devices; what is yielded waits until a line is closed and returns how it last was."""
    async with asyncio.timeout(60), aclosing(daemon.devices.watch()) as events:
        await anext(events)

        async def closed() -> devices_pb2.Line:
            async for event in events:
                if isinstance(event, devices_pb2.LineClosed):
                    return event.line
            raise AssertionError("the watch ended")

        yield closed


def samples_of(path: Path) -> int:
    with SoundReader(path) as file:
        return len(file.read())


def write_clip(path: Path) -> None:
    """Write a second of noise."""
    path.parent.mkdir(parents=True)
    clip = create(path, 16_000, 1)
    clip.write(np.random.default_rng(1).integers(-8_000, 8_000, 16_000).astype("<i2").tobytes())
    clip.close()


async def test_a_file_is_recorded_to_its_end_and_the_speaker_is_free_again(tmp_path: Path):
    write_clip(tmp_path / "host/sound/clip.wav")
    async with running_daemon(tmp_path / "host") as daemon:
        connection = await daemon.join_room("room", user_id="me")
        async with watching(daemon) as closed:
            await daemon.devices.open_capture(connection.connection_id, "file:clip.wav")
            over = await closed()
        again = await daemon.devices.open_capture(connection.connection_id, "null:")

    assert (over.state, over.detail) == (devices_pb2.LINE_STATE_CLOSED, "the file ended")
    assert again.state == devices_pb2.LINE_STATE_RUNNING


async def test_odindctl_ends_with_the_file_that_it_has_recorded(tmp_path: Path):
    write_clip(tmp_path / "host/sound/clip.wav")
    async with running_daemon(tmp_path / "host") as daemon:
        await daemon.join_room("room", user_id="me")
        process = await asyncio.create_subprocess_exec(
            *(ODINDCTL, "--target", daemon.target, "device", "capture", "file:clip.wav", "--json"),
            stdout=asyncio.subprocess.PIPE,
        )
        stdout, _ = await process.communicate()
        lines = await daemon.devices.list_lines()

    documents = [json.loads(line) for line in stdout.splitlines()]
    levels = [document["rms_dbfs"] for document in documents if document["kind"] == "level"]
    assert process.returncode == 0
    assert max(levels) > -30
    assert (documents[-1]["state"], documents[-1]["detail"]) == ("closed", "the file ended")
    assert lines == []


@pytest.mark.parametrize("workers", [0, 1])
async def test_a_full_disk_closes_the_line_and_what_was_recorded_is_kept(tmp_path: Path, workers: int):
    recording = tmp_path / "host/sound/room.wav"
    with room_for(DISK_BYTES):
        running = running_daemon(tmp_path / "host", "--workers", str(workers))
        daemon = await running.__aenter__()
    try:
        connection = await daemon.join_room("room", user_id="me")
        async with watching(daemon) as closed:
            await daemon.devices.open_playback(connection.connection_id, "file:room.wav", line_format=LARGE)
            over = await closed()
        kept = recording.read_bytes()
        with pytest.raises(AlreadyExistsError) as refusal:
            await daemon.devices.open_playback(connection.connection_id, "file:room.wav")
    finally:
        await running.__aexit__(None, None, None)

    assert over.detail == "room.wav ends early: File too large; it holds what was played before"
    assert refusal.value.reason == "FILE_EXISTS"
    assert recording.read_bytes() == kept
    assert samples_of(recording) == (DISK_BYTES - 80) // 4
    log = [json.loads(line) for line in (tmp_path / "host/log").read_text().splitlines()]
    assert [entry["final"] for entry in log if entry["event"] == "device.stopped"] == [True]
