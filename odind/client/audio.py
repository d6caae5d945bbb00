"""A running StreamAudio call: speaking, listening, or both, on one lane or many."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from contextlib import asynccontextmanager
from dataclasses import dataclass
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
_OPUS_FRAME_S: Final = 0.02
_UNREAD_LIMIT: Final = 500
"""Responses kept for a caller who does not iterate; beyond, the oldest frames give way, as in the daemon."""


def bytes_per_sample(audio_format: AudioFormat) -> int:
    """Bytes of one sample over all channels. A channel count of 0 is the default, 1."""
    size = 4 if audio_format.sample_format == F32LE else 2
    return size * (audio_format.channels or 1)


@dataclass
class _Flow:
    """What a lane may send: nothing while it is stopped, and little that the daemon has not yet looked at.

    What is under way when the daemon says stop must fit above its mark: that is `window`. All in seconds.
    """

    window: float
    seconds_per_byte: float
    stopped: bool = False
    sent: float = 0.0
    seen: float = 0.0
    asked: float = 0.0

    def takes(self, seconds: float) -> bool:
        """Whether a chunk of that length may be sent now. One that is longer than the window goes alone."""
        under_way = self.sent - self.seen
        return not self.stopped and (under_way + seconds <= self.window or not under_way)


class AudioStream:
    """One attached call. Any task may send while one reads; `lane` 0 is the config it began with.

    Iterating yields what the daemon says: AudioFrames, MarkReached, Flushed, QueueStatus, SendDrained and, on
    calls with several lanes, StreamAudioStarted and LaneEnded. Flow control is obeyed by `send`; it is not
    yielded. `responses()` yields the same with the lane each is about.
    """

    def __init__(self, call: AudioCall, target: str) -> None:
        self._call = call
        self._target = target
        self._unread: deque[StreamAudioResponse] = deque()
        self._news = asyncio.Event()
        self._flows: dict[int, _Flow] = {}
        self._questions: defaultdict[int, deque[float | None]] = defaultdict(deque)
        self._may_send = asyncio.Event()
        self._writing = asyncio.Lock()  # gRPC takes one message at a time
        self._over = False
        self._failure: BaseException | None = None
        self.started = StreamAudioStarted()

    async def send(self, pcm: bytes | bytearray | memoryview, *, lane: int = 0) -> None:
        """Say whole samples in the lane's `send` format, at most 1 MiB. Waits while the daemon has enough.

        Raises what ended the stream if it ended before.
        """
        flow = self._flows.get(lane)
        await self._say(AudioChunk(pcm=bytes(pcm)), lane, len(pcm) * flow.seconds_per_byte if flow else 0.0)

    async def send_opus(self, packets: Iterable[bytes], *, lane: int = 0) -> None:
        """Say Opus packets of 20 ms each; an empty one is silence. Waits while the daemon has enough."""
        chunk = AudioChunk(opus=packets)
        await self._say(chunk, lane, len(chunk.opus) * _OPUS_FRAME_S)

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
        await self._ask(lane, None)

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
        if self._controls_flow(response):
            self._may_send.set()
            return
        if len(self._unread) >= _UNREAD_LIMIT:
            self._drop_oldest_frames()
        self._unread.append(response)
        self._news.set()

    def _controls_flow(self, response: StreamAudioResponse) -> bool:
        """Take what is about flow control; say whether it is about nothing else."""
        flow, questions = self._flows.get(response.lane), self._questions[response.lane]
        if response.HasField("started") and response.started.HasField("send_buffer"):
            self._flows[response.lane] = _new_flow(response.started)
        elif response.HasField("flow"):
            if flow:
                flow.stopped = response.flow.stop
            return True
        elif response.HasField("queue_status") and questions:
            asked = questions.popleft()
            if flow and asked is not None:
                flow.seen = asked
                return True
        return False

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

    async def _say(self, chunk: AudioChunk, lane: int, seconds: float) -> None:
        flow = self._flows.get(lane)
        while flow and not flow.takes(seconds) and not self._over:
            self._may_send.clear()
            if flow.asked < flow.sent:
                flow.asked = flow.sent
                await self._ask(lane, flow.sent)
            await self._may_send.wait()
        if flow:
            flow.sent += seconds
        await self._write(StreamAudioRequest(lane=lane, chunk=chunk))

    async def _ask(self, lane: int, sent: float | None) -> None:
        """Ask for a QueueStatus, which answers the program, or tells that so much was seen."""
        self._questions[lane].append(sent)
        await self._write(StreamAudioRequest(lane=lane, get_queue_status=audio_pb2.GetQueueStatus()))

    async def _write(self, request: StreamAudioRequest) -> None:
        if self._failure:
            raise self._failure
        with raised_again(self._target):
            try:
                async with self._writing:
                    await self._call.write(request)
            except asyncio.InvalidStateError:
                if not self._call.done():
                    raise
                await self._call.wait_for_connection()
                raise self._ended() from None

    def _ended(self) -> OdindError:
        return UnavailableError("STREAM_ENDED", "the daemon ended the audio stream early")


def _new_flow(started: StreamAudioStarted) -> _Flow:
    buffer, sent = started.send_buffer, started.send
    window = buffer.capacity.ToTimedelta() - buffer.xoff.ToTimedelta()
    opus = sent.sample_format == OPUS
    seconds_per_byte = 0.0 if opus else 1 / (sent.sample_rate_hz * bytes_per_sample(sent))
    return _Flow(window.total_seconds(), seconds_per_byte)


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
