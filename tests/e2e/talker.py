"""A client process that talks in a room until it is killed.

    python talker.py TARGET ROOM USER_ID

It prints one line of JSON with its connection's id once it has begun to talk.
"""

from __future__ import annotations

import asyncio
import json
import sys

import numpy as np

from odind.client import S16LE, AudioFormat, connect

MONO = AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=S16LE)


async def main(target: str, room: str, user_id: str) -> None:
    """Talk for ever."""
    tone = np.rint(8_000 * np.sin(np.arange(4_800) * 2 * np.pi * 440 / 48_000)).astype("<i2").tobytes()
    async with connect(target) as daemon:
        connection = await daemon.join_room(room, user_id=user_id)
        async with connection.audio(send=MONO) as stream:
            await stream.write(tone)
            print(json.dumps({"connection_id": connection.connection_id}), flush=True)  # noqa: T201
            while True:
                await stream.write(tone)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
