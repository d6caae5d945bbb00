"""What a peer of an audio socket cannot do: send nonsense, say or read nothing, or be gone unnoticed."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import grpc
import pytest

from odind.core.bounds.limits import Limits
from odind.door import connection, listener
from odind.framing import framed
from odind.pack.messages import MAX_MESSAGE_BYTES
from odind.services import audio
from odind.v1 import audio_pb2
from tests.rpc.bench import MONO, Bench, chunk_of, config_of, open_bench, until
from tests.rpc.door import DoorCaller

if TYPE_CHECKING:
    import io
    from pathlib import Path

HTTP2 = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
HELLO = framed(b"")
SECOND = bytes(96_000)
PAUSE = audio_pb2.StreamAudioRequest(pause=audio_pb2.Pause())


async def outcome(caller: DoorCaller) -> tuple[str, str]:
    """The code and the reason that end a call."""
    while caller.ended is None:
        try:
            await caller.read()
        except grpc.aio.AioRpcError:
            break
    assert caller.ended
    return caller.ended.code, caller.ended.reason


def ended_calls(log: io.StringIO) -> list[tuple[str, str]]:
    """The codes and reasons of the audio calls that are over."""
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    return [(line["code"], line.get("reason", "")) for line in lines if line["logger"] == "odind.door"]


@pytest.mark.parametrize(
    ("opening", "reason"),
    [
        (HTTP2, "MESSAGE_TOO_LARGE"),
        (framed(b"\xff" * 10), "MESSAGE_MALFORMED"),
        (HELLO + framed(b"\xff" * 10), "MESSAGE_MALFORMED"),
        (HELLO + (MAX_MESSAGE_BYTES + 1).to_bytes(4), "MESSAGE_TOO_LARGE"),
        (HELLO + b"\xff\xff\xff\xff", "MESSAGE_TOO_LARGE"),
        (HELLO + framed(b""), "CONFIG_EXPECTED"),
    ],
)
async def test_nonsense_ends_the_call_with_its_reason(bench: Bench, opening: bytes, reason: str):
    assert await outcome(await bench.dial(opening)) == ("INVALID_ARGUMENT", reason)


@pytest.mark.parametrize("opening", [b"", b"\0\0", HELLO, HELLO + b"\0\0\1\0half"])
async def test_who_says_nothing_whole_is_told_so_in_time(tmp_path: Path, opening: bytes):
    async with open_bench(tmp_path, limits=Limits(first_message_ms=20), door=True) as bench:
        assert await outcome(await bench.dial(opening)) == ("UNAVAILABLE", "FIRST_MESSAGE_LATE")


async def test_silent_peers_in_any_number_keep_no_other_out(tmp_path: Path):
    async with open_bench(tmp_path, limits=Limits(waiting_calls=5), door=True) as bench:
        silent = [await bench.dial(b"") for _ in range(50)]
        listener = await bench.attached(await bench.join_id(), receive=MONO)
        listener.cancel()
        for caller in silent[:5]:
            assert await outcome(caller) == ("UNAVAILABLE", "FIRST_MESSAGE_LATE")


async def test_one_peer_too_many_is_closed_unheard(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(listener, "_MOST_CONNECTIONS", 1)
    first = await bench.attached(await bench.join_id(), receive=MONO)
    second = await bench.dial(b"")
    assert await second.reader.read() == b""
    first.cancel()


@pytest.mark.parametrize("half", [True, False])
async def test_a_peer_that_closes_its_end_has_hung_up(bench: Bench, log: io.StringIO, *, half: bool):
    caller = await bench.attached(await bench.join_id("talker"), send=MONO)
    await caller.write(chunk_of(SECOND))
    if half:
        caller.writer.write_eof()
        assert await caller.reader.read() == b""
    else:
        caller.writer.close()
    await until(lambda: ended_calls(log))
    assert ended_calls(log) == [("CANCELLED", "")]
    (await bench.attached(next(iter(bench.host._connections)), send=MONO)).cancel()


async def test_a_peer_that_dies_is_noticed_behind_what_nobody_reads(
    bench: Bench, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(connection, "_LOOK_S", 0.01)
    caller = await bench.attached(await bench.join_id(), send=MONO)
    await caller.write(PAUSE)
    for _ in range(25):  # the buffer holds 20 s; nobody speaks, and the rest waits in the socket
        caller.writer.write(framed(chunk_of(SECOND).SerializeToString()))
    speaker = bench.speaker(next(iter(bench.host._connections)))
    await until(lambda: speaker.queued_ms == 20_000)
    assert not ended_calls(log)
    caller.cancel()
    await until(lambda: ended_calls(log))
    assert ended_calls(log) == [("CANCELLED", "")]


async def test_a_caller_that_ignores_credit_is_read_no_further(bench: Bench):
    caller = await bench.attached(await bench.join_id(), send=MONO)
    for _ in range(60):
        caller.writer.write(framed(chunk_of(SECOND).SerializeToString()))
    speaker = bench.speaker(next(iter(bench.host._connections)))
    await until(lambda: speaker.queued_ms == 20_000)
    await asyncio.sleep(0.05)
    assert caller.writer.transport.get_write_buffer_size() > 20 * len(SECOND)
    async with bench.ticking():
        await until(lambda: caller.writer.transport.get_write_buffer_size() == 0)


async def test_a_peer_that_reads_nothing_holds_little_and_keeps_no_daemon_from_stopping(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(listener, "_GRACE_S", 0.05)
    served: list[connection.Connection] = []
    monkeypatch.setattr(listener, "Connection", lambda begin: served.append(made(begin)) or served[-1])
    made = connection.Connection
    async with open_bench(tmp_path, door=True) as bench:
        caller = await DoorCaller.dial(tmp_path / "odind.audio")
        caller.writer.transport.pause_reading()
        await caller.write(config_of(await bench.join_id(), receive=MONO))
        await until(lambda: bench.host.streams)
        for _ in range(400):
            bench.tick()
            await asyncio.sleep(0)
        await until(lambda: served[0].transport.get_write_buffer_size() > connection._UNSENT_BYTES)
        assert served[0].transport.get_write_buffer_size() < connection._UNSENT_BYTES + 4_096
    caller.cancel()


async def test_a_bug_of_ours_is_an_internal_error_and_nothing_more(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_: object) -> None:
        raise RuntimeError("the secret is 42")

    monkeypatch.setattr(audio, "_take", fail)
    caller = await bench.audio(config_of("c1", send=MONO))
    assert await outcome(caller) == ("INTERNAL", "")
    assert caller.ended.detail == "internal error"
