"""A client process: enters a room, says so on stdout, and does nothing more until it ends or is killed.

    python lodger.py TARGET ROOM holds|listens|hums-mute|hums-leave

It is told to end by the end of its stdin.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from odind.client import LEAVE, MUTE, connect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.client import Daemon
    from odind.client.messages import OnLost

LINGER = timedelta(seconds=1)
PATIENT = timedelta(minutes=5)


@asynccontextmanager
async def holding(daemon: Daemon, room: str) -> AsyncIterator[None]:
    """Be in the room for the length of the block."""
    async with daemon.join(room, user_id="lodger", linger=LINGER):
        yield


@asynccontextmanager
async def listening(daemon: Daemon, room: str) -> AsyncIterator[None]:
    """Be in the room, held by nothing but an audio stream."""
    connection = await daemon.join_room(room, user_id="lodger", linger=LINGER)
    async with connection.listen():
        yield


@asynccontextmanager
async def humming(daemon: Daemon, room: str, on_lost: OnLost.ValueType) -> AsyncIterator[None]:
    """Be in the room and hum, on a device that goes on without this program."""
    async with daemon.join(
        room, user_id="lodger", linger=PATIENT, on_lost=on_lost, holder=room
    ) as connection:
        await daemon.devices.open_capture(connection.connection_id, "tone:440")
        yield


async def main(target: str, room: str, how: str) -> None:
    """Stay until told to end."""
    async with connect(target) as daemon, WAYS[how](daemon, room):
        print("there", flush=True)  # noqa: T201 - its answer
        await asyncio.to_thread(sys.stdin.read)


WAYS = {
    "holds": holding,
    "listens": listening,
    "hums-mute": partial(humming, on_lost=MUTE),
    "hums-leave": partial(humming, on_lost=LEAVE),
}


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
