"""The ways from a caller to the daemon, with messages as bytes: calls of gRPC, and audio sockets."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, cast

import grpc

from odind.framing import Unframer, framed
from odind.sockets import audio_socket_beside

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    Begin = Callable[[str], Awaitable["AudioCall"]]  # takes a target of gRPC

_METHOD: Final = "/odind.v1.AudioService/StreamAudio"
_OPTIONS: Final = (("grpc.enable_http_proxy", 0), ("grpc.max_receive_message_length", 2**24))


class AudioCall(Protocol):
    """One call of StreamAudio."""

    async def write(self, message: bytes, /) -> None:
        """Send a request."""

    async def read(self) -> object:
        """Return a response, or what is no bytes at the end."""


class SocketCall(asyncio.Protocol):
    """A call at an audio socket."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport
        self._unframer = Unframer(lambda _: None)
        self._messages: asyncio.Queue[bytes | None] = asyncio.Queue()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say an empty hello."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(framed(b""))

    def data_received(self, data: bytes) -> None:
        """Keep the responses for `read`."""
        for message in self._unframer.feed(data):
            self._messages.put_nowait(message)

    def connection_lost(self, exc: Exception | None) -> None:
        """Have `read` return the end."""
        del exc
        self._messages.put_nowait(None)

    async def write(self, message: bytes) -> None:
        """Send a request."""
        self._transport.write(framed(message))

    async def read(self) -> bytes | None:
        """Return a response, None at the end."""
        return await self._messages.get()

    def close(self) -> None:
        """Hang up."""
        self._transport.close()


@asynccontextmanager
async def over_sockets() -> AsyncIterator[Begin]:
    """Begin calls at the audio sockets beside targets; they end with the block."""
    calls: list[SocketCall] = []

    async def begin(target: str) -> AudioCall:
        path = audio_socket_beside(Path(target.removeprefix("unix:")))
        _, call = await asyncio.get_running_loop().create_unix_connection(SocketCall, str(path))
        calls.append(call)
        return call

    try:
        yield begin
    finally:
        for call in calls:
            call.close()


@asynccontextmanager
async def over_grpc() -> AsyncIterator[Begin]:
    """Begin calls of gRPC, with one channel for each target; they end with the block."""
    async with AsyncExitStack() as stack:
        methods: dict[str, grpc.aio.StreamStreamMultiCallable[bytes, bytes]] = {}

        async def begin(target: str) -> AudioCall:
            if target not in methods:
                channel = grpc.aio.insecure_channel(target, options=_OPTIONS)
                await stack.enter_async_context(channel)
                methods[target] = channel.stream_stream(
                    _METHOD, request_serializer=None, response_deserializer=None
                )
            return methods[target](None)

        yield begin
