"""Destinations that refuse, answer nonsense, vanish or take nothing: each is an error with a reason."""

from __future__ import annotations

import asyncio
import json
import ssl
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import numpy as np
import pytest
from websockets.asyncio.server import serve

from odind.core.errors import OdindError
from odind.core.push.address import Codec
from odind.push import amf
from odind.push.chunks import COMMAND, Message, MessageReader, write
from tests.push.destinations import KEY, carrying, needs_tls_front, plan_of, say, speech, tls_front
from tests.tls.folders import make_keys

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from websockets.asyncio.server import ServerConnection
    from websockets.http11 import Request, Response

    Behave = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

HANDSHAKE = 1_536
STARTED = {"level": "status", "code": "NetStream.Publish.Start"}


@asynccontextmanager
async def serving(behave: Behave) -> AsyncIterator[int]:
    """Serve one behaviour, and give its port."""
    tasks: set[asyncio.Task[None]] = set()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.current_task())  # type: ignore[arg-type]
        with suppress(OSError, EOFError, asyncio.CancelledError):
            await behave(reader, writer)
            await writer.drain()
        writer.close()

    async with await asyncio.start_server(accept, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def error_of(address: str, codec: Codec | None = None) -> OdindError:
    """What becomes of a destination to which is spoken for as long as it likes."""
    try:
        async with carrying(plan_of(address, codec)) as carriage:
            while True:
                await say(carriage, speech(), faster=1_000)
    except OdindError as error:
        return error


def answers(answer: bytes) -> Behave:
    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(answer)
        await writer.drain()

    return behave


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"HTTP/1.1 401 You need a password\r\n\r\n", "PUSH_REFUSED"),
        (b"HTTP/1.1 403 Forbidden\r\nX: y\r\n\r\n", "PUSH_REFUSED"),
        (b"HTTP/1.1 500 Oops\r\n\r\n", "PUSH_CLOSED"),
        (b"HTTP/1.1 200 OK\r\n\r\n", "PUSH_CLOSED"),  # and closes
        (b"SSH-2.0-OpenSSH_9\r\n", "PUSH_CLOSED"),
        (b"", "PUSH_CLOSED"),
        (b"x" * 100_000, "PUSH_CLOSED"),
        (b"HTTP/1.1 \xff\xfe\r\n\r\n", "PUSH_CLOSED"),
    ],
)
async def test_whatever_answers_instead_of_icecast_is_told(answer: bytes, reason: str):
    async with serving(answers(answer)) as port:
        error = await error_of(f"icecast://127.0.0.1:{port}/m")
    assert error.reason in (reason, "HOST_UNREACHABLE" if reason == "PUSH_CLOSED" else reason)


async def test_nobody_there_is_unreachable():
    async with serving(answers(b"")) as port:
        pass
    assert (await error_of(f"rtmp://127.0.0.1:{port}/live")).reason == "HOST_UNREACHABLE"


@pytest.mark.parametrize("scheme", ["icecasts", "rtmps", "wss"])
async def test_what_speaks_no_tls_is_unreachable(scheme: str):
    async with serving(answers(b"hello, I speak no TLS\r\n" * 10)) as port:
        error = await error_of(f"{scheme}://127.0.0.1:{port}/live")
    assert error.reason in ("HOST_UNREACHABLE", "PUSH_CLOSED")


# RTMP


async def shaken(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> MessageReader:
    """Play a server's part of the handshake."""
    await reader.readexactly(1 + HANDSHAKE)
    writer.write(b"\x03" + bytes(2 * HANDSHAKE))
    await reader.readexactly(HANDSHAKE)
    return MessageReader(reader)


def tell(writer: asyncio.StreamWriter, *values: amf.Value) -> None:
    write(writer, Message(COMMAND, amf.encode(*values)), 128)


async def commands(messages: MessageReader) -> AsyncIterator[list[amf.Value]]:
    while True:
        message = await messages.read()
        if message.kind == COMMAND:
            yield amf.decode(message.body)


def rtmp(heard: list[list[amf.Value]], published: dict[str, amf.Value]) -> Behave:
    """A server that lets everybody in, and says this to those who publish."""

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async for command in commands(await shaken(reader, writer)):
            heard.append(command)
            if command[0] == "connect":
                tell(writer, "_result", 1.0, {"fmsVer": "x"}, {"level": "status"})
            if command[0] == "createStream":
                tell(writer, "_result", command[1], None, 7.0)
            if command[0] == "publish":
                tell(writer, "onStatus", 0.0, None, published)

    return behave


async def test_a_server_of_rtmp_is_told_its_own_name_and_application():
    heard: list[list[amf.Value]] = []
    async with (
        serving(rtmp(heard, STARTED)) as port,
        carrying(plan_of(f"rtmp://127.0.0.1:{port}/live/x")) as way,
    ):
        await say(way, speech()[:48_000])
        await way.finish()
    assert heard[0][2] == {
        "app": "live/x",
        "type": "nonprivate",
        "flashVer": "FMLE/3.0 (compatible; odind)",
        "tcUrl": f"rtmp://127.0.0.1:{port}/live/x",
    }
    assert [command[0] for command in heard[:5]] == [
        "connect",
        "releaseStream",
        "FCPublish",
        "createStream",
        "publish",
    ]
    assert heard[4][3:] == [KEY, "live"]


@pytest.mark.parametrize("code", ["NetStream.Publish.BadName", "NetStream.Publish.Denied"])
async def test_a_refusal_of_rtmp_is_told_in_its_words(code: str):
    async with serving(rtmp([], {"level": "error", "code": code, "description": "no"})) as port:
        error = await error_of(f"rtmp://127.0.0.1:{port}/live")
    assert (error.reason, f"{code}: no" in error.message) == ("PUSH_REFUSED", True)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n" + bytes(4_000),
        b"\x03" + bytes(2 * HANDSHAKE) + b"\x02\x00\x00\x00\xff\xff\xff\x14" + bytes(100),
        b"\x03" + bytes(2 * HANDSHAKE) + b"\x03\x00\x00\x00\x00\x00\x05\x14\x00\x00\x00\x00\x02\xff\xffab",
        b"\x03" + bytes(2 * HANDSHAKE) + b"\x02\x00\x00\x00\x00\x00\x04\x01\x00\x00\x00\x00\x00\x00\x00\x00",
        b"\x03" + bytes(2 * HANDSHAKE) + b"\xc7" * 10_000,
    ],
    ids=["of HTTP", "of a message without end", "of half a value", "of chunks of no size", "of noise"],
)
async def test_nonsense_instead_of_rtmp_ends_the_attempt(answer: bytes):
    async with serving(answers(answer)) as port:
        error = await error_of(f"rtmp://127.0.0.1:{port}/live")
    assert error.reason in ("PUSH_CLOSED", "PUSH_REFUSED", "HOST_UNREACHABLE")


@pytest.mark.parametrize(
    "data", [b"\x00", b"\x02\x00\x05ab", b"\x0b" + bytes(8), b"\x03" * 40, b"\x03\x00\x01a\x03" * 20]
)
def test_what_is_no_value_is_refused(data: bytes):
    with pytest.raises(ValueError, match="value"):
        amf.decode(data)


# Those who take nothing


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Let us in as Icecast does, and never read again."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    reader._transport.pause_reading()  # type: ignore[attr-defined]
    await asyncio.Event().wait()


async def test_one_that_reads_nothing_soon_holds_up_who_sends():
    sent = 0
    async with serving(silent) as port, carrying(plan_of(f"icecast://127.0.0.1:{port}/m")) as way:
        with suppress(TimeoutError):
            while sent < 60:
                async with asyncio.timeout(2):
                    await way.send(speech()[:48_000].tobytes())
                sent += 1
    assert sent < 60  # seconds of sound at 128 kbit/s


# WebSockets


@asynccontextmanager
async def sockets(
    handle: Callable[[ServerConnection], Awaitable[None]], **more: object
) -> AsyncIterator[str]:
    async with serve(handle, "127.0.0.1", 0, **more) as server:  # type: ignore[arg-type]
        yield f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/sound"


@pytest.mark.parametrize("codec", [Codec.PCM, Codec.OPUS])
async def test_a_websocket_gets_a_header_then_sound_in_slots_then_a_word_of_the_end(codec: Codec):
    got: list[str | bytes] = []
    headers: list[str | None] = []

    async def handle(socket: ServerConnection) -> None:
        assert socket.request
        headers.append(socket.request.headers.get("authorization"))
        got.extend([message async for message in socket])

    async with sockets(handle) as address, carrying(plan_of(address, codec, "Lobby")) as way:
        await say(way, speech())
        await way.finish()
    start, *pieces, end = got
    assert headers == [f"Bearer {KEY}"]
    assert json.loads(start) == {
        "event": "start",
        "version": 1,
        "sampleFormat": "SAMPLE_FORMAT_S16LE" if codec is Codec.PCM else "SAMPLE_FORMAT_OPUS",
        "sampleRateHz": 48_000,
        "channels": 1,
        "frameSamples": 960,
        "title": "Lobby",
    }
    assert json.loads(end) == {"event": "stop"}
    assert abs(len(pieces) - len(speech()) / 960) < 2
    if codec is Codec.PCM:
        assert np.array_equal(np.frombuffer(b"".join(pieces), np.int16)[:200_000], speech()[:200_000])


@needs_tls_front
async def test_a_websocket_behind_tls_gets_the_same(tmp_path: Path):
    keys, got = make_keys(tmp_path), list[str | bytes]()

    async def handle(socket: ServerConnection) -> None:
        got.extend([message async for message in socket])

    trust = ssl.create_default_context(cafile=str(keys.ca))
    async with sockets(handle) as address:
        behind = int(address.rpartition(":")[2].partition("/")[0])
        async with tls_front(tmp_path, keys.folder, behind) as port:
            secure = plan_of(f"wss://localhost:{port}/sound", Codec.PCM)
            async with carrying(secure, trust=trust) as way:
                await say(way, speech())
                await way.finish()
    assert np.array_equal(np.frombuffer(b"".join(got[1:-1]), np.int16)[:200_000], speech()[:200_000])  # type: ignore[arg-type]


async def test_a_websocket_that_answers_401_refuses():
    def refuse(socket: ServerConnection, _request: Request) -> Response:
        return socket.respond(401, "no")

    async def handle(_socket: ServerConnection) -> None:
        raise AssertionError("it was refused")

    async with sockets(handle, process_request=refuse) as address:
        error = await error_of(address)
    assert error.reason == "PUSH_REFUSED"


@pytest.mark.parametrize(("code", "reason"), [(1008, "PUSH_REFUSED"), (1011, "PUSH_CLOSED")])
async def test_a_websocket_that_closes_says_why(code: int, reason: str):
    async def handle(socket: ServerConnection) -> None:
        await socket.recv()
        await socket.close(code, "enough")

    async with sockets(handle) as address:
        error = await error_of(address)
    assert (error.reason, "enough" in error.message) == (reason, True)
