"""The callers of the daemon: N connections, each with its own call, all in one process.

Callers should take little CPU from the daemon. So their messages are serialised before the measurement, and
received messages are parsed after it: a real client needs more CPU. The clocks of the sources are spread
evenly over a frame, like those of independent programs. Lanes of one call belong to one program, such as a
game server: they speak in one message, by one clock. Run as a process: `python -m odind.bench.callers`.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from google.protobuf.duration_pb2 import Duration

from odind.client import AudioFormat, connect
from odind.core.errors import UnavailableError
from odind.v1 import audio_pb2
from odind.v1.audio_pb2 import (
    AudioChunk,
    LaneChunk,
    LaneChunks,
    SendBuffer,
    StreamAudioConfig,
    StreamAudioRequest,
    StreamAudioResponse,
)

from .hearing import Reception, Window, measure_latencies
from .jobs import CallersJob, Heard, Losses, Pace
from .measured import since, summed
from .playing import play_all
from .speaking import ARRIVAL_S, heard_by_all, voice
from .speech import FRAME_S, load_speech
from .steering import BEGIN, END, GO, READY, Steering, steered
from .variants import DOOR, OPUS
from .ways import over_grpc, over_sockets

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from odind.client import Daemon
    from odind.client.messages import Connection, ConnectionStatistics

    from .speaking import Voice
    from .speech import Speech
    from .ways import AudioCall

_FRAME_MS: Final = 20
_PATIENCE_S: Final = 60.0
_JOINS_AT_A_TIME: Final = 20
_FORMATS: Final = {
    "s16": audio_pb2.SAMPLE_FORMAT_S16LE,
    "f32": audio_pb2.SAMPLE_FORMAT_F32LE,
    OPUS: audio_pb2.SAMPLE_FORMAT_OPUS,
}


class Caller:
    """A call that speaks and listens for one connection or, in lanes, for several."""

    def __init__(self, call: AudioCall, configs: list[StreamAudioConfig]) -> None:
        self.came: list[tuple[float, bytes]] | None = None
        self.tardy_s = 0.0
        self.lanes = len(configs)
        self._call = call
        self._configs = configs

    async def attach(self) -> None:
        """Attach each connection, and wait until it is attached."""
        for config in self._configs:
            await self._call.write(StreamAudioRequest(config=config).SerializeToString())
            await self._call.read()

    async def speak(self, voice: Voice, messages: Iterator[bytes], ahead_s: float) -> None:
        """Send each message `ahead_s` before its sound is complete by the voice's clock."""
        write, chunk_s = self._call.write, voice.frames_per_chunk * FRAME_S
        for number, message in enumerate(messages, 1):
            due = voice.start + max(0.0, number * chunk_s - ahead_s)
            await asyncio.sleep(due - time.monotonic())
            await write(message)
            self.tardy_s = max(self.tardy_s, time.monotonic() - due)

    async def listen(self) -> None:
        """Store what arrives between `came = []` and `came = None`, with its time, until the call ends."""
        read = self._call.read
        while isinstance(message := await read(), bytes):
            if self.came is not None:
                self.came.append((time.monotonic(), message))


def chunks_of(speech: Speech, sample_format: str, chunk_ms: int) -> list[AudioChunk]:
    """Return the loop in chunks, followed by a chunk of silence."""
    step = chunk_ms // _FRAME_MS
    if sample_format == OPUS:
        packets = speech.packets()
        chunks = [AudioChunk(opus=packets[at : at + step]) for at in range(0, len(packets), step)]
        chunks.append(AudioChunk(opus=[b""] * step))
    else:
        samples = speech.chunks(sample_format, chunk_ms)
        chunks = [AudioChunk(pcm=chunk) for chunk in (*samples, bytes(len(samples[0])))]
    return chunks


def alone(loop: list[AudioChunk], pause: AudioChunk, voice: Voice) -> Iterator[bytes]:
    """Yield the messages of one voice, serialised beforehand."""
    *made, silence = [StreamAudioRequest(chunk=chunk).SerializeToString() for chunk in (*loop, pause)]
    return voice.chunks(made, silence)


def in_lanes(loop: list[AudioChunk], pause: AudioChunk, voices: list[Voice]) -> Iterator[bytes]:
    """Yield the messages of several voices that share a clock."""
    for chunks in zip(*(one.chunks(loop, pause) for one in voices), strict=True):
        said = [LaneChunk(lane=lane, chunk=chunk) for lane, chunk in enumerate(chunks)]
        yield StreamAudioRequest(chunks=LaneChunks(chunks=said)).SerializeToString()


def read_frames(
    came: list[tuple[float, bytes]], lanes: int, sample_format: str
) -> tuple[list[Reception], int]:
    """Return the received frames of each lane, and how many frames were lost on the way."""
    receptions = [Reception() for _ in range(lanes)]
    sequences: list[list[int]] = [[] for _ in range(lanes)]
    for moment, message in came:
        for frame in StreamAudioResponse.FromString(message).frames.frames:
            reception = receptions[frame.lane]
            reception.frames.append(frame.opus if sample_format == OPUS else frame.pcm)
            reception.times.append(moment)
            sequences[frame.lane].append(frame.sequence)
    return receptions, sum(one[-1] - one[0] + 1 - len(one) for one in sequences if one)


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


async def join_all(daemon: Daemon, rooms: list[str], first: int) -> list[Connection]:
    """Join the rooms, a few at a time. Users are numbered from `first`."""
    limit = asyncio.Semaphore(_JOINS_AT_A_TIME)

    async def join(number: int, room: str) -> Connection:
        async with limit:
            return (await daemon.join_room(room, user_id=f"caller-{number}")).view

    return await asyncio.gather(*(join(number, room) for number, room in enumerate(rooms, first)))


def _send_buffer(head_start_ms: int | None) -> SendBuffer | None:
    if head_start_ms is None:
        return None
    return SendBuffer(head_start=Duration(nanos=head_start_ms * 1_000_000))


@asynccontextmanager
async def attached(job: CallersJob, joined: list[Connection]) -> AsyncIterator[list[Caller]]:
    """Attach each connection by its own call, or all as lanes of one call; one channel per target."""
    variant, layout = job.variant, AudioFormat(sample_format=_FORMATS[job.variant.sample_format])
    targets = [one.audio_target if variant.direct and one.audio_target else job.target for one in joined]
    configs = [
        StreamAudioConfig(
            connection_id=one.connection_id,
            send=None if variant.plays else layout,
            receive=layout,
            frames_per_message=variant.frames_per_message,
            send_buffer=_send_buffer(variant.head_start_ms),
        )
        for one in joined
    ]
    async with over_sockets() if variant.transport == DOOR else over_grpc() as begin:
        calls = [(job.target, configs)]
        if not variant.lanes:
            calls = [(target, [config]) for target, config in zip(targets, configs, strict=True)]
        callers = []
        for target, lanes in calls:
            callers.append(Caller(await begin(target), lanes))
            await callers[-1].attach()  # at once: the daemon waits for a first message for seconds only
        yield callers


async def work(steering: Steering) -> None:
    """Perform a CallersJob."""
    job, speech = await steering.job(CallersJob), load_speech()
    variant = job.variant
    *loop, pause = chunks_of(speech, variant.sample_format, variant.chunk_ms)
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
            if variant.plays:
                voices, spoken = [], []
                await play_all(daemon, joined, speech.sound)
            elif variant.lanes:
                spoken = [in_lanes(loop, pause, voices)]
            else:
                spoken = [alone(loop, pause, one) for one in voices]
            for caller, one, messages in zip(callers, voices, spoken, strict=False):  # lanes share a clock
                running.append(tasks.create_task(caller.speak(one, messages, variant.ahead_ms / 1000)))
            steering.say(GO)
            window, heard = await measure(steering, daemon, callers)
            for task in running:
                task.cancel()
        evaluate(variant.sample_format, speech, voices, callers, window=window, heard=heard)
        steering.say(heard)


def evaluate(
    sample_format: str,
    speech: Speech,
    voices: list[Voice],
    callers: list[Caller],
    *,
    window: Window,
    heard: Heard,
) -> None:
    """Parse what was received, and find the clicks in it; without voices, none is due."""
    received = [read_frames(caller.came or [], caller.lanes, sample_format) for caller in callers]
    receptions = [reception for some, _ in received for reception in some]
    heard.losses.unread = sum(lost for _, lost in received)
    if sample_format == OPUS:
        heard.losses.heard = sum(len(reception.frames) for reception in receptions)
        heard.losses.concealed = sum(reception.frames.count(b"") for reception in receptions)
    if voices:
        heard.latencies_ms, heard.clicks_due = measure_latencies(
            speech, heard_by_all(voices), receptions, sample_format, window
        )


def voices_from(start: float, job: CallersJob, chunks: int) -> list[Voice]:
    """Return the callers' voices. They begin one after the other, their clocks spread over a frame.

    Lanes begin together.
    """
    count = len(job.rooms)
    frames = ARRIVAL_S // FRAME_S

    def begin(number: int) -> float:
        return 0.0 if job.variant.lanes else FRAME_S * (number / count + number * frames // count)

    step = job.variant.chunk_ms // _FRAME_MS
    return [voice(number, chunks, step, start + begin(number)) for number in range(count)]


async def measure(steering: Steering, daemon: Daemon, callers: list[Caller]) -> tuple[Window, Heard]:
    """Record and count from the word BEGIN to the word END."""
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
    """Return the pace of the ticker that was late most often; connections of one worker share a ticker."""
    paces = [since(_pace(first), _pace(last)) for first, last in zip(before, after, strict=True)]
    return max(paces, key=lambda pace: pace.late)


def _pace(one: ConnectionStatistics) -> Pace:
    return Pace(one.pace.ticks, one.pace.late)


if __name__ == "__main__":
    steered(work)
