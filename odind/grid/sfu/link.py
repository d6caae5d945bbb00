"""The transport under a session, as the session sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class Link(Protocol):
    """One client's QUIC connection. Calls return at once and never raise; after its end they do nothing.

    Times are the loop's, in seconds.
    """

    def send_stream(self, stream_id: int, data: bytes, *, end: bool = False) -> None:
        """Append to a stream."""

    def send_datagram(self, datagram: bytes) -> None:
        """Send a datagram."""

    def open_stream(self) -> int | None:
        """Open a unidirectional stream of the session; return None when the connection has ended."""

    def stop_stream(self, stream_id: int, code: int) -> None:
        """Ask the client to stop sending on a stream."""

    def reset_stream(self, stream_id: int, code: int) -> None:
        """Reset our side of a stream."""

    def backlog(self, stream_id: int) -> int:
        """Return how many bytes of a stream wait for their first transmission."""

    def now(self) -> float:
        """Return the loop's time."""

    def call_later(self, delay: float, callback: Callable[[bytes], None], datagram: bytes) -> None:
        """Call back with the datagram after a delay, unless the connection has ended by then."""

    def silence(self, until: float) -> None:
        """Drop every packet in both directions until then."""

    def close_soon(self) -> None:
        """Close the connection after what was sent before has had time to leave."""

    def close(self, reason: str) -> None:
        """Close the connection now."""


class ClosedLink:
    """The link of a session whose connection has ended.

    Replacing the real link drops the last reference from a session to its connection, so that the memory of
    both is freed at once and not at the next garbage collection.
    """

    def send_stream(self, stream_id: int, data: bytes, *, end: bool = False) -> None:
        """Drop the data."""

    def send_datagram(self, datagram: bytes) -> None:
        """Drop the datagram."""

    def open_stream(self) -> int | None:
        """Return None: there is no connection."""
        return None

    def stop_stream(self, stream_id: int, code: int) -> None:
        """Do nothing."""

    def reset_stream(self, stream_id: int, code: int) -> None:
        """Do nothing."""

    def backlog(self, stream_id: int) -> int:  # noqa: ARG002 - the port's signature
        """Return 0: nothing waits."""
        return 0

    def now(self) -> float:
        """Return 0: nothing depends on the time any more."""
        return 0.0

    def call_later(self, delay: float, callback: Callable[[bytes], None], datagram: bytes) -> None:
        """Drop the datagram."""

    def silence(self, until: float) -> None:
        """Do nothing."""

    def close_soon(self) -> None:
        """Do nothing."""

    def close(self, reason: str) -> None:
        """Do nothing."""
