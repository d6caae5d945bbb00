"""The SFU's UDP socket: routes packets to connections, opens new ones, sends once per turn of the loop."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import TYPE_CHECKING, Final, ParamSpec

import structlog
from qh3.quic.connection import QuicConnection
from qh3.quic.packet import QuicProtocolVersion, encode_quic_retry, encode_quic_version_negotiation

from .configuration import CONNECTION_ID_BYTES
from .connection import Connection
from .retry import LongHeader, RetryTokens, read_long_header

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from qh3.quic.configuration import QuicConfiguration

    from odind.grid.config import GridLimits, GridTimes
    from odind.grid.counters import Counters

    from .client_session import ClientSession
    from .native import UdpAddress

_Arguments = ParamSpec("_Arguments")
_log = structlog.get_logger(__name__)

# The QUIC library warns of every connection that its peer closes.
logging.getLogger("quic").setLevel(logging.ERROR)

_READ_BYTES: Final = 2048
_READS_PER_TURN: Final = 64
_LONG_HEADER: Final = 0x80
_PACKET_TYPE: Final = 0x30
_MIN_INITIAL_BYTES: Final = 1200
# Beyond this share of the half-open connections allowed, clients prove their address first.
_PROOF_SHARE: Final = 4
_VERSIONS: Final = [int(QuicProtocolVersion.VERSION_1)]


class Endpoint:
    """All connections on one UDP socket.

    `configuration` is asked for each new connection, so that a renewed certificate is used at once. An error
    in one connection ends only that connection. All calls come from the event loop's thread.
    """

    def __init__(
        self,
        sock: socket.socket,
        configuration: Callable[[], QuicConfiguration],
        make_session: Callable[[Connection, float], ClientSession],
        *,
        limits: GridLimits,
        times: GridTimes,
        counters: Counters,
    ) -> None:
        self._socket = sock
        self._configuration = configuration
        self._make_session = make_session
        self._limits = limits
        self._times = times
        self._counters = counters
        self._loop = asyncio.get_running_loop()
        self._routes: dict[bytes, Connection] = {}
        self._dirty: dict[Connection, None] = {}
        self._flush_handle: asyncio.Handle | None = None
        self.connections: set[Connection] = set()
        # Clients that have not joined yet, the oldest first.
        self._half_open: dict[Connection, None] = {}
        self.is_closing = False
        self._retry_tokens = RetryTokens()
        self._loop.add_reader(sock, self._readable)

    def close(self, *, graceful: bool = True) -> None:
        """Close the socket and every connection; clients are told only when `graceful`."""
        if self._socket.fileno() < 0:
            return
        if graceful:
            self._flush()
            for connection in list(self.connections):
                connection.close("server closing")
            self._flush()
        for connection in list(self.connections):
            connection.abandon()
        if self._flush_handle is not None:
            self._flush_handle.cancel()
        self._loop.remove_reader(self._socket)
        self._socket.close()

    def ping_all(self) -> None:
        """Send a ping on every connection."""
        for connection in list(self.connections):
            connection.ping()

    def sweep(self) -> None:
        """Close connections that are due, and let every session do what is due."""
        now = self._loop.time()
        for connection in list(self.connections):
            self._guard(connection, self._sweep_one, connection, now)

    # calls from connections

    def add_route(self, connection_id: bytes, connection: Connection) -> None:
        """Route packets with this connection id to the connection."""
        self._routes[connection_id] = connection
        connection.connection_ids.add(connection_id)

    def remove_route(self, connection_id: bytes) -> None:
        """Stop routing packets with this connection id."""
        connection = self._routes.pop(connection_id, None)
        if connection is not None:
            connection.connection_ids.discard(connection_id)

    def flush_soon(self, connection: Connection) -> None:
        """Transmit for the connection at the end of this turn of the loop."""
        self._dirty[connection] = None
        if self._flush_handle is None:
            self._flush_handle = self._loop.call_soon(self._flush)

    def send(self, packet: bytes, address: UdpAddress) -> None:
        """Send a packet; a full socket buffer drops it, as a network would."""
        try:
            self._socket.sendto(packet, address)
        except OSError:
            return

    def wake(self, connection: Connection) -> None:
        """Handle the connection's timer."""
        self._guard(connection, connection.timer_fired, self._loop.time())

    def forget(self, connection: Connection) -> None:
        """Drop a connection that has ended, and its routes."""
        self.connections.discard(connection)
        self._half_open.pop(connection, None)
        self._dirty.pop(connection, None)
        for connection_id in list(connection.connection_ids):
            self.remove_route(connection_id)

    # packets

    def _readable(self) -> None:
        now = self._loop.time()
        received: dict[tuple[Connection, UdpAddress], list[bytes]] = {}
        receive = self._socket.recvfrom
        for _ in range(_READS_PER_TURN):
            try:
                packet, address = receive(_READ_BYTES)
            except OSError:
                break
            connection = self._route(packet, address)
            if connection is not None:
                received.setdefault((connection, address), []).append(packet)
        for (connection, address), packets in received.items():
            self._guard(connection, connection.receive, packets, address, now)
            if connection in self.connections:
                self._dirty[connection] = None
        self._flush()

    def _route(self, packet: bytes, address: UdpAddress) -> Connection | None:
        if not packet:
            return None
        if packet[0] & _LONG_HEADER:
            return self._route_long(packet, address)
        return self._routes.get(packet[1 : 1 + CONNECTION_ID_BYTES])

    def _route_long(self, packet: bytes, address: UdpAddress) -> Connection | None:
        """Find or open the connection of a packet with a long header (RFC 8999)."""
        header = read_long_header(packet)
        if header is None:
            return None
        connection = self._routes.get(header.destination)
        if connection is not None or len(packet) < _MIN_INITIAL_BYTES:
            return connection
        if header.version not in _VERSIONS:
            if header.version:
                self.send(_negotiation(header), address)
            return None
        return self._admit(header, address) if packet[0] & _PACKET_TYPE == 0 else None

    def _admit(self, header: LongHeader, address: UdpAddress) -> Connection | None:
        """Open a connection, ask the client to prove its address first, or refuse it."""
        self._half_open = {c: None for c in self._half_open if not c.session.has_joined}
        if len(self.connections) >= self._limits.max_clients or self.is_closing:
            self._counters.connections_refused += 1
            return None
        original_id = self._retry_tokens.original_id(address, header.destination, header.token)
        if original_id is not None:
            return self._open(header.destination, original_id, header.destination)
        if len(self._half_open) >= max(1, self._limits.max_connecting // _PROOF_SHARE):
            self._ask_for_proof(header, address)
            return None
        return self._open(header.destination, header.destination, None)

    def _evict(self) -> None:
        """Close the oldest half-open connections over the limit: a real client joins within milliseconds."""
        while len(self._half_open) >= self._limits.max_connecting:
            oldest = next(iter(self._half_open))
            del self._half_open[oldest]
            self._counters.connections_refused += 1
            oldest.close("too many clients are connecting")

    def _ask_for_proof(self, header: LongHeader, address: UdpAddress) -> None:
        self._counters.connections_asked_for_proof += 1
        retry_id = os.urandom(CONNECTION_ID_BYTES)
        packet = encode_quic_retry(
            version=header.version,
            source_cid=retry_id,
            destination_cid=header.source,
            original_destination_cid=header.destination,
            retry_token=self._retry_tokens.make(address, retry_id, header.destination),
        )
        self.send(packet, address)

    def _open(self, destination: bytes, original_id: bytes, retry_id: bytes | None) -> Connection:
        self._evict()
        quic = QuicConnection(
            configuration=self._configuration(),
            original_destination_connection_id=original_id,
            retry_source_connection_id=retry_id,
        )
        connection = Connection(
            quic,
            self,
            self._make_session,
            loop=self._loop,
            in_flight_bytes=self._limits.in_flight_bytes,
            counters=self._counters,
        )
        self.connections.add(connection)
        self._half_open[connection] = None
        self.add_route(destination, connection)
        self.add_route(quic.host_cid, connection)
        return connection

    # turns of the loop

    def _flush(self) -> None:
        if self._flush_handle is not None:
            self._flush_handle.cancel()
            self._flush_handle = None
        now = self._loop.time()
        dirty, self._dirty = self._dirty, {}
        for connection in dirty:
            self._guard(connection, connection.transmit, now)

    def _guard(
        self,
        connection: Connection,
        operation: Callable[_Arguments, None],
        *arguments: _Arguments.args,
        **options: _Arguments.kwargs,
    ) -> None:
        """Call an operation of a connection; an error ends that connection and no other."""
        try:
            operation(*arguments, **options)
        except Exception as error:  # noqa: BLE001 - one client must not disturb the others
            _log.warning("grid.connection_failed", error=type(error).__name__)
            connection.abandon()

    def _sweep_one(self, connection: Connection, now: float) -> None:
        session = connection.session
        if connection.close_at is not None:
            if now >= connection.close_at:
                connection.close_at = float("inf")
                connection.close("")
            return
        session.tick(now)
        if not session.has_joined and now - connection.opened_at > self._times.connect_timeout:
            self._counters.connections_timed_out += 1
            connection.close_at = float("inf")
            connection.close("no room")


def _negotiation(header: LongHeader) -> bytes:
    return encode_quic_version_negotiation(
        source_cid=header.destination, destination_cid=header.source, supported_versions=_VERSIONS
    )
