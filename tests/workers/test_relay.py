"""Audio calls through a front, with lanes on two workers."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc
import pytest

from odind.v1 import audio_pb2, server_pb2
from tests.rpc.bench import MONO, chunk_of, config_of, mark_of, send_buffer
from tests.rpc.cases import error_info
from tests.rpc.credit import keep_to_credit

from .bench import FrontBench, until

SECOND = bytes(96_000)
FINISH = audio_pb2.Finish()


@pytest.fixture
async def ids(bench: FrontBench) -> list[str]:
    """Four connections, in turn on one worker and the other."""
    joined = [(await bench.join(user_id, user_id)).connection_id for user_id in ("a", "b", "c", "d")]
    assert [bench.worker_of(one) for one in joined] == [0, 1, 0, 1]
    return joined


async def attached(bench: FrontBench, ids: list[str], **config: Any) -> Any:
    call = await bench.audio(*(config_of(one, **config) for one in ids))
    started = [await call.read() for _ in ids]
    assert sorted(one.lane for one in started) == list(range(len(ids)))
    return call


def chunks_of(*lanes: int) -> audio_pb2.StreamAudioRequest:
    chunks = [
        audio_pb2.LaneChunk(lane=lane, chunk=audio_pb2.AudioChunk(pcm=SECOND[:1_920])) for lane in lanes
    ]
    return audio_pb2.StreamAudioRequest(chunks=audio_pb2.LaneChunks(chunks=chunks))


async def test_every_lane_says_what_is_said_on_it(bench: FrontBench, ids: list[str]):
    call = await attached(bench, ids, send=MONO)
    for lane in range(4):
        await call.write(chunk_of(SECOND[: 1_920 * (lane + 1)], lane=lane))
    await call.write(chunks_of(3, 0, 3))
    await call.done_writing()
    drained = {}
    async with bench.ticking():
        while (response := await call.read()) is not grpc.aio.EOF:
            drained[response.lane] = response.drained.samples
    assert drained == {0: 1_920, 1: 1_920, 2: 2_880, 3: 5_760}
    assert await call.code() is grpc.StatusCode.OK


async def test_what_comes_before_a_lane_that_is_none_is_said(bench: FrontBench, ids: list[str]):
    call = await attached(bench, ids[:2], send=MONO)
    speakers = [bench.speaker(one) for one in ids[:2]]
    await call.write(chunks_of(0, 1, 7))
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call.read()
    assert error_info(caught.value).reason == "LANE_UNKNOWN"
    async with bench.ticking():
        await until(lambda: [speaker.spoken for speaker in speakers] == [960, 960])


async def test_answers_come_with_the_lane_they_are_about(bench: FrontBench, ids: list[str]):
    call = await attached(bench, ids, send=MONO)
    for lane in (2, 1):
        request = mark_of(f"mark {lane}")
        request.lane = lane
        await call.write(request)
        response = await call.read()
        assert (response.lane, response.mark_reached.name) == (lane, f"mark {lane}")
    call.cancel()


async def test_a_lane_of_a_worker_that_is_done_can_be_attached_again(bench: FrontBench, ids: list[str]):
    call = await attached(bench, ids[:2], send=MONO)
    await call.write(audio_pb2.StreamAudioRequest(lane=0, finish=FINISH))
    async with bench.ticking():
        assert (await call.read()).HasField("drained")
    await until(lambda: not bench.inner[0].host.streams)
    await call.write(chunk_of(SECOND[:2], lane=0))  # ignored: nobody is there
    again = config_of(ids[0], send=MONO)
    await call.write(again)
    response = await call.read()
    assert (response.lane, response.WhichOneof("kind")) == (2, "started")
    call.cancel()


async def test_a_caller_that_breaks_off_makes_room_on_every_worker(bench: FrontBench, ids: list[str]):
    call = await attached(bench, ids, send=MONO)
    call.cancel()
    await until(lambda: not any(inner.host.streams for inner in bench.inner.values()))
    again = await attached(bench, ids, send=MONO)
    again.cancel()


@pytest.mark.parametrize("seed", range(6))
async def test_a_caller_that_keeps_to_its_credit_is_never_refused_and_never_stalls(
    bench: FrontBench, seed: int
):
    await keep_to_credit(bench, seed)


async def test_a_caller_that_ignores_credit_is_slowed_down_and_nothing_is_lost(
    bench: FrontBench, ids: list[str]
):
    call = await attached(bench, ids[:2], send=MONO, send_buffer=send_buffer(capacity=500))
    drained: dict[int, int] = {}
    async with bench.ticking(), asyncio.TaskGroup() as tasks:
        tasks.create_task(say_much(call))
        while (response := await call.read()) is not grpc.aio.EOF:
            if response.HasField("drained"):
                drained[response.lane] = response.drained.samples
    assert drained == {0: 20 * 4_800, 1: 20 * 4_800}


async def say_much(call: Any) -> None:
    for _ in range(20):
        for lane in (0, 1):
            await call.write(chunk_of(SECOND[:9_600], lane=lane))
    await call.done_writing()


async def test_an_error_of_a_lane_ends_it_alone_whatever_worker_it_is_on(bench: FrontBench, ids: list[str]):
    call = await attached(bench, ids[:3], send=MONO)
    for wrong in (config_of("c0123", send=MONO), chunk_of(b"odd", lane=1), chunk_of(b"odd", lane=0)):
        await call.write(wrong)
    told = [await call.read() for _ in range(3)]
    assert {(one.lane, one.lane_ended.reason, one.lane_ended.code) for one in told} == {
        (3, "CONNECTION_NOT_FOUND", "NOT_FOUND"),
        (1, "CHUNK_NOT_WHOLE", "INVALID_ARGUMENT"),
        (0, "CHUNK_NOT_WHOLE", "INVALID_ARGUMENT"),
    }
    await call.write(chunk_of(b"odd", lane=2))
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call.read()
    assert error_info(caught.value).reason == "CHUNK_NOT_WHOLE"


async def test_lanes_have_the_numbers_that_their_configs_ask_for(bench: FrontBench, ids: list[str]):
    configs = [config_of(one, receive=MONO) for one in ids]
    for config, lane in zip(configs, (9, 0, 4, 0), strict=True):
        config.lane = lane
    call = await bench.audio(*configs)
    assert {(await call.read()).lane for _ in ids} == {9, 0, 4, 1}
    taken = config_of(ids[0], receive=MONO)
    taken.lane = 4
    bench.tick()
    frames = [frame.lane for _ in range(2) for frame in (await call.read()).frames.frames]
    assert sorted(frames) == [0, 1, 4, 9]
    await call.write(taken)
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call.read()
    assert error_info(caught.value).reason == "LANE_EXISTS"


async def test_a_call_is_told_of_a_drain_by_each_of_its_workers(bench: FrontBench, ids: list[str]):
    call = await attached(bench, ids[:2], receive=MONO)
    await bench.ask_server.Drain(server_pb2.DrainRequest())
    told = [await call.read() for _ in range(2)]
    assert [response.WhichOneof("kind") for response in told] == ["daemon_draining"] * 2
    call.cancel()


async def test_a_call_to_a_worker_that_is_new_in_the_drain_is_told_of_it(bench: FrontBench, ids: list[str]):
    await bench.ask_server.Drain(server_pb2.DrainRequest())
    bench.crash(0)
    await until(lambda: bench.plane.registry.find(ids[0]).away)
    call = await bench.audio(config_of(ids[0], receive=MONO))  # which waits until the connection is restored
    told = [(await call.read()).WhichOneof("kind") for _ in range(2)]
    assert told == ["started", "daemon_draining"]
    call.cancel()
