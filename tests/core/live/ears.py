"""Ears that a test speaks into."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from odind.core.voice.outbox import HeardFrame, HeardTick
from tests.core.fakes import turns

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from odind.core.errors import OdindError
    from odind.core.voice.lane_config import Reception

SLOT = 960


def pcm(level: int) -> bytes:
    return min(level, 32_767).to_bytes(2, "little", signed=True) * SLOT


class HandFed:
    """Hears what a test has it hear; `attempts` counts the calls, `receptions` says how they listened."""

    def __init__(self) -> None:
        self.receptions: list[Reception] = []
        self.error: OdindError | None = None
        self._heard: asyncio.Queue[HeardTick | OdindError] = asyncio.Queue()

    async def listen(self, _connection_id: str, reception: Reception) -> AsyncGenerator[HeardTick]:
        self.receptions.append(reception)
        if self.error:
            raise self.error
        while True:
            heard = await self._heard.get()
            if not isinstance(heard, HeardTick):
                raise heard
            yield heard

    async def hear(self, tick: int, **levels: int) -> None:
        """Have users say something in a tick; the mix is their sum, whoever listens."""
        mix = HeardFrame(0, "", 1, tick * SLOT, pcm(sum(levels.values())), voice=bool(levels))
        frames = [
            HeardFrame(number, user_id, 1, tick * SLOT, pcm(level))
            for number, (user_id, level) in enumerate(levels.items(), 1)
        ]
        self._heard.put_nowait(HeardTick(tick, [mix, *frames]))
        await turns()

    async def break_off(self, error: OdindError) -> None:
        self._heard.put_nowait(error)
        await turns()
