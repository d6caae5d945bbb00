"""One client's reliable sockets: the streams it opens, and the streams opened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .socket_relay import SocketRelay

if TYPE_CHECKING:
    from odind.grid.config import GridLimits
    from odind.grid.counters import Counters

    from .link import Link
    from .lobby import Membership


class Sockets:
    """The socket streams of a session, at most `socket_streams` in each direction."""

    def __init__(self, link: Link, limits: GridLimits, counters: Counters) -> None:
        self._link = link
        self._limits = limits
        self._counters = counters
        self._relays: dict[int, SocketRelay | None] = {}
        self._outbound: set[int] = set()

    def receive(self, membership: Membership | None, stream_id: int, data: bytes, *, end: bool) -> None:
        """Handle bytes of a stream that the client opened; without a membership the stream is refused."""
        if stream_id not in self._relays:
            self._relays[stream_id] = self._new_relay(membership)
            if self._relays[stream_id] is None:
                self._link.stop_stream(stream_id, 0)
        relay = self._relays[stream_id]
        if relay is not None and not relay.receive(data, end=end):
            # The entry stays: bytes still on their way must not look like the start of another socket.
            self._relays[stream_id] = None
            self._link.stop_stream(stream_id, 0)
        if end:
            del self._relays[stream_id]

    def stream_reset(self, stream_id: int, code: int) -> None:
        """The client reset a stream that it had opened."""
        relay = self._relays.pop(stream_id, None)
        if relay is not None:
            relay.reset(code)

    def stream_stopped(self, stream_id: int, code: int) -> None:
        """The client refuses more data on a stream that we opened."""
        self.reset(stream_id, code)

    def open(self, hello: bytes) -> int | None:
        """Open a stream to the client that begins with `hello`; return None when it has too many."""
        if len(self._outbound) >= self._limits.socket_streams:
            return None
        stream_id = self._link.open_stream()
        if stream_id is None:
            return None
        self._outbound.add(stream_id)
        self._link.send_stream(stream_id, hello)
        return stream_id

    def send(self, stream_id: int, data: bytes, *, end: bool) -> bool:
        """Append to a stream that we opened; return False when it is closed or its backlog is full."""
        if stream_id not in self._outbound:
            return False
        if self._link.backlog(stream_id) + len(data) > self._limits.stream_backlog_bytes:
            self._counters.slow_readers += 1
            self.reset(stream_id, 0)
            return False
        self._link.send_stream(stream_id, data, end=end)
        if end:
            self._outbound.discard(stream_id)
        return True

    def reset(self, stream_id: int, code: int) -> None:
        """Reset a stream that we opened."""
        if stream_id in self._outbound:
            self._outbound.discard(stream_id)
            self._link.reset_stream(stream_id, code)

    def close(self, link: Link) -> None:
        """Reset all relays because the client has left; `link` replaces its connection."""
        self._link = link
        self._outbound.clear()
        for relay in self._relays.values():
            if relay is not None:
                relay.reset(0)
        self._relays.clear()

    def _new_relay(self, membership: Membership | None) -> SocketRelay | None:
        open_relays = sum(relay is not None for relay in self._relays.values())
        if membership is None or open_relays >= self._limits.socket_streams:
            self._counters.sockets_refused += 1
            return None
        return SocketRelay(membership.room, membership.peer, self._counters)
