"""Relays a reliable socket between two peers: rewrites its head and copies the bytes after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from odind.grid.wire import address
from odind.grid.wire.commands import SocketHello, read_socket_hello
from odind.grid.wire.errors import WireError
from odind.grid.wire.value_stream import FirstValue

if TYPE_CHECKING:
    from odind.grid.counters import Counters

    from .rooms import Peer, Room

_HELLO_BYTES: Final = 1024


class SocketRelay:
    """Copies one stream of a sender to a new stream to the peer that its head names."""

    def __init__(self, room: Room, sender: Peer, counters: Counters) -> None:
        self._room = room
        self._sender = sender
        self._counters = counters
        self._first = FirstValue(_HELLO_BYTES)
        self._target: Peer | None = None
        self._stream = 0

    def receive(self, data: bytes, *, end: bool) -> bool:
        """Handle bytes of the sender; return False when they cannot be relayed."""
        if self._target is not None:
            return self._forward(data, end=end)
        try:
            first = self._first.feed(data)
            if first is None:
                return not end
            value, rest = first
            return self._open(read_socket_hello(value)) and self._forward(rest, end=end)
        except WireError:
            self._counters.commands_malformed += 1
            return False

    def reset(self, code: int) -> None:
        """Pass on the sender's reset."""
        if self._target is not None:
            self._target.outlet.reset_socket(self._stream, code)

    def _open(self, hello: SocketHello) -> bool:
        target = self._room.peers.get(address.decode(hello.address).peer_id)
        stream = None
        if target is not None and target is not self._sender:
            stream = target.outlet.open_socket(self._rewritten(hello))
        if target is None or stream is None:
            self._counters.sockets_refused += 1
            return False
        self._counters.sockets_opened += 1
        self._target, self._stream = target, stream
        return True

    def _rewritten(self, hello: SocketHello) -> bytes:
        own = address.with_peer(hello.address, self._sender.peer_id)
        head = {"Socket": {"address": own, "priority": hello.priority, "label": hello.label}}
        return msgspec.msgpack.encode(head)

    def _forward(self, data: bytes, *, end: bool) -> bool:
        if self._target is None:
            return False
        if not data and not end:
            return True
        return self._target.outlet.send_socket(self._stream, data, end=end)
