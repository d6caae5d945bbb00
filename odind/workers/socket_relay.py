"""SocketService over all workers: passes each call on to the worker that holds its connection."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import grpc

from odind.core.errors import UnavailableError
from odind.core.rooms.refusals import worker_lost
from odind.pack.sockets import pack_lost
from odind.v1 import sockets_pb2, sockets_pb2_grpc

from .link import metadata_of, passed_on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from odind.services.calls import Call as Caller

    from .link import Link

    Requests = AsyncIterator[sockets_pb2.StreamSocketRequest]
    LinkOf = Callable[[str], Awaitable[tuple[object, Link]]]
    Call = grpc.aio.StreamStreamCall[sockets_pb2.StreamSocketRequest, sockets_pb2.StreamSocketResponse]


class SocketRelay:
    """Relays sockets. `link_of` is that of `AudioRelay`."""

    def __init__(self, link_of: LinkOf) -> None:
        self._link_of = link_of

    async def stream(
        self, config: sockets_pb2.StreamSocketConfig, requests: Requests, caller: Caller
    ) -> None:
        """Relay one socket for the length of the call."""
        stub = await self._stub(config.connection_id)
        try:
            call = stub.StreamSocket(None, metadata=metadata_of(caller.caller))
        except grpc.aio.UsageError:
            raise worker_lost() from None
        async with asyncio.TaskGroup() as tasks:
            feeding = tasks.create_task(_feed(call, config, requests))
            try:
                failure = await _answer(call, caller)
            finally:
                feeding.cancel()
                call.cancel()
        if failure:
            raise failure

    async def listen(self, request: sockets_pb2.ListenSocketsRequest, caller: Caller) -> None:
        """Relay the sockets that peers open."""
        stub = await self._stub(request.connection_id)
        try:
            async for response in stub.ListenSockets(request, metadata=metadata_of(caller.caller)):
                await caller.write(response)
        except grpc.aio.UsageError:
            raise worker_lost() from None
        except grpc.aio.AioRpcError as failure:
            raise passed_on(failure) from None

    async def _stub(self, connection_id: str) -> sockets_pb2_grpc.SocketServiceAsyncStub:
        _, link = await self._link_of(connection_id)
        return sockets_pb2_grpc.SocketServiceStub(link.channel)


async def _feed(call: Call, config: sockets_pb2.StreamSocketConfig, requests: Requests) -> None:
    """Pass on what the caller sends; the reader of the call gets the error that ended it."""
    with suppress(grpc.aio.AioRpcError, grpc.aio.UsageError, asyncio.InvalidStateError):
        await call.write(sockets_pb2.StreamSocketRequest(config=config))
        async for request in requests:
            await call.write(request)
        await call.done_writing()


async def _answer(call: Call, caller: Caller) -> Exception | None:
    """Pass on what comes until the call ends; return the error that ended it.

    It is not raised, because the task group would wrap it. A socket that is open ends by a message.
    """
    opened = False
    try:
        async for response in call:
            opened = True
            await caller.write(response)
    except grpc.aio.AioRpcError as failure:
        error = passed_on(failure)
        if not (opened and isinstance(error, UnavailableError)):
            return error
        await caller.write(pack_lost(error.message))
    return None
