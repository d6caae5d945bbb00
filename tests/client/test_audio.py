"""Audio streams: config first, chunks and frames after, and how they end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import grpc
import pytest

from odind.client import (
    F32LE,
    PER_PEER,
    S16LE,
    AudioFormat,
    Daemon,
    SendDrained,
    StreamAudioConfig,
    bytes_per_sample,
)
from odind.core.errors import (
    FailedPreconditionError,
    NotFoundError,
    ResourceExhaustedError,
    UnavailableError,
)
from odind.v1 import audio_pb2
from odind.v1.audio_pb2 import StreamAudioResponse

from .scripted_daemon import abort_with

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.v1.audio_pb2 import StreamAudioRequest

    from .scripted_daemon import Context, ScriptedDaemon

    Requests = AsyncIterator[StreamAudioRequest]
    Responses = AsyncIterator[StreamAudioResponse]

FORMAT = AudioFormat(sample_rate_hz=16_000, channels=1, sample_format=S16LE)


async def loop_back(requests: Requests, _context: Context) -> Responses:
    """Start, hand every chunk back as a frame, and say at the end how much was spoken."""
    config = (await anext(requests)).config
    yield started(config)
    spoken = 0
    async for request in requests:
        if request.HasField("finish"):
            break
        frame = audio_pb2.AudioFrame(room_sample=spoken, pcm=request.chunk.pcm)
        spoken += len(request.chunk.pcm) // bytes_per_sample(config.send)
        yield StreamAudioResponse(frames=audio_pb2.AudioFrames(frames=[frame]))
    yield drained(spoken)


def started(config: audio_pb2.StreamAudioConfig) -> StreamAudioResponse:
    answer = audio_pb2.StreamAudioStarted()
    if config.HasField("send"):
        answer.send.CopyFrom(config.send)
        answer.accepted_until = 2**40
    if config.HasField("receive"):
        answer.receive.CopyFrom(config.receive)
    return StreamAudioResponse(started=answer)


def drained(samples: int) -> StreamAudioResponse:
    return StreamAudioResponse(drained=SendDrained(samples=samples))


async def test_what_is_sent_comes_back_and_then_the_stream_is_drained(script: ScriptedDaemon, daemon: Daemon):
    script.stream("StreamAudio", loop_back)

    async with daemon.audio("c-1", send=FORMAT, receive=FORMAT, mode=PER_PEER) as stream:
        assert stream.started.send == FORMAT
        for chunk in (b"\x01\x02" * 10, bytearray(b"\x03\x04" * 5), memoryview(b"\x05\x06")):
            await stream.write(chunk)
        assert await stream.drain() == SendDrained(samples=16)
        heard = [heard.frames[0].pcm async for heard in stream]

    assert heard == [b"\x01\x02" * 10, b"\x03\x04" * 5, b"\x05\x06"]


async def test_the_config_says_what_was_asked(script: ScriptedDaemon, daemon: Daemon):
    configs = []

    async def keep(requests: Requests, _context: Context) -> Responses:
        configs.append((await anext(requests)).config)
        yield started(configs[0])

    script.stream("StreamAudio", keep)

    async with daemon.audio("c-1", receive=FORMAT, mode=PER_PEER) as stream:
        assert not stream.started.HasField("send")

    assert configs == [
        audio_pb2.StreamAudioConfig(connection_id="c-1", receive=FORMAT, receive_mode=PER_PEER)
    ]


async def test_a_chunk_of_half_a_mebibyte_passes_both_ways(script: ScriptedDaemon, daemon: Daemon):
    script.stream("StreamAudio", loop_back)
    chunk = bytes(range(256)) * 2048

    async with daemon.audio("c-1", send=FORMAT, receive=FORMAT) as stream:
        await stream.write(chunk)
        heard = await anext(stream)

    assert heard.frames[0].pcm == chunk


async def test_an_attach_that_is_refused_raises_the_daemons_error(script: ScriptedDaemon, daemon: Daemon):
    async def refuse(requests: Requests, context: Context) -> Responses:
        await anext(requests)
        yield await abort_with(context, grpc.StatusCode.NOT_FOUND, "CONNECTION_NOT_FOUND", "no c-1")

    script.stream("StreamAudio", refuse)

    with pytest.raises(NotFoundError, match="CONNECTION_NOT_FOUND"):
        async with daemon.audio("c-1", receive=FORMAT):
            pytest.fail("nothing is attached")


async def test_a_reader_and_a_sender_both_learn_why_the_stream_ended(script: ScriptedDaemon, daemon: Daemon):
    async def dismiss(requests: Requests, context: Context) -> Responses:
        yield started((await anext(requests)).config)
        await abort_with(context, grpc.StatusCode.FAILED_PRECONDITION, "CONNECTION_LEFT", "left")

    script.stream("StreamAudio", dismiss)

    async with daemon.audio("c-1", send=FORMAT, receive=FORMAT) as stream:
        with pytest.raises(FailedPreconditionError, match="CONNECTION_LEFT"):
            await anext(stream)
        with pytest.raises(FailedPreconditionError, match="CONNECTION_LEFT"):
            await stream.write(b"\0\0")


async def test_a_daemon_that_ends_the_stream_early_is_unavailable(script: ScriptedDaemon, daemon: Daemon):
    async def end_after_start(requests: Requests, _context: Context) -> Responses:
        yield started((await anext(requests)).config)

    script.stream("StreamAudio", end_after_start)

    async with daemon.audio("c-1", send=FORMAT) as stream:
        with pytest.raises(UnavailableError, match="STREAM_ENDED"):
            await stream.drain()
        with pytest.raises(UnavailableError, match="STREAM_ENDED"):
            await stream.write(b"\0\0")


async def test_a_daemon_that_never_starts_the_stream_is_unavailable(script: ScriptedDaemon, daemon: Daemon):
    async def end(requests: Requests, _context: Context) -> Responses:
        await anext(requests)
        for nothing in ():
            yield nothing

    script.stream("StreamAudio", end)

    with pytest.raises(UnavailableError, match="STREAM_ENDED"):
        async with daemon.audio("c-1", send=FORMAT):
            pytest.fail("nothing has started")


async def test_what_is_called_after_the_end_raises_what_the_end_was(script: ScriptedDaemon, daemon: Daemon):
    script.stream("StreamAudio", loop_back)

    async with daemon.lanes() as lanes:
        stream = await lanes.attach(StreamAudioConfig(connection_id="c-1", send=FORMAT))
        mark = await stream.mark("never reached")
        await stream.drain()
        with pytest.raises(UnavailableError, match="STREAM_ENDED"):
            await mark
        for late in (stream.pause(), stream.flush(), stream.mark("late"), lanes.attach(StreamAudioConfig())):
            with pytest.raises(UnavailableError, match="STREAM_ENDED"):
                await late


async def test_leaving_the_context_ends_the_call(script: ScriptedDaemon, daemon: Daemon):
    ended = asyncio.Event()

    async def hold(requests: Requests, context: Context) -> Responses:
        context.add_done_callback(lambda _context: ended.set())
        yield started((await anext(requests)).config)
        await asyncio.Event().wait()

    script.stream("StreamAudio", hold)

    async with daemon.audio("c-1", send=FORMAT):
        assert not ended.is_set()

    await ended.wait()


def test_a_sample_is_as_large_as_its_format_says():
    assert bytes_per_sample(AudioFormat()) == 2
    assert bytes_per_sample(AudioFormat(channels=2, sample_format=F32LE)) == 8


async def test_a_listener_yields_frames_until_the_connection_is_left(script: ScriptedDaemon, daemon: Daemon):
    async def hear(requests: Requests, _context: Context) -> Responses:
        config = (await anext(requests)).config
        assert config.receive_mode == PER_PEER
        yield started(config)
        for number in range(3):
            frame = audio_pb2.AudioFrame(room_sample=number)
            yield StreamAudioResponse(frames=audio_pb2.AudioFrames(frames=[frame]))
        yield StreamAudioResponse(lane_ended=audio_pb2.LaneEnded(reason="CONNECTION_LEFT"))

    script.stream("StreamAudio", hear)

    async with daemon.listen("c-1", mode=PER_PEER) as listener:
        assert listener.started.HasField("receive")
        assert [heard.frames[0].room_sample async for heard in listener] == [0, 1, 2]


async def test_a_loop_over_a_stream_that_is_closed_elsewhere_ends(script: ScriptedDaemon, daemon: Daemon):
    async def hold(requests: Requests, _context: Context) -> Responses:
        yield started((await anext(requests)).config)
        await asyncio.Event().wait()

    script.stream("StreamAudio", hold)

    async with daemon.lanes() as lanes, asyncio.TaskGroup() as tasks:
        stream = await lanes.attach(StreamAudioConfig(connection_id="c-1", receive=FORMAT))
        tasks.create_task(lanes.aclose())
        assert [heard async for heard in stream] == []


async def test_who_iterates_too_late_loses_the_oldest_frames_and_is_told_how_many(
    script: ScriptedDaemon, daemon: Daemon
):
    async def talk(requests: Requests, _context: Context) -> Responses:
        yield started((await anext(requests)).config)
        for number in range(700):
            frame = audio_pb2.AudioFrame(room_sample=number)
            yield StreamAudioResponse(
                frames=audio_pb2.AudioFrames(frames=[frame], dropped=int(number == 150))
            )
        yield StreamAudioResponse(flushed=audio_pb2.Flushed())
        await anext(requests)

    script.stream("StreamAudio", talk)

    async with daemon.audio("c-1", send=FORMAT, receive=FORMAT) as stream:
        await stream.flush()
        heard = [frames async for frames in stream]

    assert [frames.frames[0].room_sample for frames in heard] == list(range(200, 700))
    assert [frames.dropped for frames in heard] == [201] + [0] * 499


async def test_giving_up_to_write_while_the_daemon_does_not_read_leaves_the_call_as_it_is(
    script: ScriptedDaemon, daemon: Daemon
):
    reading = asyncio.Event()

    async def read_late(requests: Requests, _context: Context) -> Responses:
        answer = started((await anext(requests)).config)
        answer.started.accepted_until = 4 << 20
        yield answer
        await reading.wait()
        async for request in requests:
            if request.HasField("get_queue_status"):
                yield StreamAudioResponse(queue_status=audio_pb2.QueueStatus(queued_samples=7))

    script.stream("StreamAudio", read_late)

    async with daemon.audio("c-1", send=FORMAT) as stream:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await stream.write(bytes(64 << 20))
        reading.set()
        assert (await stream.status()).queued_samples == 7


async def test_what_a_daemon_does_not_read_is_refused_in_the_end(script: ScriptedDaemon, daemon: Daemon):
    read = asyncio.Event()

    async def read_the_config_alone(requests: Requests, _context: Context) -> Responses:
        yield started((await anext(requests)).config)
        await read.wait()

    script.stream("StreamAudio", read_the_config_alone)
    async with daemon.audio("c-1", send=FORMAT) as stream:
        with pytest.raises(ResourceExhaustedError, match="DAEMON_LAGS"):
            await asyncio.gather(*(stream.write_reverse(bytes(960)) for _ in range(2_100)))
        read.set()


async def test_who_waits_for_a_decision_hears_the_next_one_by_whomever(
    script: ScriptedDaemon, daemon: Daemon
):
    async def decide(requests: Requests, _context: Context) -> Responses:
        yield started((await anext(requests)).config)
        for by_deadline in (False, True):
            await anext(requests)
            yield StreamAudioResponse(barge_in_started=audio_pb2.StreamBargeInStarted(peer_id=7))
            await anext(requests)
            ended = audio_pb2.StreamBargeInEnded(by_deadline=by_deadline)
            yield StreamAudioResponse(barge_in_ended=ended)
        await asyncio.Event().wait()

    script.stream("StreamAudio", decide)

    async with daemon.speak("c-1") as stream:
        heard = []
        for _ in range(2):
            await stream.resume()
            assert (await stream.barge_in()).peer_id == 7
            async with asyncio.TaskGroup() as tasks:
                waiting = tasks.create_task(stream.barge_in_ended())
                await asyncio.sleep(0)  # until it waits
                await stream.resume()
            heard.append(waiting.result().by_deadline)

    assert heard == [False, True]
