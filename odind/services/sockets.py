"""SocketService on the sockets of this process's connections."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from odind.core.errors import InvalidArgumentError, OdindError
from odind.core.rooms.socket_desk import SocketDesk
from odind.pack.sockets import (
    pack_item,
    pack_listening,
    pack_offer,
    pack_opened,
    unpack_buffer_bytes,
    unpack_options,
)

from .audio import config_expected, request_empty
from .auditing import note_begun

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractContextManager

    from odind.core.access.principal import Principal
    from odind.core.rooms.local import LocalHost
    from odind.core.sockets.socket import Socket
    from odind.v1 import sockets_pb2

    from .calls import Call

    Check = Callable[[Principal, str], None]
    Requests = AsyncIterator[sockets_pb2.StreamSocketRequest]


class SocketStreams(Protocol):
    """Serves sockets: those of this process, or those of workers by relaying."""

    async def stream(self, config: sockets_pb2.StreamSocketConfig, requests: Requests, call: Call) -> None:
        """Carry one socket for the length of the call; `requests` are those behind the config."""

    async def listen(self, request: sockets_pb2.ListenSocketsRequest, call: Call) -> None:
        """Tell of the sockets that peers open."""


class SocketServicer:
    """SocketService over whatever serves sockets.

    `check` raises an error unless a principal may use a connection.
    """

    def __init__(self, streams: SocketStreams, check: Check) -> None:
        self._streams = streams
        self._check = check

    async def StreamSocket(self, request_iterator: Requests, call: Call) -> None:
        """Carry one socket for the length of the call."""
        config = await _first_config(request_iterator)
        self._check(call.caller.principal, config.connection_id)
        note_begun(connection_id=config.connection_id)
        await self._streams.stream(config, request_iterator, call)

    async def ListenSockets(self, request: sockets_pb2.ListenSocketsRequest, call: Call) -> None:
        """Tell of the sockets that peers open."""
        await self._streams.listen(request, call)


class HostSockets:
    """Serves the sockets of a host of this process. Its methods raise what SocketService lists."""

    def __init__(self, host: LocalHost) -> None:
        self._host = host

    async def stream(self, config: sockets_pb2.StreamSocketConfig, requests: Requests, call: Call) -> None:
        """Carry one socket for the length of the call."""
        user_id = self._host.find(config.connection_id).user_id
        with self._taken(config, SocketDesk(self._host, call.caller.name)) as socket:
            await call.write(pack_opened(socket, config.accept, user_id(socket.options.peer_id)))
            await _Carrier(socket).carry(requests, call)

    async def listen(self, request: sockets_pb2.ListenSocketsRequest, call: Call) -> None:
        """Tell of the sockets that peers open."""
        desk = SocketDesk(self._host, call.caller.name)
        with desk.listening(request.connection_id) as listener:
            await call.write(pack_listening())
            async for offer in listener.offers():
                await call.write(pack_offer(offer))

    def _taken(
        self, config: sockets_pb2.StreamSocketConfig, desk: SocketDesk
    ) -> AbstractContextManager[Socket]:
        buffer_bytes = unpack_buffer_bytes(config)
        match config.WhichOneof("socket"):
            case "open":
                return desk.opened(config.connection_id, unpack_options(config.open), buffer_bytes)
            case "accept":
                return desk.accepted(config.connection_id, config.accept, buffer_bytes)
            case _:
                raise InvalidArgumentError(
                    "SOCKET_CONFIG_INVALID", "the config {problem}", problem="must set open or accept"
                )


class _Carrier:
    """Carries one socket: one task reads what the caller sends, the caller's own writes what comes."""

    def __init__(self, socket: Socket) -> None:
        self._socket = socket
        self._error: OdindError | None = None

    async def carry(self, requests: Requests, call: Call) -> None:
        """Carry until the socket is over; raises the error of a message that was wrong."""
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(self._read(requests))
            await self._write(call)
            reading.cancel()
        if self._error:
            raise self._error

    async def _read(self, requests: Requests) -> None:
        """Read no faster than the socket accepts; the end of the requests is a `finish`."""
        try:
            async for request in requests:
                await self._take(request)
            self._socket.finish()
        except OdindError as error:
            self._error = error
            self._socket.abandon()

    async def _take(self, request: sockets_pb2.StreamSocketRequest) -> None:
        match request.WhichOneof("kind"):
            case "data":
                await self._socket.push(request.data)
            case "finish":
                self._socket.finish()
            case _:
                raise request_empty()

    async def _write(self, call: Call) -> None:
        async for item in self._socket.items():
            if not self._error:
                await call.write(pack_item(item))


async def _first_config(requests: Requests) -> sockets_pb2.StreamSocketConfig:
    """Return the config, which must come first; raises InvalidArgumentError CONFIG_EXPECTED."""
    first = await anext(requests, None)
    if first is None or first.WhichOneof("kind") != "config":
        raise config_expected()
    return first.config
