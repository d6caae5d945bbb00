"""Every error of AudioService."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import grpc
import pytest

from odind.core.bounds.limits import Limits
from odind.core.errors import PermissionDeniedError
from odind.v1 import audio_pb2, players_pb2

from .bench import MONO, OPUS, Bench, chunk_of, config_of, mark_of, open_bench, send_buffer
from .cases import BUDGET, Case, Cases, check

if TYPE_CHECKING:
    from pathlib import Path

CASES = Cases("AudioService")
EMPTY = audio_pb2.StreamAudioRequest()
UNKNOWN = audio_pb2.StreamAudioRequest.FromString(b"\xf8\x07\x01")  # field 127
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


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "REQUEST_EMPTY")
async def a_message_of_an_unknown_kind_later(bench: Bench) -> None:
    await send(bench, chunk_of(b"\0\0"), UNKNOWN)


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "DIRECTION_MISSING")
async def neither_direction(bench: Bench) -> None:
    await begin(bench, config_of(await bench.join_id()))


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "LANE_UNKNOWN", "lane")
async def a_lane_without_a_config(bench: Bench) -> None:
    await send(bench, chunk_of(b"\0\0", lane=1))


CONTROLS = {
    "mark": audio_pb2.Mark(),
    "flush": audio_pb2.Flush(),
    "pause": audio_pb2.Pause(),
    "resume": audio_pb2.Resume(),
    "finish": audio_pb2.Finish(),
    "get_queue_status": audio_pb2.GetQueueStatus(),
    "reverse": audio_pb2.AudioChunk(pcm=b"\0\0"),
    "chunk": audio_pb2.AudioChunk(pcm=b"\0\0"),
}


def on_a_lane_that_does_not_send(kind: str) -> None:
    @CASES.add("StreamAudio", "INVALID_ARGUMENT", "LANE_DOES_NOT_SEND", "lane")
    async def provoke(bench: Bench) -> None:
        await send(bench, audio_pb2.StreamAudioRequest(**{kind: CONTROLS[kind]}), receive=MONO)

    provoke.__name__ = f"a_{kind}_on_a_lane_that_does_not_send"


for control in CONTROLS:
    on_a_lane_that_does_not_send(control)


def after_a_finish(kind: str) -> None:
    @CASES.add("StreamAudio", "INVALID_ARGUMENT", "LANE_FINISHED")
    async def provoke(bench: Bench) -> None:
        finish = audio_pb2.StreamAudioRequest(finish=CONTROLS["finish"])
        late = audio_pb2.StreamAudioRequest(**{kind: CONTROLS[kind]})
        await send(bench, finish, late, send=MONO, receive=MONO)

    provoke.__name__ = f"a_{kind}_after_a_finish"


after_a_finish("chunk")
after_a_finish("mark")


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "LANE_FINISHED")
async def a_chunk_for_a_lane_that_is_drained(bench: Bench) -> None:
    stream = await bench.attached(await bench.join_id(), send=MONO, receive=MONO)
    await stream.write(audio_pb2.StreamAudioRequest(finish=CONTROLS["finish"]))
    async with bench.ticking():
        while not (await stream.read()).HasField("drained"):
            pass
    await stream.write(chunk_of(b"\0\0"))
    await read_all(stream)


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "CHUNK_KIND_INVALID")
async def packets_for_a_lane_of_samples(bench: Bench) -> None:
    await send(bench, chunk_of(opus=[b"\xfc"]))


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "CHUNK_KIND_INVALID")
async def samples_for_a_lane_of_packets(bench: Bench) -> None:
    await send(bench, chunk_of(b"\0\0"), send=OPUS)


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "CHUNK_KIND_INVALID")
async def an_echo_for_a_lane_of_packets(bench: Bench) -> None:
    await send(bench, audio_pb2.StreamAudioRequest(reverse=CONTROLS["reverse"]), send=OPUS)


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "CHUNK_NOT_WHOLE", "size", "sample")
async def an_echo_of_half_a_sample(bench: Bench) -> None:
    await send(bench, audio_pb2.StreamAudioRequest(reverse=audio_pb2.AudioChunk(pcm=b"\0")))


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "OPUS_INVALID")
async def a_packet_of_ten_milliseconds(bench: Bench) -> None:
    await send(bench, chunk_of(opus=[b"\xfc", b"\xf4"]), send=OPUS)


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "OPUS_HAS_NO_GAIN")
async def packets_that_are_to_be_louder(bench: Bench) -> None:
    await send(bench, send=OPUS, gain_db=6.0)


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "GAIN_INVALID", "gain", "low", "high")
async def a_gain_without_an_end(bench: Bench) -> None:
    request = audio_pb2.StreamAudioRequest(set_gain=audio_pb2.SetGain(gain_db=1_000.0))
    await send(bench, request, send=MONO)


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "BARGE_IN_INVALID", "name", "value", "low", "high")
async def speech_that_lasts_no_time(bench: Bench) -> None:
    await send(bench, send=MONO, barge_in=players_pb2.BargeIn(after=timedelta()))


def frames_of(**fields: int) -> None:
    @CASES.add(
        "StreamAudio", "INVALID_ARGUMENT", "FRAME_LENGTH_INVALID", "frame", "count", "lengths", "limit"
    )
    async def provoke(bench: Bench) -> None:
        await send(bench, receive=MONO, **fields)

    provoke.__name__ = f"frames_of_{fields}"


frames_of(frame_ms=30)
frames_of(frame_ms=2**32 - 1)
frames_of(frames_per_message=51)


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "FRAME_LENGTH_INVALID", "frame", "count", "lengths", "limit")
async def packets_of_forty_milliseconds(bench: Bench) -> None:
    await send(bench, receive=OPUS, frame_ms=40)


def a_buffer_of(**milliseconds: int) -> None:
    @CASES.add("StreamAudio", "INVALID_ARGUMENT", "BUFFER_INVALID", "setting", "value", "low", "high")
    async def provoke(bench: Bench) -> None:
        await send(bench, send=MONO, send_buffer=send_buffer(**milliseconds))

    provoke.__name__ = f"a_buffer_of_{milliseconds}"


a_buffer_of(capacity=99)
a_buffer_of(capacity=60_001)
a_buffer_of(head_start=1_001)
a_buffer_of(capacity=-1_000)


@CASES.add("StreamAudio", "RESOURCE_EXHAUSTED", "QUEUE_FULL", "queued", "more", "capacity", "accepted")
async def more_than_fits(bench: Bench) -> None:
    await send(
        bench,
        *[chunk_of(bytes(9_600))] * 10,
        chunk_of(b"\0\0"),
        send=MONO,
        send_buffer=audio_pb2.SendBuffer(
            capacity=send_buffer(capacity=1_000).capacity, overflow=audio_pb2.OVERFLOW_FAIL
        ),
    )


@CASES.add("StreamAudio", "RESOURCE_EXHAUSTED", "QUEUE_FULL", "queued", "more", "capacity", "accepted")
async def a_chunk_larger_than_the_whole_buffer(bench: Bench) -> None:
    await send(bench, chunk_of(bytes(96_002)), send=MONO, send_buffer=send_buffer(capacity=1_000))


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "BUFFER_INVALID", "setting", "number")
async def an_unknown_overflow(bench: Bench) -> None:
    await send(bench, send=MONO, send_buffer=audio_pb2.SendBuffer(overflow=7))  # type: ignore[arg-type]


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "LANE_EXISTS", "lane")
async def a_number_that_is_taken(bench: Bench) -> None:
    connection_id = await bench.join_id()
    again = config_of(connection_id, receive=MONO)
    again.lane = 1
    await begin(bench, *(config_of(connection_id, receive=MONO) for _ in range(2)), again)


@CASES.add("StreamAudio", "RESOURCE_EXHAUSTED", "TOO_MANY_LANES", "lane", "limit")
async def a_number_beyond_the_last_lane(bench: Bench) -> None:
    beyond = config_of(await bench.join_id(), receive=MONO)
    beyond.lane = 65_536
    await begin(bench, beyond)


@CASES.add("StreamAudio", "RESOURCE_EXHAUSTED", "TOO_MANY_MARKS", "limit")
async def too_many_marks(bench: Bench) -> None:
    await send(bench, chunk_of(bytes(9_600)), *[mark_of("m")] * 1_001)


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "MARK_INVALID", "limit")
async def a_mark_with_too_long_a_name(bench: Bench) -> None:
    await send(bench, mark_of("ü" * 129))


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "CHUNK_NOT_WHOLE", "size", "sample")
async def half_a_sample(bench: Bench) -> None:
    await send(bench, chunk_of(b"\0\0\0"))


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "CHUNK_NOT_WHOLE", "size", "sample")
async def one_channel_of_two(bench: Bench) -> None:
    await send(bench, chunk_of(b"\0\0\0\0"), send=STEREO_FLOATS)


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "CHUNK_TOO_LARGE", "size", "limit")
async def a_chunk_over_half_a_mebibyte(bench: Bench) -> None:
    await send(bench, chunk_of(bytes(524_290)))


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


@CASES.add("StreamAudio", "INVALID_ARGUMENT", "RECEIVE_MODE_INVALID")
async def packets_mixed(bench: Bench) -> None:
    await send(bench, receive=OPUS, receive_mode=audio_pb2.RECEIVE_MODE_MIX)


@CASES.add("StreamAudio", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def an_unknown_connection(bench: Bench) -> None:
    await begin(bench, config_of("c0123", send=MONO))


@CASES.add("StreamAudio", "ALREADY_EXISTS", "SENDER_EXISTS")
async def a_second_speaker(bench: Bench) -> None:
    connection_id = await bench.join_id()
    first = await bench.attached(connection_id, send=MONO)
    await bench.attached(connection_id, receive=MONO)
    try:
        await begin(bench, config_of(connection_id, send=MONO, exclusive=True))
    finally:
        first.cancel()


@CASES.add("StreamAudio", "FAILED_PRECONDITION", "CONNECTION_LEFT", "connection_id", "detail")
async def being_kicked_meanwhile(bench: Bench) -> None:
    stream = await bench.attached(await bench.join_id(), receive=MONO)
    bench.runtime.link("me").dismiss()
    await read_all(stream)


@CASES.add("StreamAudio", "UNAVAILABLE", "CONNECTION_LOST", "connection_id", "detail")
async def a_reconnect_being_refused_meanwhile(bench: Bench) -> None:
    stream = await bench.attached(await bench.join_id(), receive=MONO)
    bench.runtime.link("me").close(PermissionDeniedError("ROOM_REFUSED", "the token has expired"))
    await read_all(stream)


@CASES.add(
    "StreamAudio", "RESOURCE_EXHAUSTED", "TOO_MANY_STREAMS", *BUDGET, limits=Limits(max_audio_streams=1)
)
async def one_stream_too_many(bench: Bench) -> None:
    await bench.attached(await bench.join_id("one"), receive=MONO)
    await begin(bench, config_of(await bench.join_id("two"), receive=MONO))


@CASES.add(
    "StreamAudio", "RESOURCE_EXHAUSTED", "BUFFERS_EXHAUSTED", *BUDGET, limits=Limits(buffer_bytes=4_000_000)
)
async def one_buffer_too_many(bench: Bench) -> None:
    await bench.attached(await bench.join_id("one"), send=MONO)
    await begin(bench, config_of(await bench.join_id("two"), send=MONO))


@CASES.add(
    "StreamAudio", "RESOURCE_EXHAUSTED", "TOO_MANY_STREAMS", *BUDGET, limits=Limits(max_audio_streams=1)
)
async def a_second_call_without_a_lane(bench: Bench) -> None:
    await bench.attached(await bench.join_id("one"), receive=MONO)
    await begin(bench, chunk_of(bytes(1_920)))


@CASES.add(
    "StreamAudio", "UNAVAILABLE", "FIRST_MESSAGE_LATE", "limit_ms", "calls", limits=Limits(first_message_ms=1)
)
async def a_call_that_says_nothing(bench: Bench) -> None:
    await read_all(await bench.audio())


@CASES.add("StreamAudio", "UNAVAILABLE", "DAEMON_STOPPING")
async def a_stream_while_the_daemon_stops(bench: Bench) -> None:
    connection_id = await bench.join_id()
    bench.stop()
    await begin(bench, config_of(connection_id, receive=MONO))


@CASES.add("StreamAudio", "UNAVAILABLE", "AUDIO_FAILED")
async def a_bug_in_the_audio_of_a_connection(bench: Bench) -> None:
    stream = await bench.attached(await bench.join_id(), send=MONO)
    bench.speaker(next(iter(bench.host._connections))).tick = None  # type: ignore[method-assign, assignment]
    with pytest.raises(ExceptionGroup):
        bench.tick()
    await read_all(stream)


@CASES.add("StreamAudio", "UNAVAILABLE", "DAEMON_STOPPING")
async def the_daemon_stopping_under_a_stream(bench: Bench) -> None:
    stream = await bench.attached(await bench.join_id(), send=MONO)
    bench.stop()
    await read_all(stream)


@CASES.add("StreamAudio", "FAILED_PRECONDITION", "CONNECTION_LEFT", "connection_id", "detail")
async def the_last_of_two_connections_being_kicked(bench: Bench) -> None:
    ids = [await bench.join_id(user_id) for user_id in ("one", "two")]
    stream = await bench.attached(ids[0], receive=MONO)
    await stream.write(config_of(ids[1], send=MONO))
    assert (await stream.read()).lane == 1
    bench.runtime.link("one").dismiss()
    ended = await stream.read()
    assert (ended.lane, ended.lane_ended.reason) == (0, "CONNECTION_LEFT")
    bench.runtime.link("two").dismiss()
    await read_all(stream)


async def update(bench: Bench, connection_id: str, **fields: Any) -> None:
    request = audio_pb2.UpdateListeningRequest(connection_id=connection_id, **fields)
    await bench.ask_audio.UpdateListening(request)


@CASES.add("UpdateListening", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def listening_of_an_unknown_connection(bench: Bench) -> None:
    await update(bench, "c0123", deafened=True)


@CASES.add("UpdateListening", "NOT_FOUND", "PEER_NOT_FOUND", "peer_id", "connection_id")
async def listening_to_a_peer_that_is_not_there(bench: Bench) -> None:
    await update(bench, await bench.join_id(), peers=[audio_pb2.PeerListening(peer_id=4_711, muted=True)])


def a_gain_of(gain_db: float) -> None:
    @CASES.add("UpdateListening", "INVALID_ARGUMENT", "GAIN_INVALID", "gain", "low", "high")
    async def provoke(bench: Bench) -> None:
        other = await bench.join("other")
        listening = audio_pb2.PeerListening(peer_id=other.own_peer_id, gain_db=gain_db)
        await update(bench, await bench.join_id(), peers=[listening])

    provoke.__name__ = f"a_gain_of_{gain_db}"


a_gain_of(24.5)
a_gain_of(-60.5)
a_gain_of(float("nan"))
a_gain_of(float("inf"))


@CASES.add("ResetAudio", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def a_reset_of_nothing(bench: Bench) -> None:
    await bench.ask_audio.ResetAudio(audio_pb2.ResetAudioRequest(connection_id="c0123"))


@CASES.add("ResetAudio", "NOT_FOUND", "PEER_NOT_FOUND", "peer_id", "connection_id")
async def a_reset_of_a_peer_that_is_not_there(bench: Bench) -> None:
    request = audio_pb2.ResetAudioRequest(connection_id=await bench.join_id(), peer_ids=[4_711])
    await bench.ask_audio.ResetAudio(request)


@pytest.mark.parametrize("door", [False, True], ids=["grpc", "door"])
@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_the_audio_service_reaches_the_caller(
    case: Case, tmp_path: Path, *, door: bool
) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key, door=door) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
