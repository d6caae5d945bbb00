"""What the sockets wing needs of a runtime. Everything is called on the loop's thread and returns at once."""

from __future__ import annotations

from typing import Protocol

from odind.core.values.late import dataclass


@dataclass(frozen=True)
class SocketOptions:
    """What a socket is: the peer at its other end, and what its opener chose.

    A reliable one delivers every message, in order; of others, any may be lost. Those of a higher `priority`
    send first. The peer sees the `label`.
    """

    peer_id: int
    reliable: bool = True
    priority: int = 0
    label: int = 0


class SocketLink(Protocol):
    """One socket of a runtime. After the end of its connection it does nothing."""

    @property
    def number(self) -> int:
        """The number of the socket within its room, whichever side opened it."""

    @property
    def options(self) -> SocketOptions:
        """What the socket is."""

    @property
    def unsent(self) -> int:
        """How many bytes wait for their transmission."""

    def send(self, data: bytes) -> bool:
        """Send a message; return False when the socket is closed, because the server refuses it or by us."""

    def close(self) -> None:
        """End our side of a reliable socket behind what was sent; the peer can go on sending."""
