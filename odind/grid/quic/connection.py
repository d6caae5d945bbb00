"""One client's QUIC connection: packets in and out, its timer, and the link of its session."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final, ParamSpec, Protocol

from qh3.quic.connection import QuicConnection, QuicConnectionError
from qh3.quic.events import (
    ConnectionIdIssued,
    ConnectionIdRetired,
    ConnectionTerminated,
    DatagramFrameReceived,
    HandshakeCompleted,
    QuicEvent,
)

from .native import NativeConnection, UdpAddress
from .webtransport import WebTransport

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from odind.grid.counters import Counters

    from .client_session import ClientSession

_Arguments = ParamSpec("_Arguments")
_GRACE_S: Final = 0.25
_REFUSALS: Final = (QuicConnectionError, RuntimeError, ValueError, AssertionError)
_MAX_DELAYED: Final = 4096
_TIMER_SLACK_S: Final = 0.01
_CLOCK_GRAIN_S: Final = 0.001


class Routes(Protocol):
    """The endpoint, as a connection sees it. Calls return at once and never raise."""

    def add_route(self, connection_id: bytes, connection: Connection) -> None:
        """Route packets with this connection id to the connection."""

    def remove_route(self, connection_id: bytes) -> None:
        """Stop routing packets with this connection id."""

    def flush_soon(self, connection: Connection) -> None:
        """Transmit what the connection has queued, at the end of this turn of the loop."""

    def send(self, packet: bytes, address: UdpAddress) -> None:
        """Send a UDP packet."""

    def forget(self, connection: Connection) -> None:
        """Drop a connection that has ended."""

    def wake(self, connection: Connection) -> None:
        """Handle the connection's timer."""


class Connection:
    """A QUIC connection; the link of its session.

    All calls come from the event loop's thread. Times are the loop's, in seconds. What a closed connection or
    a finished stream refuses to send is lost without an error.
    """

    def __init__(
        self,
        quic: QuicConnection,
        routes: Routes,
        make_session: Callable[[Connection, float], ClientSession],
        *,
        loop: asyncio.AbstractEventLoop,
        in_flight_bytes: int,
        counters: Counters,
    ) -> None:
        self.quic = quic
        self._native = NativeConnection(quic)
        self._in_flight_bytes = in_flight_bytes
        self._counters = counters
        self._routes = routes
        self._loop = loop
        self._timer: asyncio.TimerHandle | None = None
        self._timer_due = 0.0  # uvloop's handles do not know it
        self._transport: WebTransport | None = None
        self._terminated = False
        self._is_closing = False
        self._silent_until = 0.0
        self._delayed: dict[int, asyncio.TimerHandle] = {}
        self._numbers = itertools.count()
        self.opened_at = loop.time()
        self.close_at: float | None = None
        self.connection_ids: set[bytes] = set()
        self.session = make_session(self, self.opened_at)

    # packets in and out

    def receive(self, packets: list[bytes], address: UdpAddress, now: float) -> None:
        """Handle UDP packets from one address."""
        if now < self._silent_until:
            return
        self._native.receive(packets, address, now)
        self._process_events(now)

    def transmit(self, now: float) -> None:
        """Send everything that is ready, and set the timer."""
        for packet, address in self._native.transmit(now):
            if now >= self._silent_until:
                self._routes.send(packet, address)
        self._set_timer(now)

    def ping(self) -> None:
        """Keep the connection alive; clients send no pings themselves."""
        if self._transport is not None:
            self._quietly(self.quic.send_ping, 0)

    # the session's link

    def send_stream(self, stream_id: int, data: bytes, *, end: bool = False) -> None:
        """Append to a stream."""
        self._quietly(self.quic.send_stream_data, stream_id, data, end)

    def send_datagram(self, datagram: bytes) -> None:
        """Send a datagram, unless the client has too many unacknowledged bytes.

        The QUIC library sends datagrams whatever its congestion window says and keeps each until it is
        acknowledged, so a client that is out of reach would make it use memory without a bound.
        """
        if self._is_closing:
            return
        if self._native.in_flight() > self._in_flight_bytes:
            self._counters.datagrams_overflowed += 1
            return
        try:
            self._native.send_datagram(datagram)
        except _REFUSALS:
            self._counters.datagrams_oversize += 1
            return
        self._routes.flush_soon(self)

    def open_stream(self) -> int | None:
        """Open a unidirectional stream of the session; return None when the connection has ended."""
        if self._transport is None or self._is_closing:
            return None
        try:
            return self._transport.open_stream()
        except _REFUSALS:
            return None

    def stop_stream(self, stream_id: int, code: int) -> None:
        """Ask the client to stop sending on a stream."""
        self._quietly(self.quic.stop_stream, stream_id, code)

    def reset_stream(self, stream_id: int, code: int) -> None:
        """Reset our side of a stream."""
        self._quietly(self.quic.reset_stream, stream_id, code)

    def backlog(self, stream_id: int) -> int:
        """Return how many bytes of a stream wait for their first transmission."""
        return 0 if self._is_closing else self.quic.get_send_buffer_size(stream_id)

    def now(self) -> float:
        """Return the loop's time."""
        return self._loop.time()

    def call_later(self, delay: float, callback: Callable[[bytes], None], datagram: bytes) -> None:
        """Call back with the datagram after a delay, unless the connection has ended by then."""
        if len(self._delayed) < _MAX_DELAYED:
            number = next(self._numbers)
            self._delayed[number] = self._loop.call_later(
                delay, self._deliver_delayed, number, callback, datagram
            )

    def silence(self, until: float) -> None:
        """Drop every packet in both directions until then."""
        self._silent_until = until

    def close_soon(self) -> None:
        """Close after what was sent before has had time to leave."""
        if self.close_at is None:
            self.close_at = self._loop.time() + _GRACE_S

    def close(self, reason: str) -> None:
        """Close now."""
        if not self._is_closing:
            self._quietly(self.quic.close, 0, None, reason)
            self._is_closing = True

    def abandon(self) -> None:
        """End the connection without telling the client."""
        self._end()

    def _deliver_delayed(self, number: int, callback: Callable[[bytes], None], datagram: bytes) -> None:
        del self._delayed[number]
        callback(datagram)

    # events

    def _process_events(self, now: float) -> None:
        next_event = self.quic.next_event
        while (event := next_event()) is not None:
            if type(event) is DatagramFrameReceived:
                self.session.datagram_received(event.data, now)
            else:
                self._event_received(event, now)

    def _event_received(self, event: QuicEvent, now: float) -> None:
        match event:
            case HandshakeCompleted():
                self._transport = WebTransport(self.quic, self.session)
            case ConnectionIdIssued(connection_id=connection_id):
                self._routes.add_route(connection_id, self)
            case ConnectionIdRetired(connection_id=connection_id):
                self._routes.remove_route(connection_id)
            case ConnectionTerminated():
                self._end()
            case _ if self._transport is not None:
                self._transport.event_received(event, now)

    def _end(self) -> None:
        if self._terminated:
            return
        self._terminated = self._is_closing = True
        if self._timer is not None:
            self._timer.cancel()
        for handle in self._delayed.values():
            handle.cancel()
        self._delayed.clear()
        self._transport = None
        self._native.release()
        self.session.connection_lost()
        self._routes.forget(self)

    def _quietly(
        self,
        operation: Callable[_Arguments, None],
        *arguments: _Arguments.args,
        **options: _Arguments.kwargs,
    ) -> None:
        """Do something that a closed connection or a finished stream may refuse."""
        if self._is_closing:
            return
        try:
            operation(*arguments, **options)
        except _REFUSALS:
            return
        self._routes.flush_soon(self)

    # time

    def _set_timer(self, now: float) -> None:
        """Set the timer. One that fires early or a little late costs less than a timer moved each time."""
        if self._timer is not None and self._timer_due <= now + _TIMER_SLACK_S:
            return
        due = self._native.due()
        if self._timer is not None:
            if due is not None and self._timer_due <= due:
                return
            self._timer.cancel()
            self._timer = None
        if due is not None and not self._terminated:
            self._timer_due = due
            self._timer = self._loop.call_at(due, self._routes.wake, self)

    def timer_fired(self, now: float) -> None:
        """Acknowledge, retransmit or give up. Does nothing when the time was moved in the meantime."""
        self._timer = None
        due = self._native.due()
        if due is not None and due > now + _CLOCK_GRAIN_S:
            self._set_timer(now)
            return
        self.quic.handle_timer(max(now, due or now))
        self._process_events(now)
        self._routes.flush_soon(self)
