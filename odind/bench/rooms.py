"""Joins rooms on the native runtime alone."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import odin_voice

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from .jobs import Entrance

_PATIENCE_S: Final = 60.0


@asynccontextmanager
async def entered(entrance: Entrance, names: list[str]) -> AsyncIterator[list[odin_voice.OdinRoom]]:
    """Join each room as a peer of its own, until the block ends."""
    key = odin_voice.OdinTokenGenerator.from_access_key(await _key(entrance))
    pool = odin_voice.OdinConnectionPool()
    try:
        rooms = [
            pool.join_room(
                entrance.gateway,
                token=key.sign(json.dumps({"rid": name, "uid": f"bare-{number}"})),
                room_name=name,
            )
            for number, name in enumerate(names)
        ]
        async with asyncio.timeout(_PATIENCE_S):
            await asyncio.gather(*(room.joined() for room in rooms))
        yield rooms
    finally:
        pool.shutdown()


async def _key(entrance: Entrance) -> str:
    return (await asyncio.to_thread(Path(entrance.access_key_file).read_text)).strip()
