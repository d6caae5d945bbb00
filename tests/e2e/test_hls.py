"""HLS outputs outlive a daemon or a worker that is killed; a full disk ends them alone."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

import m3u8
import numpy as np
import pytest

from odind.client import AudioFormat, messages
from odind.client.formats import F32LE

from .disks import disk
from .processes import PATIENCE, children

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from odind.client import Connection, Daemon

    from .processes import DaemonProcess

RATE = 48_000
ACTIVE = messages.LiveState.LIVE_STATE_ACTIVE
AWAY = messages.LiveState.LIVE_STATE_AWAY
FLOAT = AudioFormat(sample_rate_hz=RATE, channels=1, sample_format=F32LE)


async def say(connection: Connection, seconds: float) -> None:
    time = np.arange(int(seconds * RATE)) / RATE
    async with connection.audio(send=FLOAT) as stream:
        await stream.write((np.sin(2 * np.pi * 440 * time) * 0.25).astype("<f4").tobytes())
        await stream.drain()


async def reaches(client: Daemon, job_id: str, state: str) -> messages.HlsOutput:
    """Wait until an output is in a state."""
    while not await client.hls.list(states=[state]):  # noqa: ASYNC110 - the state may have come before a watch
        await asyncio.sleep(0.1)
    return await client.hls.get(job_id)


async def killed(workers: set[int], client: Daemon, job_id: str) -> None:
    """Kill the workers, and wait until the output hears its connection again."""
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    states = []
    async for output in client.hls.follow(job_id):
        states.append(output.job.state)
        if AWAY in states and states[-1] == ACTIVE:
            return


@pytest.mark.parametrize("what", ["daemon", "worker"])
async def test_the_playlist_goes_on_when_a_process_is_killed(
    start_daemon: Callable[..., DaemonProcess], what: str
) -> None:
    flags = ("--workers", "1") if what == "worker" else ()
    daemon = await start_daemon(*flags, name="same").ready()
    async with daemon.connect() as client, asyncio.timeout(PATIENCE):
        output = await client.hls.start_room("lobby", name="radio")
        job_id = output.job.job_id
        await client.hls.playable(job_id)
        if what == "daemon":
            daemon.kill()
        else:
            await killed(children(daemon.process.pid), client, job_id)
    if what == "daemon":
        await daemon.exit_code()
        daemon = await start_daemon(name="same").ready()
    async with daemon.connect() as client, asyncio.timeout(PATIENCE):
        await reaches(client, job_id, "active")
        anna = await client.join_room("lobby", user_id="anna")
        await say(anna, 4.0)
        await client.hls.stop(job_id)
        ended = await client.hls.ended(job_id)
    folder = daemon.folder / "state" / "hls" / "radio" / "aac-48"
    playlist = m3u8.loads(await asyncio.to_thread((folder / "index.m3u8").read_text))
    assert (ended.job.reason, playlist.is_endlist) == ("", True)
    breaks = [one.discontinuity for one in playlist.segments]
    assert sum(breaks) == (what == "daemon")
    assert len(breaks) >= 3 + 2
    assert ended.segments == len(breaks)


async def test_a_full_disk_fails_the_output_and_the_room_goes_on(
    start_daemon: Callable[..., DaemonProcess], tmp_path: Path
) -> None:
    with disk(tmp_path / "small") as small:
        environment = {"ODIND_HLS__FOLDER": str(small)}
        daemon = await start_daemon(environment=environment).ready()
        async with daemon.connect() as client, asyncio.timeout(PATIENCE):
            anna = await client.join_room("lobby", user_id="anna")
            output = await client.hls.start(anna.connection_id, bit_rates=[256_000, 128_000])
            (small / "filling").write_bytes(bytes(900_000))
            failed = await client.hls.ended(output.job.job_id)
            assert (failed.job.reason, "No space left" in failed.job.detail) == ("HLS_UNWRITABLE", True)
            await anna.send_message(b"still here")


async def test_an_output_of_a_connection_ends_with_it(start_daemon: Callable[..., DaemonProcess]) -> None:
    daemon = await start_daemon().ready()
    async with daemon.connect() as client, asyncio.timeout(PATIENCE):
        anna = await client.join_room("lobby", user_id="anna")
        output = await client.hls.start(anna.connection_id)
        await reaches(client, output.job.job_id, "active")
        await anna.leave()
        ended = await client.hls.ended(output.job.job_id)
    assert ended.job.reason == "CONNECTION_LEFT"
