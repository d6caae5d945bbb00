"""What a load of sound is made of: lines that speak and lines that listen, for as long as they are let."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.client import AudioStream


async def speak(stream: AudioStream, chunks: Iterable[bytes]) -> None:
    """Speak these chunks over and over until cancelled."""
    for chunk in cycle(chunks):
        await stream.write(chunk)


async def hear(stream: AudioStream) -> None:
    """Listen, and drop what is heard, until the stream is over."""
    async for _ in stream:
        pass
