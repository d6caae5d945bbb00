"""How callers reach the sockets of this process's connections."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from odind.core.sockets.sockets import OFFERED_BYTES

from .refusals import no_peer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from odind.core.sockets.ports import SocketOptions
    from odind.core.sockets.socket import Socket
    from odind.core.sockets.sockets import Listener

    from .local import LocalHost


class SocketDesk:
    """Opens, accepts and listens for the length of a block. Used on the loop's thread.

    A block holds its connection as an audio call does, and takes the bytes that may wait out of the caller's
    budget. Every block raises NotFoundError CONNECTION_NOT_FOUND, ResourceExhaustedError BUFFERS_EXHAUSTED
    and UnavailableError DAEMON_STOPPING.
    """

    def __init__(self, host: LocalHost, caller: str) -> None:
        self._host = host
        self._caller = caller

    @contextmanager
    def opened(self, connection_id: str, options: SocketOptions, buffer_bytes: int) -> Iterator[Socket]:
        """Open a socket; raises NotFoundError PEER_NOT_FOUND and what `Sockets.open` does."""
        connection = self._host.find(connection_id)
        with self._host.attending(connection_id, self._caller, buffer_bytes):
            if not connection.state.peer(options.peer_id):
                raise no_peer(options.peer_id, connection_id)
            socket = connection.sockets.open(options, buffer_bytes)
            try:
                yield socket
            finally:
                socket.abandon()

    @contextmanager
    def accepted(self, connection_id: str, socket_id: str, buffer_bytes: int) -> Iterator[Socket]:
        """Accept a socket; raises NotFoundError SOCKET_NOT_FOUND."""
        connection = self._host.find(connection_id)
        with self._host.attending(connection_id, self._caller, buffer_bytes):
            socket = connection.sockets.accept(socket_id, buffer_bytes)
            try:
                yield socket
            finally:
                socket.abandon()

    @contextmanager
    def listening(self, connection_id: str) -> Iterator[Listener]:
        """Hear of the sockets that peers open."""
        connection = self._host.find(connection_id)
        with (
            self._host.attending(connection_id, self._caller, OFFERED_BYTES),
            connection.sockets.listening() as listener,
        ):
            yield listener
