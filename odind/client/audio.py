"""A running StreamAudio call: speaking, listening, or both, on one lane or many."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final, TypeAlias

from odind.core.base.errors import OdindError, UnavailableError
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
from .parts import Part, ends_lanes, of_a_worker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

    import grpc

    AudioCall: TypeAlias = grpc.aio.StreamStreamCall[StreamAudioRequest, StreamAudioResponse]
    Dial: TypeAlias = Callable[[str], Awaitable[tuple[str, Callable[[], AudioCall]]]]

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
_MAX_CHUNK_BYTES: Final = 1_048_576
_MAX_CHUNK_PACKETS: Final = 500
_PACKET_SAMPLES: Final = 960
_UNREAD_LIMIT: Final = 500
"""Responses kept for a caller who does not iterate; beyond, the oldest frames give way, as in the daemon."""


def bytes_per_sample(audio_format: AudioFormat) -> int:
    """Bytes of one sample over all channels. A channel count of 0 is the default, 1."""
    size = 4 if audio_format.sample_format == F32LE else 2
    return size * (audio_format.channels or 1)


class _Flow:
    """How much more fits into the daemon's buffer of a lane, as far as we know.

    Flow control alone comes too late for a fast caller: much can be on its way when it is told to stop. So
    nothing is sent that might not fit; where that is too little, the daemon is asked what waits now.
    """

    def __init__(self, started: StreamAudioStarted) -> None:
        sends_opus = started.send.sample_format == OPUS
        self.unit = _PACKET_SAMPLES if sends_opus else 1
        self.sample_bytes = bytes_per_sample(started.send)
        self.drained: SendDrained | None = None
        self.speaks = started.HasField("send")
        self.stopped = False
        self.asking = False
        self._limited = started.HasField("send_buffer")
        self._capacity = started.send_buffer.capacity.ToMilliseconds() * started.send.sample_rate_hz // 1000
        self._room = self._capacity
        self._sent_since = 0

    @property
    def step(self) -> int:
        """Samples below which it is worth asking whether more would fit."""
        return max(self.unit, self._capacity // 10)

    def fits(self, samples: int) -> int:
        """How many of these samples may be sent, in whole units."""
        most = min(samples, self._room) if self._limited else samples
        return most // self.unit * self.unit

    def sent(self, samples: int) -> None:
        """Note that so many samples were sent."""
        self._room -= samples
        self._sent_since += samples

    def ask(self) -> None:
        """Note that the daemon is asked what waits."""
        self.asking = True
        self._sent_since = 0

    def learn(self, status: QueueStatus) -> None:
        """Take its answer."""
        self.asking = False
        self._room = self._capacity - status.queued_samples - self._sent_since

    def end(self) -> None:
        """The lane says no more: the daemon may refuse or ignore what comes."""
        self.speaks = self.stopped = self.asking = self._limited = False


class AudioStream:
    """One attached call; in fact one for each process of the daemon that has connections of its lanes.

    Any task may send while one reads; `lane` 0 is the config it began with. Iterating yields what the daemon
    says: AudioFrames, MarkReached, Flushed, QueueStatus, SendDrained and, on calls with several lanes,
    StreamAudioStarted and LaneEnded. Flow control is obeyed by `send`; it is not yielded. `responses()`
    yields the same with the lane each is about.
    """

    def __init__(self, dial: Dial, target: str) -> None:
        self._dial = dial
        self._target = target
        self._parts: dict[str, Part] = {}
        self._lanes: list[tuple[Part, int]] = []
        self._readers: list[asyncio.Task[None]] = []
        self._attaching = asyncio.Lock()
        self._unread: deque[StreamAudioResponse] = deque()
        self._news = asyncio.Event()
        self._configs = 0
        self._flows: dict[int, _Flow] = {}
        self._flow_news = asyncio.Event()
        self._asked: defaultdict[int, deque[bool]] = defaultdict(deque)
        self._writing = asyncio.Lock()  # gRPC takes one message at a time
        self._over = False
        self._failure: BaseException | None = None
        self.started = StreamAudioStarted()

    async def send(self, pcm: bytes | bytearray | memoryview, *, lane: int = 0) -> None:
        """Say any number of whole samples in the lane's `send` format. Waits while the daemon has enough.

        Raises what ended the stream if it ended before.
        """
        flow = await self._flow(lane)
        left = memoryview(pcm).cast("B")
        most = _MAX_CHUNK_BYTES // flow.sample_bytes
        while True:
            samples = await self._room(lane, flow, min(most, len(left) // flow.sample_bytes))
            end = samples * flow.sample_bytes
            if len(left) - end < flow.sample_bytes:
                end = len(left)  # half a sample goes with the last whole one, for the daemon to refuse
            flow.sent(samples)
            await self._write(StreamAudioRequest(lane=lane, chunk=AudioChunk(pcm=bytes(left[:end]))))
            left = left[end:]
            if not left:
                return

    async def send_opus(self, packets: Iterable[bytes], *, lane: int = 0) -> None:
        """Say Opus packets of 20 ms each; an empty one is silence. Waits while the daemon has enough."""
        flow = await self._flow(lane)
        left = list(packets)
        while left:
            samples = await self._room(lane, flow, min(len(left), _MAX_CHUNK_PACKETS) * _PACKET_SAMPLES)
            count = samples // _PACKET_SAMPLES
            flow.sent(samples)
            await self._write(StreamAudioRequest(lane=lane, chunk=AudioChunk(opus=left[:count])))
            left = left[count:]

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
        await self._ask_status(lane, for_us=False)

    async def attach(self, config: StreamAudioConfig) -> None:
        """Add a lane. Lanes are numbered from 0 in the order they are attached."""
        async with self._attaching:
            part = await self._part(config.connection_id)
            part.lanes.append(self._configs)
            part.live.add(self._configs)
            self._configs += 1
            self._lanes.append((part, len(part.lanes) - 1))
            await self._write_to(part, StreamAudioRequest(config=config))

    async def finish_lane(self, lane: int) -> None:
        """Say that nothing more will be sent on one lane."""
        await self._write(StreamAudioRequest(lane=lane, finish=audio_pb2.Finish()))

    async def finish(self) -> None:
        """Say that nothing more will be sent at all. What waits in the daemon is still spoken."""
        with raised_again(self._target):
            for part in self._parts.values():
                await part.call.done_writing()

    async def drain(self) -> SendDrained:
        """Finish, and wait until every lane has spoken everything; return what the first one says of it.

        What else arrives meanwhile is dropped.
        """
        await self.finish()
        while any(flow.speaks for flow in self._flows.values()):
            try:
                await self._next()
            except StopAsyncIteration:
                break
        drained = [flow.drained for _, flow in sorted(self._flows.items()) if flow.drained]
        if not drained:
            raise self._ended()
        return drained[0]

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

    async def aclose(self) -> None:
        """End the call at once, spoken or not."""
        for part in self._parts.values():
            part.call.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)

    async def _part(self, connection_id: str) -> Part:
        """Return the call that is to have the connection's lane, begun if there is none."""
        target, begin = await self._dial(connection_id)
        part = self._parts.get(target)
        if part is None or (part.over and not self._over):
            part = self._parts[target] = Part(begin(), target)
            # no task group: it would wrap the caller's own errors
            self._readers.append(asyncio.create_task(self._read(part)))  # noqa: TID251
        return part

    async def _read(self, part: Part) -> None:
        """Take what the daemon says until it ends the call."""
        failure: Exception | None = None
        try:
            with raised_again(self._target):
                async for response in part.call:
                    self._take(part.renumbered(response))
        except Exception as error:  # noqa: BLE001 - raised again where the caller waits
            failure = error if part.target == self._target else of_a_worker(error)
        part.over = True
        self._part_over(part, failure)

    def _part_over(self, part: Part, failure: Exception | None) -> None:
        """All is over with the last part, and by a mistake of ours; else the lanes of the part are."""
        if all(other.over for other in self._parts.values()) or not ends_lanes(failure):
            self._failure = self._failure or failure
            self._over = True
            self._news.set()
            self._flow_news.set()
        elif isinstance(failure, OdindError):
            ended = LaneEnded(reason=failure.reason, detail=failure.message)
            for lane in sorted(part.live):
                self._take(StreamAudioResponse(lane=lane, lane_ended=ended))

    def _take(self, response: StreamAudioResponse) -> None:
        if self._is_ours(response):
            return
        self._unread.append(response)
        if len(self._unread) > _UNREAD_LIMIT:
            self._drop_oldest_frames()
        self._news.set()

    def _is_ours(self, response: StreamAudioResponse) -> bool:
        """Learn what it says of the flow; return whether it is of no interest to the caller."""
        kind, flow = response.WhichOneof("kind"), self._flows.get(response.lane)
        if kind == "frames":
            return False
        self._flow_news.set()
        if kind == "started":
            self._flows[response.lane] = _Flow(response.started)
        elif kind == "queue_status":
            asked = self._asked[response.lane]
            ours = bool(asked) and asked.popleft()
            if flow and ours:
                flow.learn(response.queue_status)
            return ours
        elif flow and kind == "flow":
            flow.stopped = response.flow.stop
        elif flow and kind in ("drained", "lane_ended"):
            flow.drained = response.drained if kind == "drained" else None
            flow.end()
        return kind == "flow"

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

    async def _flow(self, lane: int) -> _Flow:
        """Wait until the lane has started; one that never was asked for is the daemon's to refuse."""
        while lane not in self._flows and lane < self._configs and not self._over:
            await self._next_flow_news()
        return self._flows.get(lane) or _Flow(StreamAudioStarted())

    async def _room(self, lane: int, flow: _Flow, samples: int) -> int:
        """Wait until some of these samples can be sent; return how many."""
        asked = False
        while not self._over:
            fits = flow.fits(samples)
            if flow.stopped or flow.asking:
                await self._next_flow_news()
            elif fits >= min(samples, flow.step) or (asked and fits > 0):
                return fits
            else:
                asked = True
                flow.ask()
                await self._ask_status(lane, for_us=True)
        return samples

    async def _next_flow_news(self) -> None:
        self._flow_news.clear()
        await self._flow_news.wait()

    async def _ask_status(self, lane: int, *, for_us: bool) -> None:
        self._asked[lane].append(for_us)
        await self._write(StreamAudioRequest(lane=lane, get_queue_status=audio_pb2.GetQueueStatus()))

    async def _write(self, request: StreamAudioRequest) -> None:
        if request.lane < len(self._lanes):
            part, request.lane = self._lanes[request.lane]
        else:  # the daemon's to refuse
            part = self._lanes[0][0]
        await self._write_to(part, request)

    async def _write_to(self, part: Part, request: StreamAudioRequest) -> None:
        if self._failure:
            raise self._failure
        if part.over and not self._over:
            return  # what is still said to a lane that has ended is ignored
        with raised_again(self._target):
            try:
                async with self._writing:
                    await part.call.write(request)
            except asyncio.InvalidStateError:
                if not part.call.done():
                    raise
                await part.call.wait_for_connection()
                raise self._ended() from None

    def _ended(self) -> OdindError:
        return UnavailableError("STREAM_ENDED", "the daemon ended the audio stream early")


@asynccontextmanager
async def attached(dial: Dial, config: StreamAudioConfig, target: str) -> AsyncIterator[AudioStream]:
    """Attach an audio stream; leaving the context ends it at once, spoken or not.

    `dial` says which target has a connection's audio, and begins a call there.
    """
    stream = AudioStream(dial, target)
    try:
        await stream.begin(config)
        yield stream
    finally:
        await stream.aclose()
