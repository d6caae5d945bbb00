"""Audio: an AudioStream is what is said and heard on one connection, AudioLanes are the call that carries it.

Credit bounds the sound that waits to be sent, so that only `write` and what returns an answer wait.
"""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict, deque
from itertools import chain, groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final, TypeVar, cast

from odind.core.errors import ResourceExhaustedError, UnavailableError
from odind.v1 import audio_pb2 as pb
from odind.v1.audio_pb2 import AudioChunk, AudioFrames, StreamAudioRequest

from .failures import ended_by
from .formats import bytes_per_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from google.protobuf.message import Message

    from odind.v1.daemon_pb2 import DaemonDraining

    from .wires import Wire

    Answer = TypeVar("Answer", bound=Message)
    Say = Callable[[StreamAudioRequest], None]

_MAX_CHUNK_BYTES: Final = 524_288
_MAX_CHUNK_PACKETS: Final = 400
"""Of the largest size they are a little less than the largest chunk."""
_PACKET_SAMPLES: Final = 960
_OF_THE_CALL: Final = ("daemon_draining", "daemon_ready")
_UNSENT_MESSAGES: Final = 2_000
"""Messages of a lane that wait while the daemon reads nothing. 20 s of sound in credit are 1,000 messages."""
_UNREAD_FRAMES: Final = 500
"""Messages of frames that wait to be iterated; beyond, the oldest are dropped, and counted in `dropped`."""


class AudioStream:
    """What is said and heard on one connection. `started` has the formats, defaults filled in.

    `draining` is set while the daemon drains, and says when the daemon stops, and this stream with it.

    Iterating yields what is heard, one AudioFrames a tick, until the connection is left. Other tasks may
    write meanwhile, and any wait may be cancelled. Everything raises the error that ended the stream.
    """

    def __init__(self, lane: int, config: pb.StreamAudioConfig, say: Say) -> None:
        self.started = pb.StreamAudioStarted()
        self.draining: DaemonDraining | None = None
        self._lane, self._config, self._say_on_call = lane, config, say
        self._accepted_until = self._sent = 0  # samples, as the daemon counts them
        self._asked: defaultdict[tuple[type, str], deque[asyncio.Future[Message]]] = defaultdict(deque)
        self._frames: deque[AudioFrames] = deque()
        self._news = asyncio.Event()
        self._gives_way: pb.StreamBargeInStarted | None = None
        self._decided = pb.StreamBargeInEnded()
        self._end: Exception | None = None
        self._ends_quietly = False

    async def begin(self) -> None:
        """Attach the connection, and wait until its audio has started."""
        self.started = await self._ask(pb.StreamAudioStarted, StreamAudioRequest(config=self._config))

    async def write(self, pcm: bytes | bytearray | memoryview) -> None:
        """Speak any number of whole samples, after those written before. Waits while there is no credit."""
        size = bytes_per_sample(self._config.send)
        left = memoryview(pcm).cast("B")
        while left:
            count = await self._spend(min(len(left), _MAX_CHUNK_BYTES) // size)
            end = count * size or len(left)  # half a sample is the daemon's to refuse
            self._say(StreamAudioRequest(chunk=AudioChunk(pcm=bytes(left[:end]))))
            left = left[end:]

    async def write_opus(self, packets: Iterable[bytes]) -> None:
        """Speak Opus packets of 20 ms; an empty one is silence. Waits while there is no credit."""
        left = list(packets)
        while left:
            count = await self._spend(min(len(left), _MAX_CHUNK_PACKETS), _PACKET_SAMPLES)
            self._say(StreamAudioRequest(chunk=AudioChunk(opus=left[:count])))
            left = left[count:]

    async def write_reverse(self, pcm: bytes) -> None:
        """Tell the echo canceller what the connection's user hears, in the format that is written."""
        for start in range(0, len(pcm), _MAX_CHUNK_BYTES):
            piece = pcm[start : start + _MAX_CHUNK_BYTES]
            self._say(StreamAudioRequest(reverse=AudioChunk(pcm=piece)))

    async def mark(self, name: str) -> Mark:
        """Set a mark behind what was written so far; awaiting it waits until that was spoken or dropped."""
        return Mark(self._ask(pb.MarkReached, StreamAudioRequest(mark=pb.Mark(name=name)), name))

    async def flush(self) -> pb.Flushed:
        """Drop the audio that waits to be spoken, and return how much that was."""
        return await self._ask(pb.Flushed, StreamAudioRequest(flush=pb.Flush()))

    async def pause(self) -> None:
        """Hold the audio that waits to be spoken."""
        self._say(StreamAudioRequest(pause=pb.Pause()))

    async def resume(self) -> None:
        """Go on after a pause."""
        self._say(StreamAudioRequest(resume=pb.Resume()))

    async def set_gain(self, gain_db: float) -> None:
        """Be so much louder than what is written, -60 to 24 dB."""
        self._say(StreamAudioRequest(set_gain=pb.SetGain(gain_db=gain_db)))

    async def barge_in(self) -> pb.StreamBargeInStarted:
        """Wait until the stream gives way to speech, and say to whose; the same until it is decided."""
        while self._gives_way is None:
            await self._receive()
        return self._gives_way

    async def answer_barge_in(self, *, confirm: bool) -> pb.StreamBargeInEnded:
        """Say whether that interrupts, which drops what waits; return what was decided, maybe before."""
        request = StreamAudioRequest(answer_barge_in=pb.AnswerBargeIn(confirm=confirm))
        if self._gives_way is None:
            return self._decided
        return await self._ask(pb.StreamBargeInEnded, request)

    async def barge_in_ended(self) -> pb.StreamBargeInEnded:
        """Wait until it is decided, by whomever, whether speech interrupts the stream, and return how."""
        before = self._decided
        while self._decided is before:
            await self._receive()
        return self._decided

    async def status(self) -> pb.QueueStatus:
        """Return what waits to be spoken."""
        return await self._ask(pb.QueueStatus, StreamAudioRequest(get_queue_status=pb.GetQueueStatus()))

    async def drain(self) -> pb.SendDrained:
        """Wait until everything was spoken, which a pause holds up. Nothing can be written afterwards."""
        return await self._ask(pb.SendDrained, StreamAudioRequest(finish=pb.Finish()))

    def __aiter__(self) -> AudioStream:
        return self

    async def __anext__(self) -> AudioFrames:
        while not self._frames:
            if self._ends_quietly:
                raise StopAsyncIteration
            await self._receive()
        return self._frames.popleft()

    async def _spend(self, wanted: int, samples: int = 1) -> int:
        """Wait for credit, spend it on up to `wanted` units of so many `samples`, and return on how many."""
        while (units := (self._accepted_until - self._sent) // samples) < min(wanted, 1):
            await self._receive()
        units = min(units, wanted)
        self._sent += units * samples
        return units

    async def _receive(self) -> None:
        """Wait until the daemon says something."""
        if self._end:
            raise self._end
        self._news.clear()
        await self._news.wait()

    def _say(self, request: StreamAudioRequest) -> None:
        if self._end:
            raise self._end
        request.lane = self._lane
        self._say_on_call(request)

    def _ask(self, kind: type[Answer], request: StreamAudioRequest, name: str = "") -> asyncio.Future[Answer]:
        """Return the answer to come; answers of a kind and name come in the order of their requests."""
        self._say(request)
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._asked[kind, name].append(answer)
        return cast("asyncio.Future[Answer]", answer)

    def on_message(self, message: Message) -> None:
        """Take what the daemon says about the lane."""
        match message:
            case AudioFrames():
                self._frames.append(message)
                if len(self._frames) > _UNREAD_FRAMES:
                    dropped = self._frames.popleft().dropped + 1
                    self._frames[0].dropped += dropped
            case pb.StreamAudioStarted() | pb.FlowControl():
                self._accepted_until = message.accepted_until or sys.maxsize  # 0: the lane only listens
            case pb.SendDrained():
                self._accepted_until = sys.maxsize  # what is written now is the daemon's to refuse
            case pb.StreamBargeInStarted():
                self._gives_way = message
            case pb.StreamBargeInEnded():
                self._gives_way, self._decided = None, message
            case pb.LaneEnded():
                self.on_end(ended_by(message), quietly=message.reason == "CONNECTION_LEFT")
        if asked := self._asked[type(message), getattr(message, "name", "")]:
            answer = asked.popleft()
            if not answer.done():
                answer.set_result(message)
        self._news.set()

    def on_end(self, error: Exception, *, quietly: bool) -> None:
        """Raise the error wherever somebody waits, but for iterations that end quietly."""
        if self._end is None:
            self._end, self._ends_quietly = error, quietly
            for answer in chain.from_iterable(self._asked.values()):
                if not answer.done():
                    answer.set_exception(error)
                    answer.exception()  # nobody must await a mark
            self._news.set()


class Mark:
    """A point in what is said. It can be awaited again, also when waiting for it was cancelled."""

    def __init__(self, reached: asyncio.Future[pb.MarkReached]) -> None:
        self._reached = reached

    def __await__(self) -> Generator[object, None, pb.MarkReached]:
        return asyncio.shield(self._reached).__await__()


class AudioLanes:
    """One call for the audio of many connections, each of which is a lane. The call ends with its last lane.

    An error ends its lane alone where others are live; it has the class that it would have as the call's.
    """

    def __init__(self, wire: Wire) -> None:
        self._streams: list[AudioStream] = []
        self._end: Exception | None = None
        self._draining: DaemonDraining | None = None
        self._wire = wire
        wire.begin(self)

    async def attach(self, config: pb.StreamAudioConfig) -> AudioStream:
        """Attach a connection, and wait until its audio has started. Raises the error that refuses it."""
        if self._end:
            raise self._end
        stream = AudioStream(len(self._streams), config, self._send)
        stream.draining = self._draining
        self._streams.append(stream)
        await stream.begin()
        return stream

    async def aclose(self) -> None:
        """End the call at once, spoken or not."""
        await self._wire.aclose()
        self.on_end(None)

    def _send(self, request: StreamAudioRequest) -> None:
        limit = _UNSENT_MESSAGES * len(self._streams)
        if self._wire.unsent >= limit:
            raise ResourceExhaustedError(
                "DAEMON_LAGS", "the daemon has not read {limit} messages; send less, or later", limit=limit
            )
        self._wire.say(request)

    def on_response(self, response: pb.StreamAudioResponse) -> None:
        """Take what the daemon says."""
        kind = response.WhichOneof("kind")
        if kind == "frames":
            for lane, frames in groupby(response.frames.frames, attrgetter("lane")):
                self._streams[lane].on_message(AudioFrames(frames=frames, dropped=response.frames.dropped))
        elif kind in _OF_THE_CALL:
            self._draining = response.daemon_draining if kind == "daemon_draining" else None
            for stream in self._streams:
                stream.draining = self._draining
        elif kind:
            self._streams[response.lane].on_message(getattr(response, kind))

    def on_end(self, error: Exception | None) -> None:
        """Take the end of the call; without an error, iterating ends, and everything else raises one."""
        if self._end is None:
            self._end = error or UnavailableError("STREAM_ENDED", "the audio stream has ended")
            for stream in self._streams:
                stream.on_end(self._end, quietly=error is None)
