"""The programs that use the daemon: N connections, each a call of its own, all in one process.

So that the callers take as little of the machine as they can from the daemon, what they say is serialised
beforehand, and what they hear is kept as it comes and read after the measurement: their CPU is less than that
of a real client. Their sources' clocks are spread evenly over a frame, as those of independent programs are. Run as a process:
`python -m odind.bench.callers`.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

import grpc

from odind.client import AudioFormat, connect
from odind.core.errors import UnavailableError
from odind.v1 import audio_pb2
from odind.v1.audio_pb2 import AudioChunk, StreamAudioConfig, StreamAudioRequest, StreamAudioResponse

from .hearing import Reception, Window, measure_latencies
from .jobs import CallersJob, Heard, Losses, Pace
from .speaking import heard_by_all, voice
from .speech import FRAME_S, load_speech
from .steering import BEGIN, END, READY, Steering, steered
from .variants import OPUS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from odind.client import Daemon, messages

    from .speech import Speech

_METHOD: Final = "/odind.v1.AudioService/StreamAudio"
_FRAME_MS: Final = 20
_PATIENCE_S: Final = 60.0
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
        self._call = call
        self._config = config

    async def attach(self) -> None:
        """Begin the stream."""
        await self._call.write(StreamAudioRequest(config=self._config).SerializeToString())
        await self._call.read()

    async def speak(self, chunks: Iterator[bytes], start: float, chunk_s: float, ahead_s: float) -> None:
        """Send each chunk when it is complete by the source's clock, or so much before."""
        write = self._call.write
        for number, chunk in enumerate(chunks, 1):
            await asyncio.sleep(start + max(0.0, number * chunk_s - ahead_s) - time.monotonic())
            await write(chunk)

    async def listen(self) -> None:
        """Keep what comes, and when."""
        read = self._call.read
        while (message := await read()) is not grpc.aio.EOF:
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


async def counted(daemon: Daemon) -> list[messages.ConnectionStatistics]:
    """Return the daemon's counters of all connections."""
    watch = daemon.watch_statistics()
    moment = await anext(aiter(watch))
    watch.close()
    return list(moment.connections)


def losses_between(
    before: list[messages.ConnectionStatistics], after: list[messages.ConnectionStatistics]
) -> Losses:
    """Return what the daemon counted from one moment to another."""
    return _difference(_sum(before), _sum(after))


def _sum(connections: list[messages.ConnectionStatistics]) -> Losses:
    losses = Losses()
    for one in connections:
        losses.sent += one.voice_sent
        losses.underruns += sum(stream.underruns for stream in one.streams)
        for peer in one.peers:
            losses.concealed += peer.frames_concealed + peer.frames_recovered
            losses.skipped += peer.frames_voice_accelerated
            losses.dropped += peer.packets_dropped
    return losses


def _difference(before: Losses, after: Losses) -> Losses:
    return Losses(
        sent=after.sent - before.sent,
        underruns=after.underruns - before.underruns,
        concealed=max(0, after.concealed - before.concealed),
        skipped=max(0, after.skipped - before.skipped),
        dropped=max(0, after.dropped - before.dropped),
    )


@asynccontextmanager
async def attached(daemon: Daemon, job: CallersJob) -> AsyncIterator[list[Caller]]:
    """Enter the rooms, and attach a stream to each connection."""
    async with grpc.aio.insecure_channel(job.target, options=_OPTIONS) as channel:
        open_call = channel.stream_stream(_METHOD)
        layout = AudioFormat(sample_format=_FORMATS[job.sample_format])
        callers = []
        for number, room in enumerate(job.rooms):
            connection = await daemon.join_room(room, user_id=f"caller-{number}")
            config = StreamAudioConfig(
                connection_id=connection.connection_id,
                send=layout,
                receive=layout,
                frames_per_message=job.frames_per_message,
            )
            callers.append(Caller(open_call(), config))
        for caller in callers:
            await caller.attach()
        yield callers


async def work(steering: Steering) -> None:
    """Do a job."""
    job = await steering.job(CallersJob)
    speech = load_speech()
    *loop, pause = requests(speech, job.sample_format, job.chunk_ms)
    step = job.chunk_ms // _FRAME_MS
    async with AsyncExitStack() as stack:
        daemon = await stack.enter_async_context(connect(job.target))
        await answering(daemon)
        callers = await stack.enter_async_context(attached(daemon, job))
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        base = time.monotonic()
        voices = [
            voice(number, len(loop), step, base + FRAME_S * number / len(callers))
            for number in range(len(callers))
        ]
        running = [tasks.create_task(caller.listen()) for caller in callers]
        for caller, one in zip(callers, voices, strict=True):
            said = one.chunks(loop, pause)
            running.append(
                tasks.create_task(caller.speak(said, one.start, job.chunk_ms / 1000, job.ahead_ms / 1000))
            )
        steering.say(READY)
        window, result = await measure(steering, daemon, callers)
        for task in running:
            task.cancel()
        received = [read_frames(caller.came or [], job.sample_format) for caller in callers]
        result.losses.unread = sum(lost for _, lost in received)
        result.latencies_ms, result.clicks_due = measure_latencies(
            speech, heard_by_all(voices), [reception for reception, _ in received], job.sample_format, window
        )
        steering.say(result)


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
    losses = losses_between(before, after)
    losses.due = int((end - begin) / FRAME_S) * len(callers)
    pace = Pace(after[0].pace.ticks - before[0].pace.ticks, after[0].pace.late - before[0].pace.late)
    return Window(begin, end), Heard(end - begin, losses=losses, pace=pace)


if __name__ == "__main__":
    steered(work)
