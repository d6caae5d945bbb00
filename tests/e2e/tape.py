"""What an audio stream says, written down while it runs, and waited for."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from odind.client import F32LE, AudioFrame, AudioFrames, AudioStream, SendDrained

from .processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from odind.client import AudioFormat, AudioItem


class Tape:
    """Frames by lane and peer, and everything else in the order it came."""

    def __init__(self) -> None:
        self.frames: defaultdict[tuple[int, int], list[AudioFrame]] = defaultdict(list)
        self.notices: list[Any] = []
        self.messages = 0
        self.dropped = 0
        self._news = asyncio.Event()

    def take(self, item: AudioItem) -> None:
        """Write it down."""
        if isinstance(item, AudioFrames):
            self.messages += 1
            self.dropped += item.dropped
            for frame in item.frames:
                self.frames[frame.lane, frame.peer_id].append(frame)
        else:
            self.notices.append(item)
        self._news.set()

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until what is written down meets the condition."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def notice(self, kind: type[Any], number: int = 1) -> Any:
        """Wait for the `number`th notice of a kind, and return it."""
        found: list[Any] = []

        def there() -> bool:
            found[:] = [notice for notice in self.notices if isinstance(notice, kind)]
            return len(found) >= number

        await self.until(there)
        return found[number - 1]

    async def drained(self) -> SendDrained:
        """Wait until the stream has drained."""
        drained: SendDrained = await self.notice(SendDrained)
        return drained

    async def more(self, frames: int, peer_id: int = 0, lane: int = 0) -> None:
        """Wait for so many frames more."""
        there = self.frames[lane, peer_id]
        wanted = len(there) + frames
        await self.until(lambda: len(there) >= wanted)

    def heard(self, peer_id: int = 0, lane: int = 0) -> list[AudioFrame]:
        """The frames of a peer, 0 for the mix."""
        return self.frames[lane, peer_id]

    def sound(self, audio_format: AudioFormat, peer_id: int = 0, lane: int = 0) -> np.ndarray:
        """The samples of a peer at their places, a row per channel; what is missing is silence."""
        kind, scale = ("<f4", 1) if audio_format.sample_format == F32LE else ("<i2", 32_768)
        frames = self.heard(peer_id, lane)
        pieces = [np.frombuffer(frame.pcm, kind).reshape(-1, audio_format.channels) for frame in frames]
        first = frames[0].room_sample
        whole = np.zeros((frames[-1].room_sample - first + len(pieces[-1]), audio_format.channels))
        for frame, piece in zip(frames, pieces, strict=True):
            whole[frame.room_sample - first :][: len(piece)] = piece / scale
        return np.asarray(whole.T)


@asynccontextmanager
async def taped(stream: AudioStream) -> AsyncIterator[Tape]:
    """Write down what a stream says for the length of the block."""
    tape = Tape()

    async def write() -> None:
        async for item in stream:
            tape.take(item)

    async with asyncio.TaskGroup() as tasks:
        writing = tasks.create_task(write())
        yield tape
        writing.cancel()
