"""Opens sounds that are files on this machine."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from .packets import Input, Order

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from odind.core.players.source import SoundSource

    from .decoded import DecodedSound
    from .decoders import Decoders

    Find = Callable[[str], int]


class StoredOpener:
    """Decodes files that `find` opens by the name of a source; it may block, and raises OdindError."""

    def __init__(self, find: Find, decoders: Decoders) -> None:
        self._find = find
        self._decoders = decoders

    async def begin(self, sound: DecodedSound, source: SoundSource, start: int) -> None:
        """Attach a decoder to a sound."""
        async with found(self._find, source.name) as descriptor:
            sound.attach(await self._decoders.begin(Order(Input.FILE, start), [descriptor]))


@asynccontextmanager
async def found(find: Find, name: str) -> AsyncIterator[int]:
    """Yield the descriptor of a file for the length of the block."""
    descriptor = await asyncio.to_thread(find, name)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
