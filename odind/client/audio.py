"""StreamAudio calls: a Speaker or a Listener has one call of its own, an AudioStream many lanes both ways.

Nothing reads in the background: whoever waits for credit, an answer or frames receives for everybody.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter, deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import grpc

from odind.core.base.errors import FailedPreconditionError, OdindError, UnavailableError
from odind.v1 import audio_pb2
from odind.v1.audio_pb2 import AudioChunk, LaneEnded, StreamAudioRequest, StreamAudioResponse

from .failures import raised_again

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

    AudioCall: TypeAlias = grpc.aio.StreamStreamCall[StreamAudioRequest, StreamAudioResponse]
    Dial: TypeAlias = Callable[[str], Awaitable[tuple[str, Callable[[], AudioCall]]]]

S16LE: Final = audio_pb2.SAMPLE_FORMAT_S16LE
F32LE: Final = audio_pb2.SAMPLE_FORMAT_F32LE
OPUS: Final = audio_pb2.SAMPLE_FORMAT_OPUS
MIX: Final = audio_pb2.RECEIVE_MODE_MIX
PER_PEER: Final = audio_pb2.RECEIVE_MODE_PER_PEER
MIX_AND_PER_PEER: Final = audio_pb2.RECEIVE_MODE_MIX_AND_PER_PEER
AudioItem: TypeAlias = (
    audio_pb2.StreamAudioStarted
    | audio_pb2.AudioFrames
    | audio_pb2.SendDrained
    | audio_pb2.MarkReached
    | audio_pb2.Flushed
    | audio_pb2.QueueStatus
    | LaneEnded
)
_MAX_CHUNK_BYTES: Final = 1_048_576
_MAX_CHUNK_PACKETS: Final = 500
_PACKET_SAMPLES: Final = 960
_UNREAD_FRAMES: Final = 500
"""Messages of frames kept while a sender receives and nobody iterates; the oldest are dropped."""


def bytes_per_sample(audio_format: audio_pb2.AudioFormat) -> int:
    """Bytes of one sample over all channels. A channel count of 0 is the default, 1."""
    size = 4 if audio_format.sample_format == F32LE else 2
    return size * (audio_format.channels or 1)


class _Link:
    """The call to one process of the daemon. `live` are its lanes that are not over."""

    def __init__(self, call: AudioCall, *, direct: bool) -> None:
        self.call = call
        self.direct = direct
        self.live: set[int] = set()
        self.over = False
        self.reading: asyncio.Task[None] | None = None
        self.responses = aiter(call)
        self.writing = asyncio.Lock()  # gRPC takes one message at a time


class AudioStream:
    """One call for each process of the daemon that has connections of its lanes, as a rule one.

    Any task may send while others iterate; `lane` 0 is the config it began with. Iterating yields what the
    daemon says: AudioFrames, MarkReached, Flushed, QueueStatus, SendDrained, LaneEnded and, of later lanes,
    StreamAudioStarted. Sending keeps to the daemon's credit. `responses()` yields the same with their lanes.
    """

    def __init__(self, dial: Dial, target: str) -> None:
        self.started = audio_pb2.StreamAudioStarted()
        self._dial = dial
        self._target = target
        self._links: dict[str, _Link] = {}
        self._lanes: list[_Link] = []
        self._attaching = asyncio.Lock()
        self._starts: dict[int, audio_pb2.StreamAudioStarted] = {}
        self._credit: dict[int, int] = {}
        self._sent: Counter[int] = Counter()
        self._drained: dict[int, audio_pb2.SendDrained] = {}
        self._notices: deque[StreamAudioResponse] = deque()
        self._frames: deque[StreamAudioResponse] = deque(maxlen=_UNREAD_FRAMES)
        self._failure: Exception | None = None
        self._ended: OdindError = UnavailableError("STREAM_ENDED", "the daemon ended the audio stream early")

    async def send(self, pcm: bytes | bytearray | memoryview, *, lane: int = 0) -> None:
        """Speak any number of whole samples in the lane's `send` format. Waits while there is no credit.

        Raises what ended the stream if it ended before.
        """
        size = bytes_per_sample((await self._start_of(lane)).send)
        left = memoryview(pcm).cast("B")
        while left:
            end = size * await self._credit_for(min(len(left), _MAX_CHUNK_BYTES) // size, lane)
            if len(left) - end < size:
                end = len(left)  # half a sample goes with the last whole one, for the daemon to refuse
            await self._write(lane, chunk=AudioChunk(pcm=bytes(left[:end])))
            left = left[end:]

    async def send_opus(self, packets: Iterable[bytes], *, lane: int = 0) -> None:
        """Speak Opus packets of 20 ms; an empty one is silence. Waits while there is no credit."""
        await self._start_of(lane)
        left = list(packets)
        while left:
            wanted = min(len(left), _MAX_CHUNK_PACKETS) * _PACKET_SAMPLES
            count = await self._credit_for(wanted, lane, _PACKET_SAMPLES) // _PACKET_SAMPLES
            await self._write(lane, chunk=AudioChunk(opus=left[:count]))
            left = left[count:]

    async def send_reverse(self, pcm: bytes, *, lane: int = 0) -> None:
        """Tell the lane's echo canceller what its user hears, in the lane's `send` format."""
        await self._write(lane, reverse=AudioChunk(pcm=pcm))

    async def mark(self, name: str, *, lane: int = 0) -> None:
        """Ask for MarkReached once everything sent so far is spoken."""
        await self._write(lane, mark=audio_pb2.Mark(name=name))

    async def flush(self, *, lane: int = 0) -> None:
        """Drop the audio that waits to be spoken; Flushed says how much."""
        await self._write(lane, flush=audio_pb2.Flush())

    async def pause(self, *, lane: int = 0) -> None:
        """Hold the audio that waits to be spoken."""
        await self._write(lane, pause=audio_pb2.Pause())

    async def resume(self, *, lane: int = 0) -> None:
        """Go on after a pause."""
        await self._write(lane, resume=audio_pb2.Resume())

    async def get_queue_status(self, *, lane: int = 0) -> None:
        """Ask for a QueueStatus."""
        await self._write(lane, get_queue_status=audio_pb2.GetQueueStatus())

    async def attach(self, config: audio_pb2.StreamAudioConfig) -> None:
        """Add a lane. Lanes are numbered from 0 in the order they are attached."""
        async with self._attaching:
            target, begin = await self._dial(config.connection_id)
            link = self._links.get(target)
            if link is None or link.over:
                link = self._links[target] = _Link(begin(), direct=target != self._target)
            lane = len(self._lanes)
            self._lanes.append(link)
            link.live.add(lane)
            await self._write(lane, config=config)

    async def finish_lane(self, lane: int) -> None:
        """Say that nothing more will be sent on one lane."""
        await self._write(lane, finish=audio_pb2.Finish())

    async def finish(self) -> None:
        """Say that nothing more will be sent at all. What waits in the daemon is still spoken."""
        with raised_again(self._target):
            for link in self._links.values():
                await link.call.done_writing()

    async def drain(self) -> audio_pb2.SendDrained:
        """Finish, and wait until every lane has spoken everything; return what the first one says of it."""
        await self.finish()
        speaking = [lane for lane, start in self._starts.items() if start.HasField("send")]
        while any(lane in self._lanes[lane].live and lane not in self._drained for lane in speaking):
            await self._receive()
        if not self._drained:
            raise self._failure or self._ended
        return self._drained[min(self._drained)]

    async def answer(self, kind: str, name: str = "") -> Any:
        """Wait for an answer of a kind, and of a mark of that name; take it out of what is iterated."""
        while True:
            for response in self._notices:
                if response.WhichOneof("kind") == kind and name in ("", response.mark_reached.name):
                    self._notices.remove(response)
                    return getattr(response, kind)
            await self._receive()

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

    async def begin(self, config: audio_pb2.StreamAudioConfig) -> None:
        """Send the first config and wait until its lane has started."""
        await self.attach(config)
        self.started = await self.answer("started")

    async def aclose(self) -> None:
        """End the calls at once, spoken or not."""
        for link in self._links.values():
            link.call.cancel()
        readers = [link.reading for link in self._links.values() if link.reading]
        await asyncio.gather(*readers, return_exceptions=True)

    async def _next(self) -> StreamAudioResponse:
        while not (self._notices or self._frames):
            try:
                await self._receive()
            except OdindError:
                if self._failure:
                    raise
                raise StopAsyncIteration from None
        return (self._notices or self._frames).popleft()

    async def _start_of(self, lane: int) -> audio_pb2.StreamAudioStarted:
        """Wait until a lane has started; one that never was asked for is the daemon's to refuse."""
        while lane < len(self._lanes) and lane in self._lanes[lane].live and lane not in self._starts:
            await self._receive()
        return self._starts.get(lane, self.started)

    async def _credit_for(self, samples: int, lane: int, unit: int = 1) -> int:
        """Wait for credit; spend it on at most so many samples, in whole units, and return how many."""
        while (credit := self._credit.get(lane, sys.maxsize) - self._sent[lane]) < min(samples, unit):
            await self._receive()
        spent = min(samples, credit) // unit * unit
        self._sent[lane] += spent
        return spent

    async def _write(self, lane: int, **kind: Any) -> None:
        """Write to a lane's link. What is still said to a lane that is over is ignored, unless all are."""
        known = lane < len(self._lanes)  # any other is the daemon's to refuse
        link = self._lanes[lane if known else 0]
        if not link.over and (lane in link.live or not known):
            await self._write_to(link, StreamAudioRequest(lane=lane, **kind))
        if self._over or not any(link.live for link in self._links.values()):
            raise self._failure or self._ended

    async def _write_to(self, link: _Link, request: StreamAudioRequest) -> None:
        try:
            async with link.writing:
                await link.call.write(request)
        except (asyncio.InvalidStateError, grpc.aio.AioRpcError):
            if not link.call.done():  # the program itself has finished
                raise
            while not link.over:
                await self._receive()

    @property
    def _over(self) -> bool:
        return all(link.over for link in self._links.values())

    async def _receive(self) -> None:
        """Wait until something is received, whoever began to; raises what ended the last call."""
        links = [link for link in self._links.values() if not link.over]
        if not links:
            raise self._failure or self._ended
        for link in links:
            if link.reading is None or link.reading.done():
                # a task of its own: gRPC ends the whole call when one that waits for a message is cancelled
                link.reading = asyncio.create_task(self._read(link))  # noqa: TID251
        await asyncio.wait(
            [link.reading for link in links if link.reading], return_when=asyncio.FIRST_COMPLETED
        )

    async def _read(self, link: _Link) -> None:
        try:
            with raised_again(self._target):
                response = await anext(link.responses, None)
        except Exception as failure:  # noqa: BLE001 - raised again where somebody waits
            self._on_over(link, _of_a_worker(failure) if link.direct else failure)
        else:
            if response is None:
                self._on_over(link, None)
            else:
                self._take(link, response)

    def _take(self, link: _Link, response: StreamAudioResponse) -> None:
        """Learn what a response says of its lane, and keep it for the caller unless it is credit."""
        kind, lane = response.WhichOneof("kind"), response.lane
        if kind == "frames":
            self._frames.append(response)
            return
        if kind == "flow":
            self._credit[lane] = response.flow.accepted_until
            return
        if kind == "started":
            self._starts[lane] = response.started
            if response.started.HasField("send"):
                self._credit[lane] = response.started.accepted_until
        elif kind == "drained":
            self._drained[lane] = response.drained
            self._credit.pop(lane, None)
            if not self._starts[lane].HasField("receive"):
                link.live.discard(lane)
        elif kind == "lane_ended":
            link.live.discard(lane)
            self._credit.pop(lane, None)
            self._ended = FailedPreconditionError(response.lane_ended.reason, response.lane_ended.detail)
        self._notices.append(response)

    def _on_over(self, link: _Link, failure: Exception | None) -> None:
        """A call has ended. Others go on without its lanes."""
        link.over = True
        if self._over:
            self._failure = failure
        elif isinstance(failure, OdindError):
            ended = LaneEnded(reason=failure.reason, detail=failure.message)
            for lane in sorted(link.live):
                self._take(link, StreamAudioResponse(lane=lane, lane_ended=ended))


@asynccontextmanager
async def attached(
    dial: Dial, config: audio_pb2.StreamAudioConfig, target: str
) -> AsyncIterator[AudioStream]:
    """Attach an audio stream; leaving the context ends it at once, spoken or not.

    `dial` says which target has a connection's audio, and begins a call there.
    """
    stream = AudioStream(dial, target)
    try:
        await stream.begin(config)
        yield stream
    finally:
        await stream.aclose()


def _of_a_worker(error: Exception) -> Exception:
    """A link to a worker process that breaks means that the worker is gone, not the daemon."""
    if isinstance(error, UnavailableError) and error.reason == "DAEMON_UNREACHABLE":
        return UnavailableError(
            "WORKER_LOST",
            "the worker process that has the connection was lost, and the connection is being restored; "
            "attach it again",
        )
    return error
