"""What an audio stream does with sound, over gRPC: drain, drop, hold back, let go."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import grpc
import numpy as np
import pytest

from odind.core.limits import Limits
from odind.v1 import audio_pb2

from .bench import MONO, Bench, chunk_of, config_of, open_bench, until

if TYPE_CHECKING:
    from pathlib import Path

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


async def hear(call: Any, size: int) -> bytes:
    """Read until so many bytes of anything but silence have come, and return them."""
    heard = b""
    while len(heard) < size:
        for frame in (await next_frames(call)).frames:
            heard += frame.pcm if any(frame.pcm) else b""
    return heard


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
    talker = await bench.attached(await bench.join_id(), send=MONO)
    async with bench.ticking():
        await talker.write(chunk_of(noise(FRAME * 4)))
        async with asyncio.timeout(20):
            speaker = next(iter(bench.rooms._connections.values())).media._streams[0].speaker
            await until(lambda: speaker.samples == FRAME * 4 and speaker._starved > 2)
        await talker.write(chunk_of(noise(FRAME * 4)))
        await talker.done_writing()
        drained = await next_drained(talker)
    assert drained.samples == FRAME * 8
    assert drained.underruns > 2


async def test_a_slow_reader_loses_the_oldest_and_is_told_how_many(tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=Limits(receive_buffer_ms=100)) as bench:
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


async def test_a_pusher_that_is_too_fast_is_held_back_and_loses_nothing(tmp_path: Path) -> None:
    said = noise(FRAME * 500)
    step = FRAME * 2 * 10
    async with open_bench(tmp_path, limits=Limits(send_buffer_ms=100, receive_buffer_ms=60_000)) as bench:
        listener = await bench.attached(await bench.join_id("listener"), receive=MONO, receive_mode=PER_PEER)
        talker = await bench.attached(await bench.join_id("talker"), send=MONO)
        media = bench.rooms._connections[next(reversed(bench.rooms._connections))].media
        speaker = media._streams[0].speaker
        fullest = 0

        async def push() -> None:
            for start in range(0, len(said), step):
                await talker.write(chunk_of(said[start : start + step]))
            await talker.done_writing()

        async with asyncio.TaskGroup() as tasks, bench.ticking():
            tasks.create_task(push())
            heard = b""
            while len(heard) < len(said):
                heard += await hear(listener, 1)
                fullest = max(fullest, len(speaker._buffer))
            drained = await next_drained(talker)
        assert heard == said
        assert drained.samples == FRAME * 500
        assert fullest < step + FRAME * 2 * 5
        listener.cancel()


async def test_a_cancelled_sender_leaves_its_place_to_another(bench: Bench) -> None:
    connection_id = await bench.join_id("talker")
    media = bench.rooms._connections[connection_id].media
    first = await bench.attached(connection_id, send=MONO)
    await first.write(chunk_of(noise(FRAME * 10)))
    first.cancel()
    await until(lambda: not media._streams)
    second = await bench.attached(connection_id, send=MONO)
    await second.write(chunk_of(noise(FRAME)))
    await second.done_writing()
    async with bench.ticking():
        assert (await next_drained(second)).samples == FRAME


async def test_a_sender_that_vanishes_is_silent_at_once(bench: Bench) -> None:
    listener = await bench.attached(await bench.join_id("listener"), receive=MONO, receive_mode=PER_PEER)
    connection_id = await bench.join_id("talker")
    media = bench.rooms._connections[connection_id].media
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
        speaker = bench.rooms._connections[connection.connection_id].media._streams[0].speaker
        await until(lambda speaker=speaker: speaker._finishing)
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
