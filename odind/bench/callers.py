"""The programs that use the daemon: N connections, each a call of its own, all in one process.

So that the callers take as little of the machine as they can from the daemon, what they say is serialised
beforehand, and what they hear is kept as it comes and read after the measurement: their CPU is less than that
of a real client. Their sources' clocks are spread evenly over a frame, as those of independent programs are.
Run as a process: `python -m odind.bench.callers`.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import grpc
from google.protobuf.duration_pb2 import Duration

from odind.client import AudioFormat, connect
from odind.core.errors import UnavailableError
from odind.v1 import audio_pb2
from odind.v1.audio_pb2 import (
    AudioChunk,
    SendBuffer,
    StreamAudioConfig,
    StreamAudioRequest,
    StreamAudioResponse,
)

from .hearing import Reception, Window, measure_latencies
from .jobs import CallersJob, Heard, Losses, Pace
from .measured import since, summed
from .speaking import ARRIVAL_S, heard_by_all, voice
from .speech import FRAME_S, load_speech
from .steering import BEGIN, END, GO, READY, Steering, steered
from .variants import OPUS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from odind.client import Daemon
    from odind.client.messages import ConnectionStatistics

    from .speaking import Voice
    from .speech import Speech

_METHOD: Final = "/odind.v1.AudioService/StreamAudio"
_EOF: Final[Any] = grpc.aio.EOF  # type: ignore[attr-defined] # its stubs forget it
_FRAME_MS: Final = 20
_PATIENCE_S: Final = 60.0
_JOINS_AT_A_TIME: Final = 20
_FORMATS: Final = {
    "s16": audio_pb2.SAMPLE_FORMAT_S16LE,
    "f32": audio_pb2.SAMPLE_FORMAT_F32LE,
    OPUS: audio_pb2.SAMPLE_FORMAT_OPUS,
}
_OPTIONS: Final = (("grpc.enable_http_proxy", 0), ("grpc.max_receive_message_length", 2**24))


class Caller:
    """One connection that speaks and listens."""

    def __init__(self, call: Any, config: StreamAudioConfig) -> None:
        self.connection_id = config.connection_id
        self.came: list[tuple[float, bytes]] | None = None
        self.tardy_s = 0.0
        self._call = call
        self._config = config

    async def attach(self) -> None:
        """Begin the stream."""
        await self._call.write(StreamAudioRequest(config=self._config).SerializeToString())
        await self._call.read()

    async def speak(self, voice: Voice, chunks: Iterator[bytes], ahead_s: float) -> None:
        """Send each chunk when it is complete by the voice's clock, or so much before."""
        write, chunk_s = self._call.write, voice.frames_per_chunk * FRAME_S
        for number, chunk in enumerate(chunks, 1):
            due = voice.start + max(0.0, number * chunk_s - ahead_s)
            await asyncio.sleep(due - time.monotonic())
            await write(chunk)
            self.tardy_s = max(self.tardy_s, time.monotonic() - due)

    async def listen(self) -> None:
        """Keep what comes, and when."""
        read = self._call.read
        while (message := await read()) is not _EOF:
            if self.came is not None:
                self.came.append((time.monotonic(), message))


def requests(speech: Speech, sample_format: str, chunk_ms: int) -> list[bytes]:
    """Return the loop as serialised messages, and behind it one of silence."""
    step = chunk_ms // _FRAME_MS
    if sample_format == OPUS:
        packets = speech.packets()
        chunks = [AudioChunk(opus=packets[at : at + step]) for at in range(0, len(packets), step)]
        chunks.append(AudioChunk(opus=[b""] * step))
    else:
        samples = speech.chunks(sample_format, chunk_ms)
        chunks = [AudioChunk(pcm=chunk) for chunk in (*samples, bytes(len(samples[0])))]
    return [StreamAudioRequest(chunk=chunk).SerializeToString() for chunk in chunks]


def read_frames(came: list[tuple[float, bytes]], sample_format: str) -> tuple[Reception, int]:
    """Return what came as frames, and how many were lost on the way."""
    reception, sequences = Reception(), []
    for moment, message in came:
        for frame in StreamAudioResponse.FromString(message).frames.frames:
            reception.frames.append(frame.opus if sample_format == OPUS else frame.pcm)
            reception.times.append(moment)
            sequences.append(frame.sequence)
    lost = sequences[-1] - sequences[0] + 1 - len(sequences) if sequences else 0
    return reception, lost


async def answering(daemon: Daemon) -> None:
    """Wait until the daemon answers."""
    async with asyncio.timeout(_PATIENCE_S):
        while True:
            try:
                await daemon.info()
            except UnavailableError:
                await asyncio.sleep(0.05)
            else:
                return


async def counted(daemon: Daemon) -> list[ConnectionStatistics]:
    """Return the daemon's counters of all connections."""
    watch = daemon.watch_statistics()
    moment = await anext(aiter(watch))
    watch.close()
    return sorted(moment.connections, key=lambda one: one.connection_id)


def losses_of(one: ConnectionStatistics) -> Losses:
    """Return what the daemon counted on a connection."""
    return Losses(
        sent=one.voice_sent,
        heard=sum(peer.frames_voice for peer in one.peers),
        concealed=sum(peer.frames_concealed + peer.frames_recovered for peer in one.peers),
        skipped=sum(peer.frames_voice_accelerated for peer in one.peers),
        dropped=sum(peer.packets_dropped for peer in one.peers),
        underruns=sum(stream.underruns for stream in one.streams),
    )


@dataclass(frozen=True)
class Joined:
    """A connection, and where its audio is best talked of, "" for the daemon."""

    connection_id: str
    audio_target: str


async def join_all(daemon: Daemon, rooms: list[str], first: int) -> list[Joined]:
    """Enter the rooms, some at a time. Users are numbered from `first`."""
    limit = asyncio.Semaphore(_JOINS_AT_A_TIME)

    async def join(number: int, room: str) -> Joined:
        async with limit:
            view = (await daemon.join_room(room, user_id=f"caller-{number}")).view
            return Joined(view.connection_id, getattr(view, "audio_target", ""))  # not every version has it

    return await asyncio.gather(*(join(number, room) for number, room in enumerate(rooms, first)))


def _send_buffer(head_start_ms: int | None) -> SendBuffer | None:
    if head_start_ms is None:
        return None
    return SendBuffer(head_start=Duration(nanos=head_start_ms * 1_000_000))


@asynccontextmanager
async def attached(job: CallersJob, joined: list[Joined]) -> AsyncIterator[list[Caller]]:
    """Attach a stream to each connection, over one channel for each target."""
    layout = AudioFormat(sample_format=_FORMATS[job.sample_format])
    targets = [one.audio_target if job.direct and one.audio_target else job.target for one in joined]
    async with AsyncExitStack() as stack:
        methods: dict[str, Any] = {}
        for target in set(targets):
            channel = await stack.enter_async_context(grpc.aio.insecure_channel(target, options=_OPTIONS))
            methods[target] = channel.stream_stream(
                _METHOD, request_serializer=None, response_deserializer=None
            )
        callers = [
            Caller(
                methods[target](),
                StreamAudioConfig(
                    connection_id=one.connection_id,
                    send=layout,
                    receive=layout,
                    frames_per_message=job.frames_per_message,
                    send_buffer=_send_buffer(job.head_start_ms),
                ),
            )
            for target, one in zip(targets, joined, strict=True)
        ]
        for caller in callers:
            await caller.attach()
        yield callers


async def work(steering: Steering) -> None:
    """Do a job."""
    job = await steering.job(CallersJob)
    speech = load_speech()
    *loop, pause = requests(speech, job.sample_format, job.chunk_ms)
    async with connect(job.target) as daemon:
        await answering(daemon)
        joined = await join_all(daemon, job.rooms[:1], 0)
        steering.say(READY)
        await steering.expect(GO)
        joined += await join_all(daemon, job.rooms[1:], 1)
        steering.say(GO)
        await steering.expect(GO)
        async with attached(job, joined) as callers, asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(caller.listen()) for caller in callers]
            voices = voices_from(time.monotonic(), job, len(loop))
            for caller, one in zip(callers, voices, strict=True):
                speaking = caller.speak(one, one.chunks(loop, pause), job.ahead_ms / 1000)
                running.append(tasks.create_task(speaking))
            steering.say(GO)
            window, heard = await measure(steering, daemon, callers)
            for task in running:
                task.cancel()
        evaluate(job, speech, voices, callers, window=window, heard=heard)
        steering.say(heard)


def evaluate(
    job: CallersJob,
    speech: Speech,
    voices: list[Voice],
    callers: list[Caller],
    *,
    window: Window,
    heard: Heard,
) -> None:
    """Read what came, and find the clicks in it."""
    received = [read_frames(caller.came or [], job.sample_format) for caller in callers]
    receptions = [reception for reception, _ in received]
    heard.losses.unread = sum(lost for _, lost in received)
    if job.sample_format == OPUS:
        heard.losses.heard = sum(len(reception.frames) for reception in receptions)
        heard.losses.concealed = sum(reception.frames.count(b"") for reception in receptions)
    heard.latencies_ms, heard.clicks_due = measure_latencies(
        speech, heard_by_all(voices), receptions, job.sample_format, window
    )


def voices_from(start: float, job: CallersJob, chunks: int) -> list[Voice]:
    """Return what the callers say: they begin one after the other, their clocks spread over a frame."""
    count = len(job.rooms)
    frames = ARRIVAL_S // FRAME_S
    return [
        voice(
            number,
            chunks,
            job.chunk_ms // _FRAME_MS,
            start + FRAME_S * (number / count + number * frames // count),
        )
        for number in range(count)
    ]


async def measure(steering: Steering, daemon: Daemon, callers: list[Caller]) -> tuple[Window, Heard]:
    """Record and count from one word to the next."""
    await steering.expect(BEGIN)
    before, begin = await counted(daemon), time.monotonic()
    for caller in callers:
        caller.came = []
    steering.say(BEGIN)
    await steering.expect(END)
    end, kept = time.monotonic(), [caller.came for caller in callers]
    for caller in callers:
        caller.came = None
    after = await counted(daemon)
    for caller, came in zip(callers, kept, strict=True):
        caller.came = came
    losses = since(*(summed([losses_of(one) for one in counts]) for counts in (before, after)))
    losses.due = int((end - begin) / FRAME_S) * len(callers)
    heard = Heard(
        seconds=end - begin,
        losses=losses,
        pace=worst_pace(before, after),
        queued_ms=max(stream.queued.ToMilliseconds() for one in after for stream in one.streams),
        given_up=max(one.pace.given_up for one in after),
        tardy_ms=max(caller.tardy_s for caller in callers) * 1000,
    )
    return Window(begin, end), heard


def worst_pace(before: list[ConnectionStatistics], after: list[ConnectionStatistics]) -> Pace:
    """Return the ticks of the ticker that was late most often; connections of one worker share one."""
    paces = [since(_pace(first), _pace(last)) for first, last in zip(before, after, strict=True)]
    return max(paces, key=lambda pace: pace.late)


def _pace(one: ConnectionStatistics) -> Pace:
    return Pace(one.pace.ticks, one.pace.late)


if __name__ == "__main__":
    steered(work)
