"""Sockets of the runtime in memory."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from odind.core.sockets.ports import SocketOptions

    from .fake import FakeLink

_numbers: Final = itertools.count(1)


class FakeSocket:
    """One end of a socket. `stuck` bytes count as unsent, which a test may set."""

    def __init__(self, link: FakeLink, options: SocketOptions, twin: FakeSocket | None = None) -> None:
        self.options = options
        self.number = next(_numbers)
        self.stuck = 0
        self.closed = False
        self._link = link
        self._twin = twin

    @property
    def unsent(self) -> int:
        """How many bytes wait for their transmission."""
        return self.stuck

    def send(self, data: bytes) -> bool:
        """Send a message; return False when the socket is closed or the peer is not there."""
        other = self._link.other(self.options.peer_id)
        if other is None or self.closed:
            return False
        if self._twin is None:
            seen = replace(self.options, peer_id=self._link.own_peer_id)
            self._twin = FakeSocket(other, seen, self)
        other.deliver_socket(self._twin, data)
        return True

    def close(self) -> None:
        """End our side."""
        self.closed = True
