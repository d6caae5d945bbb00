"""What an audio stream does with sound, over gRPC and audio sockets: drain, drop, hold back, let go."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import grpc
import numpy as np
import pytest

from odind.core.bounds.limits import Limits
from odind.v1 import audio_pb2, rooms_pb2

from .bench import (
    MONO,
    OPUS,
    Bench,
    chunk_of,
    config_of,
    mark_of,
    open_bench,
    send_buffer,
    until,
)
from .credit import keep_to_credit

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.parametrize("door", [False, True], ids=["grpc", "door"])
PER_PEER = audio_pb2.RECEIVE_MODE_PER_PEER
FRAME = 960


def noise(samples: int, seed: int = 1) -> bytes:
    return np.random.default_rng(seed).integers(-9_000, 9_000, samples, np.int16).tobytes()


async def next_frames(call: Any) -> audio_pb2.AudioFrames:
    while True:
        answer = await call.read()
        assert answer is not grpc.aio.EOF
        if answer.HasField("frames"):
            return answer.frames


async def next_drained(call: Any) -> audio_pb2.SendDrained:
    while True:
        answer = await call.read()
        assert answer is not grpc.aio.EOF
        if answer.HasField("drained"):
            return answer.drained


async def answers(call: Any, count: int) -> list[audio_pb2.StreamAudioResponse]:
    """So many answers that are no sound."""
    found: list[audio_pb2.StreamAudioResponse] = []
    while len(found) < count:
        answer = await call.read()
        assert answer is not grpc.aio.EOF
        if not answer.HasField("frames"):
            found.append(answer)
    return found


async def hear(call: Any, size: int) -> bytes:
    """Read until so many bytes of anything but silence have come, and return them."""
    heard = b""
    while len(heard) < size:
        for frame in (await next_frames(call)).frames:
            heard += frame.pcm if any(frame.pcm) else b""
    return heard[:size]


def request(lane: int = 0, **kind: Any) -> audio_pb2.StreamAudioRequest:
    return audio_pb2.StreamAudioRequest(lane=lane, **kind)


FLUSH = request(flush=audio_pb2.Flush())
PAUSE = request(pause=audio_pb2.Pause())
RESUME = request(resume=audio_pb2.Resume())
STATUS = request(get_queue_status=audio_pb2.GetQueueStatus())


async def test_the_first_answer_says_which_formats_hold(bench: Bench) -> None:
    call = await bench.audio(
        config_of(
            await bench.join_id(),
            send=audio_pb2.AudioFormat(),
            receive=audio_pb2.AudioFormat(
                sample_rate_hz=44_100, channels=2, sample_format=audio_pb2.SAMPLE_FORMAT_F32LE
            ),
        )
    )
    started = (await call.read()).started
    assert started.send == MONO
    assert (started.receive.sample_rate_hz, started.receive.channels) == (44_100, 2)
    call.cancel()


async def test_what_a_stream_does_not_do_has_no_format(bench: Bench) -> None:
    call = await bench.audio(config_of(await bench.join_id(), receive=MONO))
    assert not (await call.read()).started.HasField("send")
    call.cancel()


async def test_a_half_closed_stream_says_what_waits_and_ends_with_ok(bench: Bench) -> None:
    said = noise(FRAME * 7 + 123)
    listener = await bench.attached(await bench.join_id("listener"), receive=MONO)
    talker = await bench.attached(await bench.join_id("talker"), send=MONO)
    await talker.write(chunk_of(said))
    await talker.done_writing()
    async with bench.ticking():
        drained = await next_drained(talker)
        assert await talker.read() is grpc.aio.EOF
        heard = await hear(listener, len(said))
    assert await talker.code() is grpc.StatusCode.OK
    assert (drained.samples, drained.underruns) == (FRAME * 7 + 123, 0)
    assert heard[: len(said)] == said
    listener.cancel()


async def test_a_half_closed_stream_that_said_nothing_drains_at_once(bench: Bench) -> None:
    talker = await bench.attached(await bench.join_id(), send=MONO)
    await talker.done_writing()
    async with bench.ticking():
        assert (await next_drained(talker)).samples == 0
        assert await talker.read() is grpc.aio.EOF
    assert await talker.code() is grpc.StatusCode.OK


async def test_a_stream_that_also_listens_goes_on_after_it_has_drained(bench: Bench) -> None:
    stream = await bench.attached(await bench.join_id("one"), send=MONO, receive=MONO)
    other = await bench.attached(await bench.join_id("two"), send=MONO)
    await stream.write(chunk_of(noise(FRAME)))
    await stream.done_writing()
    async with bench.ticking():
        await next_drained(stream)
        await other.write(chunk_of(noise(FRAME * 3, seed=2)))
        await other.done_writing()
        assert await hear(stream, FRAME * 6) == noise(FRAME * 3, seed=2)
    stream.cancel()


async def test_silence_that_fills_a_gap_is_counted_as_underruns(bench: Bench) -> None:
    connection_id = await bench.join_id()
    talker = await bench.attached(connection_id, send=MONO)
    async with bench.ticking():
        await talker.write(chunk_of(noise(FRAME * 4)))
        async with asyncio.timeout(20):
            speaker = bench.speaker(connection_id)
            await until(lambda: speaker.spoken == FRAME * 4 and speaker._starved > 2)
        await talker.write(chunk_of(noise(FRAME * 4)))
        await talker.done_writing()
        drained = await next_drained(talker)
    assert drained.samples == FRAME * 8
    assert drained.underruns > 2


async def test_a_slow_reader_loses_the_oldest_and_is_told_how_many(tmp_path: Path, *, door: bool) -> None:
    async with open_bench(tmp_path, door=door, limits=Limits(receive_buffer_ms=100)) as bench:
        listener = await bench.attached(await bench.join_id(), receive=MONO)
        bench.tick(20)
        first, *later = [await next_frames(listener) for _ in range(5)]
        assert (first.dropped, first.frames[0].sequence) == (15, 16)
        assert [(frames.dropped, frames.frames[0].sequence) for frames in later] == [
            (0, 17),
            (0, 18),
            (0, 19),
            (0, 20),
        ]
        bench.tick()
        assert (await next_frames(listener)).dropped == 0
        listener.cancel()


async def test_a_caller_that_ignores_credit_is_slowed_down_and_nothing_is_lost(
    tmp_path: Path, *, door: bool
) -> None:
    said, limits = noise(FRAME * 300), Limits(send_buffer_ms=500, receive_buffer_ms=60_000)
    async with open_bench(tmp_path, door=door, limits=limits) as bench:
        listener = await bench.attached(await bench.join_id("listener"), receive=MONO, receive_mode=PER_PEER)
        connection_id = await bench.join_id("talker")
        talker = await bench.attached(connection_id, send=MONO)
        for start in range(0, len(said), 9_600):
            await talker.write(chunk_of(said[start : start + 9_600]))
        await talker.done_writing()
        speaker = bench.speaker(connection_id)
        await until(lambda: speaker.queued_ms == 500)
        async with bench.ticking():
            assert (await next_drained(talker)).samples == FRAME * 300
            assert await hear(listener, len(said)) == said
        listener.cancel()


async def test_an_error_of_a_lane_is_told_and_leaves_the_others_alone(bench: Bench) -> None:
    ids = [await bench.join_id(user_id, user_id) for user_id in ("one", "two")]
    call = await bench.attached(ids[0], send=MONO)
    await call.write(config_of(ids[1], send=MONO))
    await call.write(config_of("c0123", send=MONO))
    await call.write(config_of(ids[0], send=OPUS, exclusive=True))
    for wrong in (
        chunk_of(b"odd", lane=0),
        chunk_of(b"odd", lane=2),
        chunk_of(noise(FRAME), lane=1),
    ):
        await call.write(wrong)
    told = await answers(call, 4)
    assert [(one.lane, one.lane_ended.reason, one.lane_ended.code) for one in told] == [
        (1, "", ""),
        (2, "CONNECTION_NOT_FOUND", "NOT_FOUND"),
        (3, "SENDER_EXISTS", "ALREADY_EXISTS"),
        (0, "CHUNK_NOT_WHOLE", "INVALID_ARGUMENT"),
    ]
    assert told[1].lane_ended.metadata == {"connection_id": "c0123"}
    await call.done_writing()
    async with bench.ticking():
        assert (await next_drained(call)).samples == FRAME
        assert await call.read() is grpc.aio.EOF


async def test_lanes_have_the_numbers_that_their_configs_ask_for(bench: Bench) -> None:
    ids = [await bench.join_id(user_id, user_id) for user_id in ("one", "two", "three")]
    configs = [config_of(one, send=MONO) for one in ids]
    configs[0].lane = 7
    call = await bench.audio(*configs)
    assert [one.lane for one in await answers(call, 3)] == [7, 0, 1]
    call.cancel()


async def test_every_control_is_answered_in_order(bench: Bench) -> None:
    connection_id = await bench.join_id()
    call = await bench.attached(connection_id, send=MONO, send_buffer=send_buffer(capacity=1_000))
    speaker = bench.speaker(connection_id)
    for one in (chunk_of(noise(FRAME * 45)), mark_of("a"), PAUSE, STATUS):
        await call.write(one)
    (status,) = await answers(call, 1)
    paused = status.queue_status
    assert (paused.queued_samples, paused.queued.ToMilliseconds()) == (FRAME * 45, 900)
    assert (paused.marks, paused.paused) == (1, True)
    bench.tick(5)
    assert speaker.spoken == 0
    await call.write(RESUME)
    await until(lambda: not speaker.paused)
    bench.tick(7)
    (credit,) = await answers(call, 1)
    assert (credit.flow.accepted_until, credit.flow.queued.ToMilliseconds()) == (FRAME * 57, 760)
    await call.write(FLUSH)
    await call.write(mark_of("b"))
    flushed, first, second, credit = sorted(await answers(call, 4), key=lambda one: one.HasField("flow"))
    assert (flushed.flushed.dropped_samples, flushed.flushed.spoken_samples) == (FRAME * 38, FRAME * 7)
    assert first.mark_reached == audio_pb2.MarkReached(name="a", position=FRAME * 45, flushed=True)
    assert second.mark_reached == audio_pb2.MarkReached(name="b", position=FRAME * 45)
    assert credit.flow.accepted_until == FRAME * 95
    await call.done_writing()
    async with bench.ticking():
        assert await next_drained(call) == audio_pb2.SendDrained(samples=FRAME * 7)
        assert await call.read() is grpc.aio.EOF


async def test_the_defaults_are_told_with_the_start(bench: Bench) -> None:
    bench.tick(7)
    connection_id = await bench.join_id()
    bench.tick(3)
    call = await bench.audio(
        config_of(
            connection_id,
            send=audio_pb2.AudioFormat(sample_format=audio_pb2.SAMPLE_FORMAT_OPUS, sample_rate_hz=7),
            receive=audio_pb2.AudioFormat(sample_rate_hz=8_000),
        )
    )
    started = (await call.read()).started
    assert started.send == OPUS
    buffer = send_buffer(capacity=20_000, head_start=40)
    buffer.overflow = audio_pb2.OVERFLOW_WAIT
    assert started.send_buffer == buffer
    assert started.accepted_until == 960_000
    assert started.room_sample == 3 * 160
    call.cancel()


async def test_what_comes_late_for_a_lane_that_has_ended_is_ignored(bench: Bench) -> None:
    ids = [await bench.join_id(user_id, user_id) for user_id in ("one", "two")]
    call = await bench.attached(ids[0], send=MONO)
    await call.write(config_of(ids[1], send=MONO))
    await answers(call, 1)
    await bench.ask_rooms.LeaveRoom(rooms_pb2.LeaveRoomRequest(connection_id=ids[0]))
    (ended,) = await answers(call, 1)
    assert (ended.lane, ended.lane_ended.reason) == (0, "CONNECTION_LEFT")
    for late in (chunk_of(noise(FRAME)), chunk_of(b"\0"), mark_of("m"), FLUSH, PAUSE, RESUME, STATUS):
        await call.write(late)
    await call.write(chunk_of(noise(FRAME), lane=1))
    await call.done_writing()
    async with bench.ticking():
        (drained,) = await answers(call, 1)
        assert (drained.lane, drained.drained.samples) == (1, FRAME)
        assert await call.read() is grpc.aio.EOF


async def test_one_message_says_something_on_many_lanes(bench: Bench) -> None:
    ids = [await bench.join_id(user_id, user_id) for user_id in ("one", "two")]
    call = await bench.attached(ids[0], send=MONO)
    await call.write(config_of(ids[1], send=MONO))
    await answers(call, 1)
    parts = [(0, FRAME), (1, 2 * FRAME), (0, FRAME), (1, FRAME)]
    chunks = [
        audio_pb2.LaneChunk(lane=lane, chunk=audio_pb2.AudioChunk(pcm=noise(samples)))
        for lane, samples in parts
    ]
    await call.write(request(chunks=audio_pb2.LaneChunks(chunks=chunks)))
    await call.done_writing()
    async with bench.ticking():
        drained = await answers(call, 2)
    assert {answer.lane: answer.drained.samples for answer in drained} == {0: 2 * FRAME, 1: 3 * FRAME}


async def test_what_is_asked_of_a_lane_that_has_drained_is_answered(bench: Bench) -> None:
    call = await bench.attached(await bench.join_id(), send=MONO, receive=MONO)
    await call.write(request(finish=audio_pb2.Finish()))
    async with bench.ticking():
        await next_drained(call)
    for late in (FLUSH, PAUSE, STATUS, RESUME, request(finish=audio_pb2.Finish())):
        await call.write(late)
    flushed, status = await answers(call, 2)
    assert flushed.HasField("flushed")
    assert status.queue_status.paused
    call.cancel()


async def test_packets_pass_through_both_ways(bench: Bench) -> None:
    packets = [b"\xfc" + bytes([number]) for number in range(6)]
    listener = await bench.attached(await bench.join_id("listener"), receive=OPUS)
    talker = await bench.attached(await bench.join_id("talker"), send=OPUS)
    await talker.write(chunk_of(opus=packets[:3]))
    await talker.write(chunk_of(opus=packets[3:]))
    await talker.done_writing()
    frames: list[audio_pb2.AudioFrame] = []
    async with bench.ticking():
        assert (await next_drained(talker)).samples == 6 * FRAME
        while not frames or frames[-1].gap != audio_pb2.GAP_KIND_SILENCE:
            frames += (await next_frames(listener)).frames
    assert [frame.opus for frame in frames] == [*packets, b"\xfc", b""]
    clocks = [frame.media_timestamp - frames[0].media_timestamp for frame in frames[:-1]]
    assert [clock % 2**32 for clock in clocks] == [number * 1_800 for number in range(7)]
    assert not frames[-1].HasField("media_timestamp")
    assert [frame.room_sample - frames[0].room_sample for frame in frames] == [n * FRAME for n in range(8)]
    listener.cancel()


async def test_listening_is_changed_for_all_of_a_connection_and_told_whole(bench: Bench) -> None:
    listening = await bench.join_id("listener")
    other = await bench.join("talker")
    first = await bench.ask_audio.UpdateListening(
        audio_pb2.UpdateListeningRequest(
            connection_id=listening,
            peers=[
                audio_pb2.PeerListening(peer_id=other.own_peer_id, gain_db=-6.0),
                audio_pb2.PeerListening(peer_id=other.own_peer_id, muted=True),
            ],
        )
    )
    assert first == audio_pb2.UpdateListeningResponse(
        peers=[audio_pb2.PeerListening(peer_id=other.own_peer_id, gain_db=-6.0, muted=True, paused=False)]
    )
    second = await bench.ask_audio.UpdateListening(
        audio_pb2.UpdateListeningRequest(connection_id=listening, deafened=True)
    )
    assert second.deafened
    assert second.peers == first.peers


async def test_a_cancelled_sender_leaves_its_place_to_another(bench: Bench) -> None:
    connection_id = await bench.join_id("talker")
    media = bench.host._connections[connection_id].media
    first = await bench.attached(connection_id, send=MONO)
    await first.write(chunk_of(noise(FRAME * 10)))
    first.cancel()
    await until(lambda: not media._lanes)
    second = await bench.attached(connection_id, send=MONO)
    await second.write(chunk_of(noise(FRAME)))
    await second.done_writing()
    async with bench.ticking():
        assert (await next_drained(second)).samples == FRAME


async def test_a_sender_that_vanishes_is_silent_at_once(bench: Bench) -> None:
    listener = await bench.attached(await bench.join_id("listener"), receive=MONO, receive_mode=PER_PEER)
    connection_id = await bench.join_id("talker")
    media = bench.host._connections[connection_id].media
    talker = await bench.attached(connection_id, send=MONO)
    async with bench.ticking():
        await talker.write(chunk_of(noise(FRAME * 10)))
        await hear(listener, FRAME)
        talker.cancel()
        await until(lambda: media.idle)
    listener.cancel()


async def test_a_drained_sender_leaves_its_place_while_it_goes_on_listening(bench: Bench) -> None:
    connection_id = await bench.join_id()
    first = await bench.attached(connection_id, send=MONO, receive=MONO)
    await first.done_writing()
    async with bench.ticking():
        await next_drained(first)
        second = await bench.attached(connection_id, send=MONO)
        await second.done_writing()
        await next_drained(second)
    first.cancel()


async def test_peers_come_apart_or_as_one_mix(bench: Bench) -> None:
    listening = await bench.join_id("listener")
    apart = await bench.attached(listening, receive=MONO, receive_mode=PER_PEER)
    mixed = await bench.attached(listening, receive=MONO)
    loud, soft = np.full(FRAME, 9_000, "<i2"), np.full(FRAME, 500, "<i2")
    peers = {}
    for user_id, sound in (("loud", loud), ("soft", soft)):
        connection = await bench.join(user_id)
        peers[connection.own_peer_id] = (user_id, sound.tobytes())
        talker = await bench.attached(connection.connection_id, send=MONO)
        await talker.write(chunk_of(sound.tobytes()))
        await talker.done_writing()
        speaker = bench.speaker(connection.connection_id)
        await until(lambda speaker=speaker: speaker.finishing)
    async with bench.ticking():
        frames = (await next_frames(apart)).frames
        sums = await hear(mixed, FRAME * 2)
    assert {frame.peer_id: (frame.user_id, frame.pcm) for frame in frames} == peers
    assert {(frame.sequence, frame.room_sample % FRAME) for frame in frames} == {(1, 0)}
    assert sums == (loud + soft).tobytes()
    for call in (apart, mixed):
        call.cancel()


@pytest.mark.parametrize("count", [1, 3])
async def test_every_listener_of_a_connection_hears_the_same(bench: Bench, count: int) -> None:
    listening = await bench.join_id("listener")
    listeners = [await bench.attached(listening, receive=MONO) for _ in range(count)]
    talker = await bench.attached(await bench.join_id("talker"), send=MONO)
    async with bench.ticking():
        await talker.write(chunk_of(noise(FRAME * 5)))
        await talker.done_writing()
        for listener in listeners:
            assert await hear(listener, FRAME * 10) == noise(FRAME * 5)
    for listener in listeners:
        listener.cancel()


async def test_nobody_sends_voice_to_a_connection_without_a_listener(bench: Bench) -> None:
    connection_id = await bench.join_id()
    link = bench.runtime.link("me")
    assert not link.hears
    stream = await bench.attached(connection_id, receive=MONO)
    assert link.hears
    stream.cancel()
    await until(lambda: not link.hears)


@pytest.mark.parametrize("seed", range(6))
async def test_a_caller_that_keeps_to_its_credit_is_never_refused_and_never_stalls(
    bench: Bench, seed: int
) -> None:
    await keep_to_credit(bench, seed)


async def test_our_own_leaving_ends_our_own_call_well(bench: Bench) -> None:
    connection_id = await bench.join_id()
    stream = await bench.attached(connection_id, send=MONO, receive=MONO)
    await bench.ask_rooms.LeaveRoom(rooms_pb2.LeaveRoomRequest(connection_id=connection_id))
    assert (await stream.read()).lane_ended.reason == "CONNECTION_LEFT"
    assert await stream.read() is grpc.aio.EOF
    assert await stream.code() is grpc.StatusCode.OK


async def test_a_stream_that_wants_to_hears_what_its_connection_says_as_the_peer_that_it_is(
    bench: Bench,
) -> None:
    said, answer = noise(FRAME * 4), noise(FRAME * 4, seed=2)
    bot = await bench.join("bot")
    talker = await bench.attached(bot.connection_id, send=MONO)
    other = await bench.attached(await bench.join_id("other"), send=MONO)
    mode = {"receive": MONO, "receive_mode": audio_pb2.RECEIVE_MODE_PER_PEER}
    listener = await bench.attached(bot.connection_id, own_voice=True, **mode)
    await talker.write(chunk_of(said))
    await other.write(chunk_of(answer))
    heard = {"bot": b"", "other": b""}
    peer_ids = {}
    async with bench.ticking():
        while any(len(sound) < len(said) for sound in heard.values()):
            for frame in (await next_frames(listener)).frames:
                peer_ids[frame.user_id] = frame.peer_id
                heard[frame.user_id] += frame.pcm if any(frame.pcm) else b""
    assert {name: sound[: len(said)] for name, sound in heard.items()} == {"bot": said, "other": answer}
    assert peer_ids["bot"] == bot.own_peer_id
    for call in (talker, other, listener):
        call.cancel()
