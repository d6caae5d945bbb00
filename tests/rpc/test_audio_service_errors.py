"""Every error of AudioService."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest

from odind.core.limits import Limits
from odind.v1 import audio_pb2, rooms_pb2

from .bench import MONO, Bench, chunk_of, config_of, open_bench
from .cases import Case, Cases, check

if TYPE_CHECKING:
    from pathlib import Path

CASES = Cases("AudioService")
EMPTY = audio_pb2.StreamAudioRequest()
STEREO_FLOATS = audio_pb2.AudioFormat(channels=2, sample_format=audio_pb2.SAMPLE_FORMAT_F32LE)


async def read_all(call: Any) -> None:
    """Read until the stream ends, and raise what it ends with."""
    while await call.read() is not grpc.aio.EOF:
        pass
    assert await call.code() is grpc.StatusCode.OK


async def begin(bench: Bench, *requests: audio_pb2.StreamAudioRequest) -> None:
    await read_all(await bench.audio(*requests))


async def send(bench: Bench, *requests: audio_pb2.StreamAudioRequest, **config: Any) -> None:
    await begin(bench, config_of(await bench.join_id(), **(config or {"send": MONO})), *requests)


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "CONFIG_EXPECTED")
async def a_chunk_first(bench: Bench) -> None:
    await begin(bench, chunk_of(b"\0\0"))


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "CONFIG_EXPECTED")
async def an_empty_message_first(bench: Bench) -> None:
    await begin(bench, EMPTY)


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "CONFIG_EXPECTED")
async def no_message_at_all(bench: Bench) -> None:
    call = await bench.audio()
    await call.done_writing()
    await read_all(call)


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "CONFIG_REPEATED")
async def two_configs(bench: Bench) -> None:
    await send(bench, config_of("", send=MONO))


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "REQUEST_EMPTY")
async def an_empty_message_later(bench: Bench) -> None:
    await send(bench, chunk_of(b"\0\0"), EMPTY)


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "DIRECTION_MISSING")
async def neither_direction(bench: Bench) -> None:
    await begin(bench, config_of(await bench.join_id()))


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "CHUNK_UNEXPECTED")
async def a_chunk_on_a_stream_that_does_not_send(bench: Bench) -> None:
    await send(bench, chunk_of(b"\0\0"), receive=MONO)


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "CHUNK_NOT_WHOLE", "size", "sample")
async def half_a_sample(bench: Bench) -> None:
    await send(bench, chunk_of(b"\0\0\0"))


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "CHUNK_NOT_WHOLE", "size", "sample")
async def one_channel_of_two(bench: Bench) -> None:
    await send(bench, chunk_of(b"\0\0\0\0"), send=STEREO_FLOATS)


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "CHUNK_TOO_LARGE", "size", "limit")
async def a_chunk_over_a_mebibyte(bench: Bench) -> None:
    await send(bench, chunk_of(bytes(1_048_578)))


def a_format_of(reason: str, *metadata: str, **fields: int) -> None:
    for direction in ("send", "receive"):

        @CASES.add("StreamAudio", "INVALID_ARGUMENT", reason, *metadata)
        async def provoke(bench: Bench, direction: str = direction) -> None:
            await send(bench, **{direction: audio_pb2.AudioFormat(**fields)})

        provoke.__name__ = f"{direction}_{fields}"


a_format_of("SAMPLE_RATE_INVALID", "rate", "low", "high", sample_rate_hz=7_999)
a_format_of("SAMPLE_RATE_INVALID", "rate", "low", "high", sample_rate_hz=192_001)
a_format_of("CHANNELS_INVALID", "channels", channels=3)
a_format_of("FORMAT_INVALID", "number", sample_format=99)


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "RECEIVE_MODE_INVALID", "number")
async def a_mode_that_is_not_known(bench: Bench) -> None:
    await send(bench, receive=MONO, receive_mode=99)


@CASES.add("StreamAudio", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def an_unknown_connection(bench: Bench) -> None:
    await begin(bench, config_of("c0123", send=MONO))


@CASES.add("StreamAudio", "ALREADY_EXISTS", "SENDER_EXISTS")
async def a_second_speaker(bench: Bench) -> None:
    connection_id = await bench.join_id()
    first = await bench.attached(connection_id, send=MONO)
    await bench.attached(connection_id, receive=MONO)
    try:
        await begin(bench, config_of(connection_id, send=MONO))
    finally:
        first.cancel()


@CASES.add("StreamAudio", "FAILED_PRECONDITION", "CONNECTION_LEFT", "connection_id", "detail")
async def a_connection_that_is_left_meanwhile(bench: Bench) -> None:
    connection_id = await bench.join_id()
    stream = await bench.attached(connection_id, send=MONO, receive=MONO)
    await bench.ask_rooms.LeaveRoom(rooms_pb2.LeaveRoomRequest(connection_id=connection_id))
    await read_all(stream)


@CASES.add("StreamAudio", "FAILED_PRECONDITION", "CONNECTION_LEFT", "connection_id", "detail")
async def being_kicked_meanwhile(bench: Bench) -> None:
    stream = await bench.attached(await bench.join_id(), receive=MONO)
    bench.runtime.link("me").dismiss()
    await read_all(stream)


@CASES.add(
    "StreamAudio", "RESOURCE_EXHAUSTED", "TOO_MANY_STREAMS", "limit", limits=Limits(max_audio_streams=1)
)
async def one_stream_too_many(bench: Bench) -> None:
    await bench.attached(await bench.join_id("one"), receive=MONO)
    await begin(bench, config_of(await bench.join_id("two"), receive=MONO))


@CASES.add("StreamAudio", "UNAVAILABLE", "DAEMON_STOPPING")
async def a_stream_while_the_daemon_stops(bench: Bench) -> None:
    connection_id = await bench.join_id()
    bench.rooms.stop()
    await begin(bench, config_of(connection_id, receive=MONO))


@CASES.add("StreamAudio", "UNAVAILABLE", "DAEMON_STOPPING")
async def the_daemon_stopping_under_a_stream(bench: Bench) -> None:
    stream = await bench.attached(await bench.join_id(), send=MONO)
    bench.rooms.stop()
    await read_all(stream)


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_the_audio_service_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
