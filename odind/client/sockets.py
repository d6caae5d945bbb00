"""Sockets: bytes to and from one peer, beside the voice."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import grpc

from odind.core.errors import UnavailableError
from odind.v1 import sockets_pb2 as pb

from .failures import raised_again

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

    from odind.v1.sockets_pb2_grpc import SocketServiceAsyncStub

_Call: TypeAlias = grpc.aio.StreamStreamCall[pb.StreamSocketRequest, pb.StreamSocketResponse]
_REASON: Final = "SOCKET_END_REASON_"
_LATE: Final = (grpc.aio.AioRpcError, grpc.aio.UsageError, asyncio.InvalidStateError)


class SocketStream:
    """One socket. Iterating yields the peer's messages, until the peer has finished or the socket is over.

    One task may send while another iterates. A `send` that is cancelled ends the socket: gRPC's way. `socket`
    says what it is, `ended` how it ended; when that was not by both sides finishing, iterating raises
    UnavailableError with that reason (SOCKET_PEER_LEFT, SOCKET_CONNECTION_LOST, SOCKET_OVERFLOWED …).
    """

    def __init__(self, call: _Call, target: str) -> None:
        self.socket = pb.Socket()
        self.max_message_bytes = 0
        self.ended: pb.SocketEnded | None = None
        self.peer_finished = False
        self._call = call
        self._target = target
        self._sent = 0
        self._window = 0
        self._accepted_until = 0

    async def begin(self, config: pb.StreamSocketConfig) -> None:
        """Open or accept the socket; raises what the RPC lists."""
        with raised_again(self._target):
            await self._write(pb.StreamSocketRequest(config=config))
            opened = (await self._read()).opened
        self.socket, self.max_message_bytes = opened.socket, opened.max_message_bytes
        self._window = self._accepted_until = opened.accepted_until

    async def send(self, data: bytes) -> None:
        """Send a message of at most `max_message_bytes`; waits while much is on its way.

        After the end it is dropped: iterating tells why.
        """
        self._sent += len(data)
        await self._write(pb.StreamSocketRequest(data=data))

    async def send_all(self, data: bytes) -> None:
        """Send bytes of any length, as messages of the largest size. The peer sees where they were cut."""
        size = min(self.max_message_bytes, 65_536)
        for start in range(0, len(data), size):
            await self.send(data[start : start + size])

    async def finish(self) -> None:
        """Send nothing more. The peer learns of it, and can go on."""
        await self._write(pb.StreamSocketRequest(finish=pb.FinishSocket()))

    async def sent(self) -> None:
        """Wait until all that was sent is on its way; messages of the peer are dropped meanwhile."""
        while self.ended is None and self._accepted_until < self._sent + self._window:
            await self._next()

    def __aiter__(self) -> SocketStream:
        return self

    async def __anext__(self) -> bytes:
        while self.ended is None and not self.peer_finished:
            response = await self._next()
            if response.WhichOneof("kind") == "data":
                return response.data
        raise StopAsyncIteration

    async def over(self) -> pb.SocketEnded:
        """Wait for the end of the socket, and return how it ended. Messages of the peer are dropped."""
        while self.ended is None:
            await self._next()
        return self.ended

    async def _next(self) -> pb.StreamSocketResponse:
        with raised_again(self._target):
            response = await self._read()
        kind = response.WhichOneof("kind")
        if kind == "credit":
            self._accepted_until = response.credit.accepted_until
        elif kind == "peer_finished":
            self.peer_finished = True
        elif kind == "ended":
            self.ended = response.ended
            _require_finished(self.ended)
        return response

    async def _read(self) -> pb.StreamSocketResponse:
        response = await self._call.read()
        if isinstance(response, pb.StreamSocketResponse):
            return response
        if self._call.done() and await self._call.code() is not grpc.StatusCode.OK:
            await self._call.wait_for_connection()  # raises the status
        raise UnavailableError("SOCKET_ENDED", "the socket is over, and the daemon does not say why")

    async def _write(self, request: pb.StreamSocketRequest) -> None:
        try:
            await self._call.write(request)
        except _LATE:
            return


def _require_finished(ended: pb.SocketEnded) -> None:
    if ended.reason != pb.SOCKET_END_REASON_FINISHED:
        name = pb.SocketEndReason.Name(ended.reason).removeprefix(_REASON)
        raise UnavailableError(f"SOCKET_{name}", "the socket is over: {detail}", detail=ended.detail)


class Sockets:
    """Opens and accepts sockets. Each block raises what its RPC's comment in proto/ lists."""

    def __init__(self, stub: SocketServiceAsyncStub, target: str) -> None:
        self._stub = stub
        self._target = target

    def open(
        self,
        connection_id: str,
        peer_id: int,
        *,
        unreliable: bool = False,
        priority: int = 0,
        label: int = 0,
        receive_buffer_bytes: int = 0,
    ) -> AbstractAsyncContextManager[SocketStream]:
        """Open a socket to a peer for the length of the block; the peer sees the `label`.

        The end of the block ends it; `finish` and iterate, or wait for `sent`, before.
        """
        config = pb.StreamSocketConfig(
            connection_id=connection_id,
            open=pb.OpenSocket(peer_id=peer_id, unreliable=unreliable, priority=priority, label=label),
            receive_buffer_bytes=receive_buffer_bytes,
        )
        return self._stream(config)

    def accept(
        self, connection_id: str, socket_id: str, *, receive_buffer_bytes: int = 0
    ) -> AbstractAsyncContextManager[SocketStream]:
        """Accept a socket that a peer has opened, for the length of the block."""
        config = pb.StreamSocketConfig(
            connection_id=connection_id, accept=socket_id, receive_buffer_bytes=receive_buffer_bytes
        )
        return self._stream(config)

    @asynccontextmanager
    async def listen(self, connection_id: str) -> AsyncIterator[AsyncIterator[pb.Socket]]:
        """Listen for the length of the block, which iterates the sockets that peers open."""
        call = self._stub.ListenSockets(pb.ListenSocketsRequest(connection_id=connection_id))
        try:
            with raised_again(self._target):
                await anext(aiter(call), None)
            yield _offers(call, self._target)
        finally:
            call.cancel()

    @asynccontextmanager
    async def _stream(self, config: pb.StreamSocketConfig) -> AsyncIterator[SocketStream]:
        call = self._stub.StreamSocket(None)
        stream = SocketStream(call, self._target)
        try:
            await stream.begin(config)
            yield stream
        finally:
            call.cancel()


async def _offers(call: Any, target: str) -> AsyncIterator[pb.Socket]:
    with raised_again(target):
        async for response in call:
            yield response.opened
