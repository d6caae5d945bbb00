"""The QUIC settings that ODIN's clients need, and the UDP socket."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Final

from qh3.quic.configuration import QuicConfiguration

if TYPE_CHECKING:
    from pathlib import Path

CONNECTION_ID_BYTES: Final = 8
_SOCKET_BUFFER_BYTES: Final = 4 * 1024 * 1024
_MAX_PACKET_BYTES: Final = 1452
_RECEIVE_WINDOW_BYTES: Final = 48 * 1024
"""How many bytes of a connection's streams may wait for a gap to be filled. Needs no token."""


def quic_configuration(certificate: Path, private_key: Path, idle_timeout: float) -> QuicConfiguration:
    """Return the settings of a server; `idle_timeout` is in seconds."""
    configuration = QuicConfiguration(
        alpn_protocols=["h3"],
        is_client=False,
        max_data=_RECEIVE_WINDOW_BYTES,
        max_stream_data=_RECEIVE_WINDOW_BYTES,
        max_datagram_size=_MAX_PACKET_BYTES,
        max_datagram_frame_size=65535,
        idle_timeout=idle_timeout,
        connection_id_length=CONNECTION_ID_BYTES,
    )
    configuration.load_cert_chain(certificate, private_key)
    return configuration


def bind_udp(host: str, port: int) -> socket.socket:
    """Bind a non-blocking UDP socket; raises OSError."""
    [(family, kind, protocol, _, address), *_] = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setblocking(False)  # noqa: FBT003 - the standard library's signature
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            sock.setsockopt(socket.SOL_SOCKET, option, _SOCKET_BUFFER_BYTES)
        sock.bind(address)
    except OSError:
        sock.close()
        raise
    return sock
