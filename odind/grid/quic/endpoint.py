"""The SFU's UDP socket: brings packets to connections, opens new ones, sends once per turn."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from typing import TYPE_CHECKING, Any, Final

import structlog
from qh3.quic.configuration import QuicConfiguration
from qh3.quic.connection import QuicConnection
from qh3.quic.packet import QuicProtocolVersion, encode_quic_retry, encode_quic_version_negotiation

from .connection import Address, Connection
from .retry import LongHeader, RetryTokens, read_long_header

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.grid.config import GridLimits, GridTimes
    from odind.grid.counters import Counters
    from odind.grid.sfu.session import Session

_log = structlog.get_logger(__name__)

# The QUIC library warns of every connection that its peer closes.
logging.getLogger("quic").setLevel(logging.ERROR)

_READ_BYTES: Final = 2048
_READS_PER_TURN: Final = 64
_SOCKET_BUFFER_BYTES: Final = 4 * 1024 * 1024
_LONG_HEADER: Final = 0x80
_PACKET_TYPE: Final = 0x30
_MIN_INITIAL_BYTES: Final = 1200
# Beyond this share of the half-open connections allowed, clients prove their address first.
_PROOF_SHARE: Final = 4
_CONNECTION_ID_BYTES: Final = 8
_VERSIONS: Final = [int(QuicProtocolVersion.VERSION_1)]


class Endpoint:
    """All connections on one UDP socket."""

    def __init__(
        self,
        sock: socket.socket,
        configuration: Callable[[], QuicConfiguration],
        make_session: Callable[[Connection, float], Session],
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
        self.is_closing = False
        self._retry_tokens = RetryTokens()
        self._loop.add_reader(sock, self._readable)

    def close(self, *, graceful: bool = True) -> None:
        """Close every connection and the socket; without a word to anybody unless `graceful`."""
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
        """Keep every connection alive."""
        for connection in list(self.connections):
            connection.ping()

    def sweep(self) -> None:
        """Do what time demands: close what never became or no longer is a client, refresh tokens."""
        now = self._loop.time()
        for connection in list(self.connections):
            self._guard(connection, self._sweep_one, connection, now)

    # what connections ask for

    def add_route(self, connection_id: bytes, connection: Connection) -> None:
        """Bring packets with this id to the connection."""
        self._routes[connection_id] = connection
        connection.connection_ids.add(connection_id)

    def remove_route(self, connection_id: bytes) -> None:
        """Stop doing so."""
        connection = self._routes.pop(connection_id, None)
        if connection is not None:
            connection.connection_ids.discard(connection_id)

    def flush_soon(self, connection: Connection) -> None:
        """Transmit for the connection at the end of this turn."""
        self._dirty[connection] = None
        if self._flush_handle is None:
            self._flush_handle = self._loop.call_soon(self._flush)

    def send(self, packet: bytes, address: Address) -> None:
        """Put a packet on the wire; a full socket buffer loses it, as any network may."""
        try:
            self._socket.sendto(packet, address)
        except OSError:
            return

    def wake(self, connection: Connection) -> None:
        """The connection's timer has fired."""
        self._guard(connection, connection.timer_fired, self._loop.time())

    def forget(self, connection: Connection) -> None:
        """Drop all routes of a connection that is over."""
        self.connections.discard(connection)
        self._dirty.pop(connection, None)
        for connection_id in list(connection.connection_ids):
            self.remove_route(connection_id)

    # packets

    def _readable(self) -> None:
        now = self._loop.time()
        received: dict[tuple[Connection, Address], list[bytes]] = {}
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

    def _route(self, packet: bytes, address: Address) -> Connection | None:
        if not packet:
            return None
        if packet[0] & _LONG_HEADER:
            return self._route_long(packet, address)
        return self._routes.get(packet[1 : 1 + _CONNECTION_ID_BYTES])

    def _route_long(self, packet: bytes, address: Address) -> Connection | None:
        """Find or make the connection of a long-header packet, as RFC 8999 lays it out."""
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
        return self._knock(header, address) if packet[0] & _PACKET_TYPE == 0 else None

    def _knock(self, header: LongHeader, address: Address) -> Connection | None:
        """Open a connection, have the client prove its address first, or turn it away."""
        connecting = sum(1 for connection in self.connections if connection.session.membership is None)
        is_full = len(self.connections) >= self._limits.max_clients
        if is_full or connecting >= self._limits.max_connecting or self.is_closing:
            self._counters.connections_refused += 1
            return None
        original_id = self._retry_tokens.original_id(address, header.destination, header.token)
        if original_id is not None:
            return self._open(header.destination, original_id, header.destination)
        if connecting >= max(1, self._limits.max_connecting // _PROOF_SHARE):
            self._ask_for_proof(header, address)
            return None
        return self._open(header.destination, header.destination, None)

    def _ask_for_proof(self, header: LongHeader, address: Address) -> None:
        self._counters.connections_asked_for_proof += 1
        retry_id = os.urandom(_CONNECTION_ID_BYTES)
        packet = encode_quic_retry(
            version=header.version,
            source_cid=retry_id,
            destination_cid=header.source,
            original_destination_cid=header.destination,
            retry_token=self._retry_tokens.make(address, retry_id, header.destination),
        )
        self.send(packet, address)

    def _open(self, destination: bytes, original_id: bytes, retry_id: bytes | None) -> Connection:
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

    def _guard(self, connection: Connection, operation: Callable[..., None], *arguments: Any) -> None:
        """Do something for a connection; whatever goes wrong there ends that connection only."""
        try:
            operation(*arguments)
        except Exception as error:  # noqa: BLE001 - one client must not end the others
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
        if session.membership is None and now - connection.opened_at > self._times.connect_timeout:
            self._counters.connections_timed_out += 1
            connection.close_at = float("inf")
            connection.close("no room")


def bind(host: str, port: int) -> socket.socket:
    """Bind the UDP socket; raises OSError."""
    [(family, kind, protocol, _, address), *_] = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setblocking(False)  # noqa: FBT003 - the standard library has it so
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            sock.setsockopt(socket.SOL_SOCKET, option, _SOCKET_BUFFER_BYTES)
        sock.bind(address)
    except OSError:
        sock.close()
        raise
    return sock


def _negotiation(header: LongHeader) -> bytes:
    return encode_quic_version_negotiation(
        source_cid=header.destination, destination_cid=header.source, supported_versions=_VERSIONS
    )


def quic_configuration(certificate: Any, private_key: Any, idle_timeout: float) -> QuicConfiguration:
    """Return the QUIC settings that ODIN's clients need."""
    configuration = QuicConfiguration(
        alpn_protocols=["h3"],
        is_client=False,
        max_datagram_size=1452,
        max_datagram_frame_size=65535,
        idle_timeout=idle_timeout,
        connection_id_length=_CONNECTION_ID_BYTES,
    )
    configuration.load_cert_chain(certificate, private_key)
    return configuration
