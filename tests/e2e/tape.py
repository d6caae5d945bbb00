"""What an audio stream hears, written down while it runs, and waited for."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import numpy as np

from odind.client import F32LE, AudioFrame, AudioFrames, AudioStream

from .processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from odind.client import AudioFormat


class Tape:
    """Frames by peer, 0 for the mix."""

    def __init__(self) -> None:
        self._heard: defaultdict[int, list[AudioFrame]] = defaultdict(list)
        self.messages = 0
        self.dropped = 0
        self.over = False
        self._news = asyncio.Event()

    def take(self, frames: AudioFrames) -> None:
        """Write them down."""
        self.messages += 1
        self.dropped += frames.dropped
        for frame in frames.frames:
            self._heard[frame.peer_id].append(frame)
        self._news.set()

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until what is written down meets the condition."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._news.clear()
                await self._news.wait()

    def end(self) -> None:
        """Note that no more comes."""
        self.over = True
        self._news.set()

    async def ends(self) -> None:
        """Wait for the end."""
        await self.until(lambda: self.over)

    async def more(self, frames: int, peer_id: int = 0) -> None:
        """Wait for so many frames more."""
        there = self._heard[peer_id]
        wanted = len(there) + frames
        await self.until(lambda: len(there) >= wanted)

    def heard(self, peer_id: int = 0) -> list[AudioFrame]:
        """The frames of a peer."""
        return self._heard[peer_id]

    def sound(self, audio_format: AudioFormat, peer_id: int = 0) -> np.ndarray:
        """The samples of a peer at their places, a row per channel; what is missing is silence."""
        kind, scale = ("<f4", 1) if audio_format.sample_format == F32LE else ("<i2", 32_768)
        frames = self.heard(peer_id)
        pieces = [np.frombuffer(frame.pcm, kind).reshape(-1, audio_format.channels) for frame in frames]
        first = frames[0].room_sample
        whole = np.zeros((frames[-1].room_sample - first + len(pieces[-1]), audio_format.channels))
        for frame, piece in zip(frames, pieces, strict=True):
            whole[frame.room_sample - first :][: len(piece)] = piece / scale
        return np.asarray(whole.T)


@asynccontextmanager
async def taped(stream: AudioStream) -> AsyncIterator[Tape]:
    """Write down what a stream hears for the length of the block."""
    tape = Tape()

    async def write() -> None:
        async for frames in stream:
            tape.take(frames)
        tape.end()

    async with asyncio.TaskGroup() as tasks:
        writing = tasks.create_task(write())
        yield tape
        writing.cancel()
