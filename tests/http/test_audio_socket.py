"""Speaking and listening over the WebSocket, its errors, and its bounds."""

from __future__ import annotations

import asyncio
import json
import struct
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed

from odind.core.bounds.limits import Limits
from odind.core.errors import UnavailableError
from odind.http.audio_frames import HEADER
from odind.pack.messages import MAX_MESSAGE_BYTES
from odind.services import audio
from tests.rpc.bench import until

from .bench import FRAME_BYTES, MONO, AudioClient, Bench, open_bench

if TYPE_CHECKING:
    import io
    from collections.abc import AsyncIterator

LOUD = np.full(FRAME_BYTES // 2, 8_000, "<i2").tobytes()


MORE_TICKS_THAN_ANY_SOCKET_HOLDS = 1_000  # of 15 kB each


@asynccontextmanager
async def client(bench: Bench, query: str = "") -> AsyncIterator[AudioClient]:
    async with bench.socket(query) as socket:
        yield AudioClient(socket)


@asynccontextmanager
async def pair(bench: Bench) -> AsyncIterator[tuple[AudioClient, AudioClient]]:
    """One that speaks and one that listens, in the same room."""
    async with AsyncExitStack() as stack:
        speaker, listener = [await stack.enter_async_context(client(bench)) for _ in range(2)]
        await speaker.attach(await bench.join("speaker"), send=MONO)
        mode = "RECEIVE_MODE_PER_PEER"
        await listener.attach(await bench.join("listener"), receive=MONO, receiveMode=mode)
        yield speaker, listener


def ramp(frames: int) -> bytes:
    """Samples that are all different from those around, and nowhere silent."""
    return (np.arange(frames * FRAME_BYTES // 2) % 20_000 + 1).astype("<i2").tobytes()


async def sound_of(listener: AudioClient, size: int) -> bytes:
    """What is heard until so many bytes have come."""
    heard = b""
    while len(heard) < size:
        message = await listener.hear()
        if isinstance(message, bytes):
            heard += message[message[0] :]
    return heard


async def refused(bench: Bench, *messages: dict[str, Any] | bytes, query: str = "") -> tuple[Any, int | None]:
    """Send messages and return the error and the close code that answer them."""
    async with client(bench, query) as speaker:
        with suppress(ConnectionClosed):
            for message in messages:
                await speaker.say(message)
        last, code = await speaker.until_closed()
    return last["error"], code


def ended_calls(log: io.StringIO) -> list[dict[str, Any]]:
    """What odind has logged of calls of audio."""
    entries = [json.loads(line) for line in log.getvalue().splitlines()]
    return [line for line in entries if line["logger"] == "odind.http" and line["rpc"] == "/v1/audio"]


async def test_what_one_says_the_other_hears(bench: Bench):
    said = ramp(50)
    async with pair(bench) as (speaker, listener), bench.ticking():
        for start in range(0, len(said), 7_000):
            await speaker.say(said[start : start + 7_000])
        await speaker.say({"finish": {}})
        heard = await sound_of(listener, len(said))
    assert heard == said


async def test_all_is_said_before_the_socket_is_closed_with_1000(bench: Bench):
    connection_id = await bench.join()
    async with client(bench) as speaker, bench.ticking():
        await speaker.attach(connection_id, send=MONO)
        await speaker.say(ramp(5))
        await speaker.say({"finish": {}})
        last, code = await speaker.until_closed()
    assert last["drained"]["samples"] == str(5 * FRAME_BYTES // 2)
    assert code == 1000


async def test_the_answer_to_a_config_fills_in_its_defaults(bench: Bench):
    async with client(bench) as speaker:
        started = await speaker.attach(await bench.join(), send={})
    assert started["started"]["send"]["sampleRateHz"] == 48_000


async def test_frames_name_their_peer_and_their_place(bench: Bench):
    async with pair(bench) as (speaker, listener), bench.ticking():
        await speaker.say(ramp(5))
        introduction, first = await listener.hear(), await listener.hear()
    (named,) = introduction["frames"]["frames"]
    assert named["userId"] == "speaker"
    assert struct.unpack_from("<I", first, 4) == (named["peerId"],)
    assert struct.unpack_from("<Q", first, 8) == (1,)
    assert len(first) == HEADER.size + FRAME_BYTES


async def test_prefixed_sound_goes_to_its_lane(bench: Bench):
    connection_id = await bench.join()
    async with client(bench, "?prefix=1") as speaker, bench.ticking():
        await speaker.attach(connection_id, send=MONO)
        await speaker.say(b"\x00" + ramp(3))
        await speaker.say({"finish": {}})
        last, _ = await speaker.until_closed()
    assert last["drained"]["samples"] == str(3 * FRAME_BYTES // 2)


@pytest.mark.parametrize(
    ("messages", "reason", "code"),
    [
        (['{"connectionId": "nowhere", "send": {}}'], "CONNECTION_NOT_FOUND", 4005),
        ([b"sound"], "CONFIG_EXPECTED", 4003),
        (['{"mark": {"name": "x"}}'], "CONFIG_EXPECTED", 4003),
        (["no json"], "MESSAGE_MALFORMED", 4003),
        (['{"connectionId": "ID"}'], "DIRECTION_MISSING", 4003),
        (['{"connectionId": "ID", "send": {}}', b"odd"], "CHUNK_NOT_WHOLE", 4003),
        (['{"connectionId": "ID", "send": {}}', bytes(524_290)], "CHUNK_TOO_LARGE", 4003),
        (['{"connectionId": "ID", "send": {}}', "{"], "MESSAGE_MALFORMED", 4003),
        (['{"connectionId": "ID", "send": {}}', "{}"], "REQUEST_EMPTY", 4003),
    ],
)
async def test_a_wrong_message_is_answered_with_its_reason_and_a_close_code(
    bench: Bench, messages: list[str | bytes], reason: str, code: int
):
    connection_id = await bench.join()
    async with client(bench) as speaker:
        for message in messages:
            text = message.replace("ID", connection_id) if isinstance(message, str) else message
            await speaker.socket.send(text)
        last, close_code = await speaker.until_closed()
    assert (last["error"]["reason"], last["error"]["code"]) == (
        reason,
        "not_found" if code == 4005 else "invalid_argument",
    )
    assert close_code == code
    assert speaker.socket.close_reason == reason


async def test_the_error_carries_its_metadata(bench: Bench):
    error, _ = await refused(bench, {"connectionId": "nowhere", "send": {}})
    assert error["metadata"] == {"connection_id": "nowhere"}
    assert "nowhere" in error["message"]


async def test_only_one_stream_speaks_for_a_connection_that_must_be_alone(bench: Bench):
    connection_id = await bench.join()
    async with client(bench) as first:
        await first.attach(connection_id, send=MONO)
        alone = {"connectionId": connection_id, "send": MONO, "exclusive": True}
        error, code = await refused(bench, alone)
    assert (error["code"], error["reason"], code) == ("already_exists", "SENDER_EXISTS", 4006)


async def test_too_many_streams_are_refused():
    async with open_bench(limits=Limits(max_audio_streams=1)) as bench:
        connection_id = await bench.join()
        async with client(bench) as first:
            await first.attach(connection_id, receive=MONO)
            error, code = await refused(bench, {"connectionId": connection_id, "receive": MONO})
    assert (error["code"], error["reason"], code) == ("resource_exhausted", "TOO_MANY_STREAMS", 4008)


async def test_leaving_the_room_ends_its_streams(bench: Bench):
    connection_id = await bench.join()
    async with client(bench) as listener:
        await listener.attach(connection_id, receive=MONO)
        await bench.call("LeaveRoom", connectionId=connection_id)
        last, code = await listener.until_closed()
    assert (last["laneEnded"]["reason"], code) == ("CONNECTION_LEFT", 1000)


async def test_the_daemon_tells_that_it_stops(bench: Bench):
    async with client(bench) as listener:
        await listener.attach(await bench.join(), receive=MONO)
        bench.stop()
        last, code = await listener.until_closed()
    assert (last["error"]["reason"], code) == ("DAEMON_STOPPING", 4014)


async def test_a_lost_room_is_told(bench: Bench):
    connection_id = await bench.join()
    async with client(bench) as listener:
        await listener.attach(connection_id, receive=MONO)
        bench.runtime.link("me").close(UnavailableError("GONE", "the server is gone"))
        last, code = await listener.until_closed()
    assert last["error"]["metadata"]["connection_id"] == connection_id
    assert code in (4009, 4014)


async def test_a_bug_of_ours_is_an_internal_error_and_nothing_more(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_: object) -> None:
        raise RuntimeError("the secret is 42")

    monkeypatch.setattr(audio, "_take", fail)
    error, code = await refused(bench, {"connectionId": "c1", "send": MONO})
    assert error == {"code": "internal", "reason": "", "message": "internal error", "metadata": {}}
    assert code == 4013


@pytest.mark.parametrize("query", ["?prefix=2", "?prefix=", "?prefix=true"])
async def test_another_prefix_mode_is_refused(bench: Bench, query: str):
    error, code = await refused(bench, query=query)
    assert (error["reason"], code) == ("PREFIX_INVALID", 4003)


async def test_a_message_that_is_too_large_closes_the_socket_with_1009(bench: Bench):
    async with client(bench) as speaker:
        await speaker.attach(await bench.join(), send=MONO)
        with suppress(ConnectionClosed):  # the daemon may close while the rest is on its way
            await speaker.say(bytes(MAX_MESSAGE_BYTES + 1))
        _, code = await speaker.until_closed()
    assert code == 1009


async def test_a_client_that_goes_away_makes_room_for_another(bench: Bench, log: io.StringIO):
    connection_id = await bench.join()
    async with client(bench) as first:
        await first.attach(connection_id, send=MONO)
    await until(lambda: ended_calls(log))
    async with client(bench) as second:
        await second.attach(connection_id, send=MONO)


async def test_a_page_that_is_closed_leaves_no_peer(bench: Bench):
    joined = await bench.call("JoinRoom", roomId="room", userId="me", linger="1s")
    connection_id = joined.json()["connection"]["connectionId"]
    async with client(bench) as page:
        await page.attach(connection_id, send=MONO, receive=MONO)
        page.socket.transport.abort()
    await until(lambda: not bench.runtime.links)
    assert "connection" not in (await bench.call("GetConnection", connectionId=connection_id)).json()


async def test_a_client_that_breaks_off_before_its_config_leaves_nothing(bench: Bench, log: io.StringIO):
    async with client(bench) as first:
        first.socket.transport.abort()
    await until(lambda: ended_calls(log))
    assert [line["code"] for line in ended_calls(log)] == ["CANCELLED"]


async def test_a_socket_is_one_line_in_the_log(bench: Bench, log: io.StringIO):
    await refused(bench, {"connectionId": "nowhere", "send": MONO})
    await until(lambda: ended_calls(log))
    (line,) = ended_calls(log)
    assert (line["event"], line["level"]) == ("rpc.ended", "debug")
    assert (line["code"], line["reason"]) == ("NOT_FOUND", "CONNECTION_NOT_FOUND")


async def test_a_slow_reader_loses_its_oldest_frames_and_is_told_how_many():
    async with open_bench(limits=Limits(receive_buffer_ms=100)) as bench, AsyncExitStack() as stack:
        listener = AudioClient(await stack.enter_async_context(bench.socket(max_queue=1)))
        await listener.attach(await bench.join("listener"), receive={"sampleRateHz": 192_000, "channels": 2})
        for _ in range(MORE_TICKS_THAN_ANY_SOCKET_HOLDS):
            bench.tick()
            await asyncio.sleep(0)
        lost = False
        async with bench.ticking():
            while not lost:
                message = await listener.hear()
                lost = isinstance(message, bytes) and struct.unpack_from("<I", message, 36)[0] > 0
        listener.socket.transport.abort()  # too much is under way for a proper end
