"""A client process: enters a room, says so on stdout, and does nothing more until it ends or is killed.

    python lodger.py TARGET ROOM holds|listens

It is told to end by the end of its stdin.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from odind.client import connect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.client import Daemon

LINGER = timedelta(seconds=1)


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


async def main(target: str, room: str, how: str) -> None:
    """Stay until told to end."""
    async with connect(target) as daemon, {"holds": holding, "listens": listening}[how](daemon, room):
        print("there", flush=True)  # noqa: T201 - its answer
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
