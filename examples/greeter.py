"""Greets everybody who enters a room, and records it: python greeter.py ROOM GREETING.wav RECORDING.wav."""

import asyncio
import sys
from contextlib import suppress

from odind.client import Event, PeerJoined, connect


async def greet(name: str, greeting: str, recording: str) -> None:
    async with connect() as daemon, daemon.join(name, user_id="greeter") as room, room.record(recording):
        async for item in room.watch_events():
            match item:
                case Event(PeerJoined(peer=peer)):
                    print("hello,", peer.user_id)
                    await room.play(greeting)


with suppress(KeyboardInterrupt):
    asyncio.run(greet(*sys.argv[1:]))
