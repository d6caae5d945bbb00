"""Pushes of the installed daemon: a listener of Icecast hears the room, and nothing shows the key."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import numpy as np

from odind.client import S16LE, AudioFormat
from odind.v1 import push_pb2
from tests.cli.sounds import likeness
from tests.push.destinations import KEY, icecast, listen, needs_ffmpeg, needs_icecast, speech

from .processes import run
from .receiver import LOCAL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from odind.client import Daemon

    from .processes import DaemonProcess

RATE = 48_000
MONO = AudioFormat(sample_rate_hz=RATE, channels=1, sample_format=S16LE)
KINDS = ("push_starting", "push_started", "push_stopping", "push_stopped", "push_failed")


def spoken_in(heard: np.ndarray) -> float:
    """How much two seconds that were heard are like what was spoken, again and again."""
    middle, spoken = heard[-3 * RATE : -RATE].astype(float), np.tile(speech(), 2).astype(float)
    size = len(spoken) + len(middle)
    place = int(np.fft.irfft(np.fft.rfft(spoken, size) * np.conj(np.fft.rfft(middle, size)), size).argmax())
    return likeness(spoken[place : place + len(middle)], middle)


async def heard_of(daemon: Daemon, address: str) -> np.ndarray:
    """Have somebody speak in the lobby until a listener has heard six seconds."""
    anna = await daemon.join_room("lobby", user_id="anna")
    async with anna.audio(send=MONO) as stream, asyncio.TaskGroup() as tasks:
        listening = tasks.create_task(listen(address, 6))
        while not listening.done():
            await stream.write(speech().tobytes())
    return listening.result()


@needs_icecast
@needs_ffmpeg
async def test_a_listener_of_icecast_hears_the_room_and_nothing_shows_the_key(
    start_daemon: Callable[..., DaemonProcess], tmp_path: Path
) -> None:
    async with icecast(tmp_path) as port:
        process = await start_daemon(environment=LOCAL).ready()
        async with process.connect() as daemon:
            address = f"127.0.0.1:{port}/lobby.mp3"
            added = await daemon.pushes.add_room("lobby", f"icecast://{address}", stream_key=KEY, codec="mp3")
            push_id = added.job.job_id
            assert (await daemon.pushes.streaming(push_id)).link == push_pb2.PUSH_LINK_STREAMING
            heard = await heard_of(daemon, f"http://{address}")
            refused = await daemon.pushes.add_room("lobby", f"icecast://{address}", stream_key="wrong-one")
            refused = await daemon.pushes.ended(refused.job.job_id)
            await daemon.pushes.remove(push_id)
            over = await daemon.pushes.ended(push_id)
            told = [
                str(item) async for item in daemon.watch_events(after_sequence=0, kinds=KINDS, until_now=True)
            ]
        shown = await run("odindctl", "push", "list", "--json", "--target", process.target)
    assert spoken_in(heard) >= 0.9
    assert (over.job.reason, refused.job.reason) == ("", "PUSH_REFUSED")
    assert [one["job"]["state"] for one in json.loads(shown.output)["pushes"]] == ["ended", "failed"]
    assert len(told) == 6
    everything = shown.output + process.log() + "".join(told)
    assert not any(key in everything for key in (KEY, "wrong-one"))
