"""The daemon's side of audio streams, for tests of the verbs that push and listen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from odind.client import bytes_per_sample
from odind.v1 import audio_pb2
from odind.v1.audio_pb2 import StreamAudioResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from odind.v1.audio_pb2 import StreamAudioConfig, StreamAudioRequest
    from tests.client.scripted_daemon import Context

    Requests = AsyncIterator[StreamAudioRequest]
    Responses = AsyncIterator[StreamAudioResponse]

UNDERRUNS = 2


class Ear:
    """Takes in everything that a stream sends, then says that it is spoken."""

    def __init__(self) -> None:
        self.config: StreamAudioConfig | None = None
        self.pcm = bytearray()
        self.largest_chunk = 0

    async def listen(self, requests: Requests, _context: Context) -> Responses:
        """One conversation."""
        self.config = (await anext(requests)).config
        yield StreamAudioResponse(started=audio_pb2.StreamAudioStarted(send=self.config.send))
        async for request in requests:
            self.pcm += request.chunk.pcm
            self.largest_chunk = max(self.largest_chunk, len(request.chunk.pcm))
        samples = len(self.pcm) // bytes_per_sample(self.config.send)
        yield StreamAudioResponse(drained=audio_pb2.SendDrained(samples=samples, underruns=UNDERRUNS))


class Mouth:
    """Says the same frames to everybody who listens, and then nothing more."""

    def __init__(self, ticks: Iterable[Iterable[audio_pb2.AudioFrame]], dropped: int = 0) -> None:
        self.configs: list[StreamAudioConfig] = []
        self._ticks = [list(frames) for frames in ticks]
        self._dropped = dropped

    async def speak(self, requests: Requests, _context: Context) -> Responses:
        """One conversation, which the listener has to end."""
        self.configs.append((await anext(requests)).config)
        yield StreamAudioResponse(started=audio_pb2.StreamAudioStarted(receive=self.configs[-1].receive))
        for number, frames in enumerate(self._ticks):
            dropped = self._dropped if number == 1 else 0
            yield StreamAudioResponse(frames=audio_pb2.AudioFrames(frames=frames, dropped=dropped))
        await asyncio.Event().wait()
