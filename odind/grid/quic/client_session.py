"""The session on a connection, as the transport sees it."""

from __future__ import annotations

from typing import Protocol


class ClientSession(Protocol):
    """Handles what arrives from one client. Times are the loop's, in seconds."""

    @property
    def is_trusted(self) -> bool:
        """Whether the client has shown a valid token."""

    @property
    def has_joined(self) -> bool:
        """Whether the client has joined a room."""

    def client_identified(self, client_id: str) -> None:
        """The client's request names its process."""

    def room_data_received(self, stream_id: int, data: bytes, *, end: bool, now: float) -> None:
        """Bytes of a bidirectional stream arrived."""

    def socket_data_received(self, stream_id: int, data: bytes, *, end: bool) -> None:
        """Bytes of a unidirectional stream arrived."""

    def datagram_received(self, datagram: bytes, now: float) -> None:
        """A datagram arrived."""

    def stream_reset(self, stream_id: int, code: int) -> None:
        """The client reset its side of a stream."""

    def stream_stopped(self, stream_id: int, code: int) -> None:
        """The client refuses more data on our side of a stream."""

    def tick(self, now: float) -> None:
        """Do what is due."""

    def finish(self) -> None:
        """The client ended the session."""

    def connection_lost(self) -> None:
        """The connection has ended."""
