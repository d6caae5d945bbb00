"""A call that is one audio socket, and who makes it."""

from __future__ import annotations

from functools import partial
from socket import AF_INET6, AF_UNIX
from typing import TYPE_CHECKING, Final

from odind.pack.messages import read_message
from odind.services.access import Caller
from odind.services.tracing import trace_context
from odind.v1 import audio_pb2

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from google.protobuf.message import Message

    from .connection import Connection

_FACE: Final = "door"
_UNIX: Final = "unix"
read_hello = partial(read_message, audio_pb2.AudioSocketHello)
read_request = partial(read_message, audio_pb2.StreamAudioRequest)


class DoorCall:
    """One call, of whom `caller` tells."""

    def __init__(self, connection: Connection, caller: Caller) -> None:
        self.caller = caller
        self._connection = connection

    async def requests(self) -> AsyncIterator[bytes]:
        """Yield requests until an empty message ends them."""
        while message := await self._connection.receive():
            yield message

    async def write(self, message: Message) -> None:
        """Send a response."""
        await self._connection.send(message.SerializeToString())


def caller_of(connection: Connection, hello: audio_pb2.AudioSocketHello) -> Caller:
    """Return who calls: whoever reaches a unix socket, or who else the hello says."""
    peer = _peer(connection)
    return Caller(
        _FACE,
        local=peer == _UNIX,
        bearer=hello.bearer,
        peer=peer,
        trace=trace_context({"traceparent": hello.traceparent, "tracestate": hello.tracestate}),
    )


def _peer(connection: Connection) -> str:
    """Return where a connection comes from, as gRPC writes it: over TCP, each is a caller of its own."""
    family = connection.transport.get_extra_info("socket").family
    if family == AF_UNIX:
        return _UNIX
    host, port, *_ = connection.transport.get_extra_info("peername")
    return f"ipv6:[{host}]:{port}" if family == AF_INET6 else f"ipv4:{host}:{port}"
