"""A running StreamAudio call: speaking, listening, or both, on one lane or many."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final, TypeAlias

from odind.core.errors import OdindError, UnavailableError
from odind.v1 import audio_pb2
from odind.v1.audio_pb2 import (
    AudioChunk,
    AudioFormat,
    AudioFrames,
    FlowControl,
    Flushed,
    LaneEnded,
    MarkReached,
    QueueStatus,
    SendDrained,
    StreamAudioConfig,
    StreamAudioRequest,
    StreamAudioResponse,
    StreamAudioStarted,
)

from .failures import raised_again

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    import grpc

    AudioCall: TypeAlias = grpc.aio.StreamStreamCall[StreamAudioRequest, StreamAudioResponse]

S16LE: Final = audio_pb2.SAMPLE_FORMAT_S16LE
F32LE: Final = audio_pb2.SAMPLE_FORMAT_F32LE
OPUS: Final = audio_pb2.SAMPLE_FORMAT_OPUS
MIX: Final = audio_pb2.RECEIVE_MODE_MIX
PER_PEER: Final = audio_pb2.RECEIVE_MODE_PER_PEER
MIX_AND_PER_PEER: Final = audio_pb2.RECEIVE_MODE_MIX_AND_PER_PEER
AudioItem: TypeAlias = (
    StreamAudioStarted
    | AudioFrames
    | SendDrained
    | MarkReached
    | Flushed
    | FlowControl
    | QueueStatus
    | LaneEnded
)
_UNREAD_LIMIT: Final = 500
"""Responses kept for a caller who does not iterate; beyond, the oldest frames give way, as in the daemon."""


def bytes_per_sample(audio_format: AudioFormat) -> int:
    """Bytes of one sample over all channels. A channel count of 0 is the default, 1."""
    size = 4 if audio_format.sample_format == F32LE else 2
    return size * (audio_format.channels or 1)


class AudioStream:
    """One attached call. One task may send while another reads; `lane` 0 is the config it began with.

    Iterating yields what the daemon says: AudioFrames, MarkReached, Flushed, QueueStatus, SendDrained and, on
    calls with several lanes, StreamAudioStarted and LaneEnded. Flow control is obeyed by `send`; it is not
    yielded. `responses()` yields the same with the lane each is about.
    """

    def __init__(self, call: AudioCall, target: str) -> None:
        self._call = call
        self._target = target
        self._unread: deque[StreamAudioResponse] = deque()
        self._news = asyncio.Event()
        self._stopped: set[int] = set()
        self._may_send = asyncio.Event()
        self._may_send.set()
        self._over = False
        self._failure: BaseException | None = None
        self.started = StreamAudioStarted()

    async def send(self, pcm: bytes | bytearray | memoryview, *, lane: int = 0) -> None:
        """Say whole samples in the lane's `send` format, at most 1 MiB. Waits while the daemon has enough.

        Raises what ended the stream if it ended before.
        """
        await self._say(AudioChunk(pcm=bytes(pcm)), lane)

    async def send_opus(self, packets: Iterable[bytes], *, lane: int = 0) -> None:
        """Say Opus packets of 20 ms each; an empty one is silence. Waits while the daemon has enough."""
        await self._say(AudioChunk(opus=packets), lane)

    async def send_reverse(self, pcm: bytes, *, lane: int = 0) -> None:
        """Tell the lane's echo canceller what its user hears, in the lane's `send` format."""
        await self._write(StreamAudioRequest(lane=lane, reverse=AudioChunk(pcm=pcm)))

    async def mark(self, name: str, *, lane: int = 0) -> None:
        """Ask for MarkReached once everything sent so far is spoken."""
        await self._write(StreamAudioRequest(lane=lane, mark=audio_pb2.Mark(name=name)))

    async def flush(self, *, lane: int = 0) -> None:
        """Drop what waits to be spoken; Flushed says how much."""
        await self._write(StreamAudioRequest(lane=lane, flush=audio_pb2.Flush()))

    async def pause(self, *, lane: int = 0) -> None:
        """Hold what waits to be spoken."""
        await self._write(StreamAudioRequest(lane=lane, pause=audio_pb2.Pause()))

    async def resume(self, *, lane: int = 0) -> None:
        """Go on after a pause."""
        await self._write(StreamAudioRequest(lane=lane, resume=audio_pb2.Resume()))

    async def get_queue_status(self, *, lane: int = 0) -> None:
        """Ask for a QueueStatus."""
        request = StreamAudioRequest(lane=lane, get_queue_status=audio_pb2.GetQueueStatus())
        await self._write(request)

    async def attach(self, config: StreamAudioConfig) -> None:
        """Add a lane. Lanes are numbered from 0 in the order they are attached."""
        await self._write(StreamAudioRequest(config=config))

    async def finish_lane(self, lane: int) -> None:
        """Say that nothing more will be sent on one lane."""
        await self._write(StreamAudioRequest(lane=lane, finish=audio_pb2.Finish()))

    async def finish(self) -> None:
        """Say that nothing more will be sent at all. What waits in the daemon is still spoken."""
        with raised_again(self._target):
            await self._call.done_writing()

    async def drain(self) -> SendDrained:
        """Finish, and wait until everything is spoken. What else arrives meanwhile is dropped."""
        await self.finish()
        async for item in self:
            if isinstance(item, SendDrained):
                return item
        raise self._ended()

    def __aiter__(self) -> AudioStream:
        return self

    async def __anext__(self) -> AudioItem:
        response = await self._next()
        item: AudioItem = getattr(response, response.WhichOneof("kind") or "frames")
        return item

    async def responses(self) -> AsyncIterator[StreamAudioResponse]:
        """Yield what the daemon says, whole."""
        while True:
            try:
                yield await self._next()
            except StopAsyncIteration:
                return

    async def begin(self, config: StreamAudioConfig) -> None:
        """Send the first config and wait until its lane has started."""
        await self.attach(config)
        try:
            self.started = (await self._next()).started
        except StopAsyncIteration:
            raise self._ended() from None

    async def read(self) -> None:
        """Take what the daemon says until it ends the call; one task does, for as long as it lasts."""
        try:
            with raised_again(self._target):
                async for response in self._call:
                    self._take(response)
        except Exception as failure:  # noqa: BLE001 - raised again where the caller waits
            self._failure = failure
        self._over = True
        self._news.set()
        self._may_send.set()

    def _take(self, response: StreamAudioResponse) -> None:
        if response.HasField("flow"):
            (self._stopped.add if response.flow.stop else self._stopped.discard)(response.lane)
            if self._stopped:
                self._may_send.clear()
            else:
                self._may_send.set()
            return
        if len(self._unread) >= _UNREAD_LIMIT:
            self._drop_oldest_frames()
        self._unread.append(response)
        self._news.set()

    def _drop_oldest_frames(self) -> None:
        for number, response in enumerate(self._unread):
            if response.HasField("frames"):
                dropped = response.frames.dropped + 1
                del self._unread[number]
                following = next((later for later in self._unread if later.HasField("frames")), None)
                if following:
                    following.frames.dropped += dropped
                return

    async def _next(self) -> StreamAudioResponse:
        while not self._unread:
            if self._failure:
                raise self._failure
            if self._over:
                raise StopAsyncIteration
            self._news.clear()
            await self._news.wait()
        return self._unread.popleft()

    async def _say(self, chunk: AudioChunk, lane: int) -> None:
        while lane in self._stopped and not self._over:
            self._may_send.clear()
            await self._may_send.wait()
        await self._write(StreamAudioRequest(lane=lane, chunk=chunk))

    async def _write(self, request: StreamAudioRequest) -> None:
        if self._failure:
            raise self._failure
        with raised_again(self._target):
            try:
                await self._call.write(request)
            except asyncio.InvalidStateError:
                if not self._call.done():
                    raise
                await self._call.wait_for_connection()
                raise self._ended() from None

    def _ended(self) -> OdindError:
        return UnavailableError("STREAM_ENDED", "the daemon ended the audio stream early")


@asynccontextmanager
async def attached(call: AudioCall, config: StreamAudioConfig, target: str) -> AsyncIterator[AudioStream]:
    """Attach the call as an audio stream; leaving the context ends it at once, spoken or not."""
    stream = AudioStream(call, target)
    # no task group: it would wrap the caller's own errors
    reader = asyncio.create_task(stream.read())  # noqa: TID251
    try:
        await stream.begin(config)
        yield stream
    finally:
        call.cancel()
        await asyncio.gather(reader, return_exceptions=True)
