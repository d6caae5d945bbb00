"""The embedded server stays open to others, whatever one peer does with connections."""

from __future__ import annotations

import asyncio
import socket
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from odind.asgi import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Receive, Scope, Send

MOST = 8
PATIENCE = 10.0
REQUEST = b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n"


UPGRADE = (
    b"GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
    b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer once the body has come; keep a WebSocket until its client closes it."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            pass
        return
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


class Peer:
    """One connection to the server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def say(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def answer(self) -> bytes:
        """Return the status line, or nothing when the connection was closed without one."""
        async with asyncio.timeout(PATIENCE):
            try:
                return (await self._reader.readuntil(b"\r\n\r\n")).split(b"\r\n")[0]
            except (asyncio.IncompleteReadError, ConnectionResetError):
                return b""

    async def ask(self) -> bytes:
        await self.say(REQUEST + b"{}")
        return await self.answer()

    async def aclose(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()


class House:
    """A server and those who connect to it."""

    def __init__(self, port: int, stack: AsyncExitStack) -> None:
        self._port = port
        self._stack = stack

    async def socket(self) -> Peer:
        """Open a WebSocket."""
        peer = await self.peer()
        await peer.say(UPGRADE)
        assert await peer.answer() == b"HTTP/1.1 101 Switching Protocols"
        return peer

    async def peer(self) -> Peer:
        peer = Peer(*await asyncio.open_connection("127.0.0.1", self._port))
        self._stack.push_async_callback(peer.aclose)
        return peer


@asynccontextmanager
async def serving(request_s: float) -> AsyncIterator[House]:
    server = EmbeddedServer(app, connections_per_peer=MOST, request_s=request_s)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(server.serve(sockets=[listening]))
            await server.ready.wait()
            async with AsyncExitStack() as stack:
                yield House(listening.getsockname()[1], stack)
            server.should_exit = True


@pytest.mark.parametrize(
    "half", [b"", b"POST / HTTP/1.1\r\nhost", b"G"], ids=["nothing", "headers", "a byte"]
)
async def test_many_half_requests_of_a_peer_keep_nobody_out(half: bytes):
    async with serving(60) as house:
        halves = [await house.peer() for _ in range(3 * MOST)]
        for peer in halves:
            await peer.say(half)
        assert await (await house.peer()).ask() == b"HTTP/1.1 204 No Content"
        assert await halves[0].answer() == b""  # the oldest had to go


async def test_a_connection_that_asks_for_something_is_not_the_one_that_goes():
    async with serving(60) as house:
        busy = await house.peer()
        await busy.say(REQUEST)
        for _ in range(2 * MOST):
            await house.peer()
        await busy.say(b"{}")
        assert await busy.answer() == b"HTTP/1.1 204 No Content"


async def test_a_peer_whose_connections_all_ask_for_something_gets_no_more():
    async with serving(60) as house:
        for _ in range(MOST):
            await (await house.peer()).say(REQUEST)
        await asyncio.sleep(0.1)
        assert await (await house.peer()).ask() == b""


@pytest.mark.parametrize("part", [b"", b"POST / HTTP/1.1\r\n", REQUEST, REQUEST + b"{"])
async def test_a_request_that_does_not_arrive_whole_in_time_is_given_up(part: bytes):
    async with serving(0.2) as house:
        peer = await house.peer()
        await peer.say(part)
        assert await peer.answer() == b""


async def test_what_is_no_http_is_refused_without_a_line_in_the_log(caplog: pytest.LogCaptureFixture):
    async with serving(request_s=PATIENCE) as house:
        peer = await house.peer()
        await peer.say(b"\xff\xfe\r\n\r\n")
        assert await peer.answer() == b"HTTP/1.1 400 Bad Request"
    assert not [record for record in caplog.records if record.name == "uvicorn.error"]


async def test_a_websocket_counts_until_it_is_closed():
    async with serving(60) as house:
        sockets = [await house.socket() for _ in range(MOST)]
        assert await (await house.peer()).ask() == b""
        await sockets[0].aclose()
        async with asyncio.timeout(PATIENCE):
            while not await (await house.peer()).ask():
                pass


async def test_the_second_request_of_a_connection_has_its_time_too():
    async with serving(0.3) as house:
        peer = await house.peer()
        assert await peer.ask() == b"HTTP/1.1 204 No Content"
        await peer.say(REQUEST)
        assert await peer.answer() == b""
