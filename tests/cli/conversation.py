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
DROPPED = 77


class Ear:
    """Takes in everything that a stream sends, answers what it asks, and then says that it is spoken."""

    def __init__(self) -> None:
        self.config: StreamAudioConfig | None = None
        self.pcm = bytearray()
        self.largest_chunk = 0
        self.flushes = 0
        self.hearing = asyncio.Event()
        self.asked = asyncio.Event()
        self.patient = False
        """Whether to wait for the question how it goes before the end."""

    async def listen(self, requests: Requests, _context: Context) -> Responses:
        """One conversation."""
        self.config = (await anext(requests)).config
        started = audio_pb2.StreamAudioStarted(send=self.config.send, accepted_until=2**40)
        yield StreamAudioResponse(started=started)
        finished = False
        async for request in requests:
            kind = request.WhichOneof("kind")
            if kind == "chunk":
                self._hear(request.chunk.pcm)
            elif kind == "get_queue_status":
                self.asked.set()
                status = audio_pb2.QueueStatus(spoken_samples=self._samples, underruns=UNDERRUNS)
                status.queued.FromMilliseconds(1_500)
                yield StreamAudioResponse(queue_status=status)
            elif kind == "flush":
                self.flushes += 1
                flushed = audio_pb2.Flushed(dropped_samples=DROPPED, spoken_samples=self._samples)
                yield StreamAudioResponse(flushed=flushed)
            finished = finished or kind == "finish"
            if finished and (self.asked.is_set() or not self.patient):
                break
        drained = audio_pb2.SendDrained(samples=self._samples, underruns=UNDERRUNS)
        yield StreamAudioResponse(drained=drained)

    @property
    def _samples(self) -> int:
        assert self.config
        return len(self.pcm) // bytes_per_sample(self.config.send)

    def _hear(self, pcm: bytes) -> None:
        self.pcm += pcm
        self.largest_chunk = max(self.largest_chunk, len(pcm))
        self.hearing.set()


class Mouth:
    """Says the same frames to everybody who listens, and then nothing more."""

    def __init__(
        self, ticks: Iterable[Iterable[audio_pb2.AudioFrame]], dropped: int = 0, room_sample: int = 0
    ) -> None:
        self.configs: list[StreamAudioConfig] = []
        self._ticks = [list(frames) for frames in ticks]
        self._dropped = dropped
        self._room_sample = room_sample

    async def speak(self, requests: Requests, _context: Context) -> Responses:
        """One conversation, which the listener has to end."""
        self.configs.append((await anext(requests)).config)
        started = audio_pb2.StreamAudioStarted(
            receive=self.configs[-1].receive, room_sample=self._room_sample
        )
        yield StreamAudioResponse(started=started)
        for number, frames in enumerate(self._ticks):
            dropped = self._dropped if number == 1 else 0
            yield StreamAudioResponse(frames=audio_pb2.AudioFrames(frames=frames, dropped=dropped))
        await asyncio.Event().wait()
