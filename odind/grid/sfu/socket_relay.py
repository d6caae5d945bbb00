"""A reliable socket's way through the server: its head is rewritten, everything behind it copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from odind.grid.wire import address
from odind.grid.wire.commands import read_socket_hello
from odind.grid.wire.errors import WireError
from odind.grid.wire.value_stream import FirstValue

if TYPE_CHECKING:
    from odind.grid.counters import Counters

    from .lobby import Membership
    from .rooms import Peer

_HELLO_BYTES: Final = 1024


class SocketRelay:
    """Copies one stream of a sender to a new stream towards the peer that its head names."""

    def __init__(self, sender: Membership, counters: Counters) -> None:
        self._sender = sender
        self._counters = counters
        self._first = FirstValue(_HELLO_BYTES)
        self._target: Peer | None = None
        self._stream = 0

    def receive(self, data: bytes, *, end: bool) -> bool:
        """Take bytes of the sender; False when there is nobody to bring them to."""
        if self._target is not None:
            return self._forward(data, end=end)
        try:
            first = self._first.feed(data)
        except WireError:
            self._counters.commands_malformed += 1
            return False
        if first is None:
            return not end
        value, rest = first
        return self._open(value) and self._forward(rest, end=end)

    def reset(self, code: int) -> None:
        """Pass the sender's reset on."""
        if self._target is not None:
            self._target.outlet.reset_socket(self._stream, code)

    def _open(self, value: object) -> bool:
        try:
            hello = read_socket_hello(value)
        except WireError:
            self._counters.commands_malformed += 1
            return False
        target = self._sender.room.peers.get(address.decode(hello.address).peer_id)
        own = address.with_peer(hello.address, self._sender.peer.peer_id)
        head = {"Socket": {"address": own, "priority": hello.priority, "label": hello.label}}
        stream = None
        if target is not None and target is not self._sender.peer:
            stream = target.outlet.open_socket(msgspec.msgpack.encode(head))
        if target is None or stream is None:
            self._counters.sockets_refused += 1
            return False
        self._counters.sockets_opened += 1
        self._target, self._stream = target, stream
        return True

    def _forward(self, data: bytes, *, end: bool) -> bool:
        if self._target is None:
            return False
        if not data and not end:
            return True
        return self._target.outlet.send_socket(self._stream, data, end=end)
