"""A process that does nothing wrong: it speaks and hears itself through two daemons until it is killed.

    python -m tests.hostile.healthy TARGET CONTROL_TARGET

It prints one line of JSON for each daemon once it hears itself there: the ids of the connections that speak
and hear.
"""

from __future__ import annotations

import asyncio
import json
import sys

import numpy as np

from odind.client import PER_PEER, S16LE, AudioFormat, AudioStream, connect

MONO = AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=S16LE)
SECOND = np.rint(8_000 * np.sin(np.arange(48_000) * 2 * np.pi * 440 / 48_000)).astype("<i2").tobytes()


async def converse(target: str, heard: asyncio.Queue[tuple[str, str]]) -> None:
    """Speak on one connection and hear it on another, for ever."""
    async with connect(target) as daemon:
        speaker = await daemon.join_room("healthy", user_id="speaker")
        listener = await daemon.join_room("healthy", user_id="listener")
        async with (
            listener.audio(receive=MONO, mode=PER_PEER) as hears,
            speaker.audio(send=MONO) as says,
            asyncio.TaskGroup() as tasks,
        ):
            tasks.create_task(say(says))
            await hear(hears)
            await heard.put((speaker.connection_id, listener.connection_id))
            while True:
                await hear(hears)


async def say(stream: AudioStream) -> None:
    """Keep the daemon's buffer full."""
    while True:
        await stream.write(SECOND)


async def hear(stream: AudioStream) -> None:
    """Wait for a frame of sound."""
    async for heard in stream:
        if heard.frames:
            return


async def main(*targets: str) -> None:
    """Converse through every daemon."""
    async with asyncio.TaskGroup() as tasks:
        for target in targets:
            heard: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
            tasks.create_task(converse(target, heard))
            print(json.dumps(await heard.get()), flush=True)  # noqa: T201 - its answer


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
