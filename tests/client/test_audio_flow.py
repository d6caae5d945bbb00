"""An audio stream's client against a daemon that counts what it gets and says when to stop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from odind.client import (
    OPUS,
    AudioFormat,
    AudioLanes,
    AudioStream,
    Daemon,
    Flushed,
    LaneEnded,
    MarkReached,
    QueueStatus,
    SendDrained,
    StreamAudioConfig,
)
from odind.core.errors import FailedPreconditionError, NotFoundError, UnavailableError
from odind.core.voice.source import MAX_CHUNK_BYTES
from odind.v1 import audio_pb2
from odind.v1.audio_pb2 import StreamAudioResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from odind.v1.audio_pb2 import StreamAudioRequest

    from .scripted_daemon import Context, ScriptedDaemon

    Requests = AsyncIterator[StreamAudioRequest]
    Responses = AsyncIterator[StreamAudioResponse]

RATE = 8_000
PCM = AudioFormat(sample_rate_hz=RATE, channels=1)
PACKETS = AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=OPUS)

NOBODY = LaneEnded(
    reason="CONNECTION_NOT_FOUND",
    code="NOT_FOUND",
    detail="there is no connection c-nobody",
    metadata={"connection_id": "c-nobody"},
)


class Buffers:
    """The daemon's side: a buffer per lane that is emptied when the test says so."""

    def __init__(self, capacity_ms: int = 1_000) -> None:
        self.queued: list[int] = []
        self.taken: list[int] = []
        self.fullest = self.largest = 0
        self.answers: asyncio.Queue[StreamAudioResponse | None] = asyncio.Queue()
        self.news = asyncio.Event()
        self._capacity_ms = capacity_ms
        self._capacities: list[int] = []
        self._granted: list[int] = []

    async def serve(self, requests: Requests, _context: Context) -> Responses:
        async with asyncio.TaskGroup() as tasks:
            reader = tasks.create_task(self._read(requests))
            while answer := await self.answers.get():
                yield answer
            reader.cancel()

    async def _read(self, requests: Requests) -> None:
        async for request in requests:
            self.largest = max(self.largest, request.ByteSize())
            match request.WhichOneof("kind"):
                case "config":
                    self._start(request.config)
                case "chunk" | "chunks":
                    self._hear(request.chunks.chunks or [request])
                case "get_queue_status":
                    status = QueueStatus(queued_samples=self.queued[request.lane])
                    self._say(request.lane, queue_status=status)
                case "flush":
                    dropped, self.queued[request.lane] = self.queued[request.lane], 0
                    self._say(request.lane, flushed=Flushed(dropped_samples=dropped))
                    self._grant(request.lane, 1)
                case "mark":
                    reached = MarkReached(name=request.mark.name)
                    if request.mark.name != "later":
                        self._say(request.lane, mark_reached=reached)
                case "resume":
                    self._say(request.lane, mark_reached=MarkReached(name="later"))
                case "finish":
                    self.drained(request.lane)
            self.news.set()

    def _start(self, config: StreamAudioConfig) -> None:
        capacity = self._capacity_ms * config.send.sample_rate_hz // 1000
        started = audio_pb2.StreamAudioStarted(send=config.send, accepted_until=capacity)
        self.queued.append(0)
        self.taken.append(0)
        self._capacities.append(capacity)
        self._granted.append(capacity)
        if config.connection_id == "c-nobody":
            self._say(len(self.queued) - 1, lane_ended=NOBODY)
        else:
            self._say(len(self.queued) - 1, started=started)

    def _say(self, lane: int, **kind: object) -> None:
        self.answers.put_nowait(StreamAudioResponse(lane=lane, **kind))  # type: ignore[arg-type]

    def _hear(self, parts: Iterable[audio_pb2.LaneChunk | StreamAudioRequest]) -> None:
        for part in parts:
            self._take(part.lane, len(part.chunk.pcm) // 2 + 960 * len(part.chunk.opus))

    def _take(self, lane: int, samples: int) -> None:
        self.queued[lane] += samples
        self.taken[lane] += samples
        self.fullest = max(self.fullest, self.queued[lane])

    def speak(self, lane: int, samples: int) -> None:
        """Let the daemon speak so much of a lane's queue."""
        self.queued[lane] -= min(samples, self.queued[lane])
        self._grant(lane, 1 if not self.queued[lane] else self._capacities[lane] // 8)

    def _grant(self, lane: int, step: int) -> None:
        until = self.taken[lane] - self.queued[lane] + self._capacities[lane]
        if until - self._granted[lane] >= step:
            self._granted[lane] = until
            self._say(lane, flow=audio_pb2.FlowControl(accepted_until=until))

    def heard(self, *lanes: int) -> None:
        """Let a frame be heard on each of these lanes; its peer is the frame's place in the message."""
        frames = [audio_pb2.AudioFrame(lane=lane, peer_id=peer) for peer, lane in enumerate(lanes)]
        self._say(0, frames=audio_pb2.AudioFrames(frames=frames))

    def drained(self, lane: int) -> None:
        self._say(lane, drained=SendDrained(samples=self.taken[lane]))

    def ended(self, lane: int) -> None:
        self._say(lane, lane_ended=LaneEnded(reason="CONNECTION_LEFT", code="FAILED_PRECONDITION"))

    def lost(self, lane: int) -> None:
        self._say(lane, lane_ended=LaneEnded(reason="WORKER_LOST", code="UNAVAILABLE", detail="gone"))

    def hang_up(self) -> None:
        self.answers.put_nowait(None)

    async def until_full(self, *lanes: int) -> None:
        """Wait until these lanes have used up their credit."""
        while [self.taken[lane : lane + 1] for lane in lanes] != [
            self._granted[lane : lane + 1] for lane in lanes
        ] or not self.taken:
            await self.next_news()

    async def next_news(self) -> None:
        """Wait until something comes."""
        self.news.clear()
        await self.news.wait()


def scripted(script: ScriptedDaemon, capacity_ms: int = 1_000) -> Buffers:
    buffers = Buffers(capacity_ms)
    script.stream("StreamAudio", buffers.serve)
    return buffers


async def speak_all(buffers: Buffers, lane: int, sending: asyncio.Task[None]) -> None:
    """Speak whatever comes, a little at a time, until the sender is done."""
    while not sending.done():
        buffers.speak(lane, 160)
        await asyncio.sleep(0)


@pytest.mark.parametrize("capacity_ms", [100, 1_000])
@pytest.mark.parametrize("chunk", [100, 1_600, 80_000, 1_000_000])
async def test_a_fast_sender_never_overflows_the_daemon_and_loses_nothing(
    script: ScriptedDaemon, daemon: Daemon, capacity_ms: int, chunk: int
):
    buffers = scripted(script, capacity_ms)
    total = 80_000

    async def send(stream: AudioStream) -> None:
        for start in range(0, total, chunk):
            await stream.write(bytes(2 * min(chunk, total - start)))

    async with daemon.audio("c-1", send=PCM) as stream, asyncio.TaskGroup() as tasks:
        sending = tasks.create_task(send(stream))
        await speak_all(buffers, 0, sending)
        await stream.status()
        assert buffers.taken == [total]
        assert buffers.fullest <= capacity_ms * RATE // 1000


async def test_a_fast_sender_of_packets_never_overflows_the_daemon_either(
    script: ScriptedDaemon, daemon: Daemon
):
    buffers = scripted(script)
    async with daemon.audio("c-1", send=PACKETS) as stream, asyncio.TaskGroup() as tasks:
        sending = tasks.create_task(stream.write_opus([b"\xfc"] * 700))
        await speak_all(buffers, 0, sending)
        await stream.status()
        assert buffers.taken == [700 * 960]
        assert buffers.fullest <= 48_000


async def test_a_speaker_needs_nobody_who_reads(script: ScriptedDaemon, daemon: Daemon):
    buffers = scripted(script)
    async with daemon.speak("c-1", PCM) as speaker, asyncio.TaskGroup() as tasks:
        writing = tasks.create_task(speaker.write(bytes(2 * 20_000)))
        await speak_all(buffers, 0, writing)
        assert (await speaker.status()).queued_samples == buffers.queued[0]
        assert (await speaker.drain()).samples == 20_000


async def test_a_flush_gives_a_waiting_writer_credit_again(script: ScriptedDaemon, daemon: Daemon):
    buffers = scripted(script)
    async with daemon.speak("c-1", PCM) as speaker, asyncio.TaskGroup() as tasks:
        writing = tasks.create_task(speaker.write(bytes(2 * 12_000)))
        await buffers.until_full(0)
        assert (await speaker.flush()).dropped_samples == 8_000
        await writing
        assert await speaker.drain() == SendDrained(samples=12_000)


async def test_marks_are_awaited_in_any_order(script: ScriptedDaemon, daemon: Daemon):
    scripted(script)
    async with daemon.speak("c-1", PCM) as speaker:
        first, second = await speaker.mark("first"), await speaker.mark("second")
        assert [(await mark).name for mark in (second, first)] == ["second", "first"]


async def test_a_mark_can_be_awaited_again_when_waiting_was_cancelled(script: ScriptedDaemon, daemon: Daemon):
    scripted(script)
    async with daemon.speak("c-1", PCM) as speaker:
        mark = await speaker.mark("later")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await mark
        await speaker.resume()
        assert [(await mark).name for _ in range(2)] == ["later"] * 2


async def test_giving_up_to_wait_for_an_answer_leaves_the_next_answer_right(
    script: ScriptedDaemon, daemon: Daemon
):
    scripted(script)
    async with daemon.speak("c-1", PCM) as speaker, asyncio.TaskGroup() as tasks:
        await speaker.write(bytes(2 * 100))
        flushing = tasks.create_task(speaker.flush())
        await asyncio.sleep(0)
        flushing.cancel()
        await speaker.write(bytes(2 * 200))
        assert (await speaker.flush()).dropped_samples == 200


async def test_giving_up_to_wait_for_credit_leaves_the_call_as_it_is(script: ScriptedDaemon, daemon: Daemon):
    buffers = scripted(script)
    async with daemon.speak("c-1", PCM) as speaker, asyncio.TaskGroup() as tasks:
        writing = tasks.create_task(speaker.write(bytes(2 * 20_000)))
        await buffers.until_full(0)
        writing.cancel()
        await asyncio.wait([writing])
        buffers.speak(0, 8_000)
        await speaker.write(bytes(2 * 8_000))
        assert await speaker.drain() == SendDrained(samples=16_000)


@pytest.mark.parametrize("kind", ["samples", "packets", "reverse"])
async def test_no_request_is_larger_than_the_daemon_takes(script: ScriptedDaemon, daemon: Daemon, kind: str):
    buffers = scripted(script, 60_000)
    async with daemon.speak("c-1", PACKETS if kind == "packets" else PCM) as speaker:
        if kind == "samples":
            await speaker.write(bytes(900_000))
        elif kind == "packets":
            await speaker.write_opus([bytes(1_275)] * 2_000)
        else:
            await speaker.write_reverse(bytes(1_500_000))
        await speaker.status()
    assert 200_000 < buffers.largest <= MAX_CHUNK_BYTES + 2_000


async def write_and_drain(speaker: AudioStream) -> None:
    await speaker.write(bytes(2 * 20_000))
    await speaker.drain()


async def test_a_connection_that_we_leave_tells_its_writer_why(script: ScriptedDaemon, daemon: Daemon):
    buffers = scripted(script)

    async def fail_to_write(speaker: AudioStream) -> None:
        with pytest.raises(FailedPreconditionError, match="CONNECTION_LEFT"):
            await write_and_drain(speaker)

    async with daemon.speak("c-1", PCM) as speaker, asyncio.TaskGroup() as tasks:
        tasks.create_task(fail_to_write(speaker))
        await buffers.until_full(0)
        buffers.ended(0)
        buffers.hang_up()


async def two(lanes: AudioLanes) -> list[AudioStream]:
    return [await lanes.attach(StreamAudioConfig(connection_id=f"c-{one}", send=PCM)) for one in range(2)]


async def test_a_lane_that_is_stopped_holds_no_other_back(script: ScriptedDaemon, daemon: Daemon):
    buffers = scripted(script)
    async with daemon.lanes() as lanes, asyncio.TaskGroup() as tasks:
        writing = [tasks.create_task(stream.write(bytes(2 * 20_000))) for stream in await two(lanes)]
        await buffers.until_full(0, 1)
        await speak_all(buffers, 1, writing[1])
        assert not writing[0].done()
        await speak_all(buffers, 0, writing[0])


async def test_a_lane_that_ends_tells_its_writer_why_and_no_other(script: ScriptedDaemon, daemon: Daemon):
    buffers = scripted(script)

    async def fail_to_write(stream: AudioStream) -> None:
        with pytest.raises(FailedPreconditionError, match="CONNECTION_LEFT"):
            await write_and_drain(stream)

    async with daemon.lanes() as lanes, asyncio.TaskGroup() as tasks:
        first, second = await two(lanes)
        tasks.create_task(fail_to_write(second))
        await buffers.until_full(1)
        buffers.ended(1)
        assert [frames async for frames in second] == []
        await first.write(bytes(20))
        assert (await first.drain()).samples == 10


async def test_a_lane_whose_worker_was_lost_can_be_tried_again_as_any_other_call(
    script: ScriptedDaemon, daemon: Daemon
):
    buffers = scripted(script)
    async with daemon.lanes() as lanes:
        first, _ = await two(lanes)
        buffers.lost(0)
        with pytest.raises(UnavailableError, match="WORKER_LOST"):
            await anext(first)


async def test_a_lane_that_is_refused_leaves_the_others_as_they_are(script: ScriptedDaemon, daemon: Daemon):
    scripted(script)
    async with daemon.lanes() as lanes:
        first, _ = await two(lanes)
        with pytest.raises(NotFoundError, match="CONNECTION_NOT_FOUND") as caught:
            await lanes.attach(StreamAudioConfig(connection_id="c-nobody", send=PCM))
        assert (caught.value.message, caught.value.metadata) == (NOBODY.detail, NOBODY.metadata)
        third = await lanes.attach(StreamAudioConfig(connection_id="c-3", send=PCM))
        for stream, samples in ((first, 10), (third, 30)):
            await stream.write(bytes(2 * samples))
            assert (await stream.drain()).samples == samples


async def test_what_is_heard_is_handed_to_its_lane(script: ScriptedDaemon, daemon: Daemon):
    buffers = scripted(script)
    async with daemon.lanes() as lanes:
        streams = await two(lanes)
        buffers.heard(0, 0, 1)
        buffers.heard(1)
        assert [frame.peer_id for frame in (await anext(streams[0])).frames] == [0, 1]
        assert [(await anext(streams[1])).frames[0].peer_id for _ in range(2)] == [2, 0]


async def test_a_stream_that_ends_lets_its_sender_go_with_an_error(script: ScriptedDaemon, daemon: Daemon):
    buffers = scripted(script)

    async def fail_to_send(stream: AudioStream) -> None:
        with pytest.raises(UnavailableError, match="STREAM_ENDED"):
            await stream.write(bytes(2 * 20_000))

    async with daemon.audio("c-1", send=PCM) as stream, asyncio.TaskGroup() as tasks:
        tasks.create_task(fail_to_send(stream))
        await buffers.until_full(0)
        buffers.hang_up()
