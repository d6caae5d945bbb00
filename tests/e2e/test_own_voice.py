"""What a connection says itself is in its HLS output where that was asked for, and in no other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import av
import m3u8
import numpy as np

from .processes import PATIENCE
from .test_hls import reaches, say
from .tones import RATE, frequency_hz, level_dbfs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .processes import DaemonProcess

SAID_S = 3.0
SILENT_DBFS = -60.0


def heard(folder: Path) -> np.ndarray:
    """All samples of a playlist that is complete, mono."""
    with av.open(str(folder / "index.m3u8"), options={"allowed_extensions": "ALL"}) as container:
        frames = [frame.to_ndarray() for frame in container.decode(audio=0)]
    return np.concatenate(frames, axis=-1)[0]


def loud(sound: np.ndarray) -> np.ndarray:
    """Which parts of a tenth of a second are loud."""
    tenths = sound[: len(sound) // (RATE // 10) * (RATE // 10)].reshape(-1, RATE // 10)
    return np.array([level_dbfs(one) > SILENT_DBFS for one in tenths])


async def test_an_output_has_what_its_connection_says_where_it_was_asked_for(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    daemon = await start_daemon().ready()
    async with daemon.connect() as client, asyncio.timeout(PATIENCE):
        anna = await client.join_room("lobby", user_id="anna")
        jobs = [
            (await client.hls.start(anna.connection_id, name=name, own_voice=own)).job.job_id
            for name, own in (("with", True), ("without", False))
        ]
        for job in jobs:
            await reaches(client, job, "active")
        await say(anna, SAID_S)
        for job in jobs:
            await client.hls.stop(job)
            assert (await client.hls.ended(job)).job.reason == ""
    folders = [daemon.folder / "state" / "hls" / name / "aac-48" for name in ("with", "without")]
    for folder in folders:
        assert m3u8.loads(await asyncio.to_thread((folder / "index.m3u8").read_text)).is_endlist
    own, others = [await asyncio.to_thread(heard, folder) for folder in folders]
    said = loud(own)
    first, last = np.flatnonzero(said)[[0, -1]]
    assert abs((last - first + 1) / 10 - SAID_S) < 0.35  # it begins and ends within a tenth
    middle = own[(first + 5) * RATE // 10 : (first + 15) * RATE // 10]
    assert abs(frequency_hz(middle) - 440) < 1
    assert not loud(others).any()
