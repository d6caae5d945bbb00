"""Sockets, for programs without an event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.client import sockets
from odind.v1.sockets_pb2 import Socket

from .faces import Face, Items, blocking, entering

if TYPE_CHECKING:
    from odind.v1.sockets_pb2 import SocketEnded


class SocketStream(Items[bytes]):
    """One socket. Iterating yields the peer's messages."""

    @property
    def socket(self) -> Socket:
        """What it is."""
        return self._stream.socket

    @property
    def ended(self) -> SocketEnded | None:
        """How it ended."""
        return self._stream.ended

    send = blocking(sockets.SocketStream.send)
    send_all = blocking(sockets.SocketStream.send_all)
    finish = blocking(sockets.SocketStream.finish)
    sent = blocking(sockets.SocketStream.sent)
    over = blocking(sockets.SocketStream.over)

    @property
    def _stream(self) -> sockets.SocketStream:
        stream: sockets.SocketStream = self.original
        return stream


class Sockets(Face[sockets.Sockets]):
    """Opens and accepts sockets, each for the length of a block."""

    open = entering(sockets.Sockets.open, SocketStream)
    accept = entering(sockets.Sockets.accept, SocketStream)
    listen = entering(sockets.Sockets.listen, Items[Socket])
