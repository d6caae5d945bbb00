"""How many connections each peer has, so that none of them can keep the others out."""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Transport(Protocol):
    """What closes a connection."""

    @property
    def close(self) -> Callable[[], object]:
        """Close it."""


class Closable(Protocol):
    """A connection."""

    @property
    def transport(self) -> Transport:
        """What closes it."""


class Peers:
    """The connections of each peer: how many there are, and which ask for nothing now, oldest first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._count: Counter[str] = Counter()
        self._idle: defaultdict[str, dict[Closable, None]] = defaultdict(dict)

    def come(self, peer: str, connection: Closable) -> None:
        """Count a connection; one too many closes the oldest idle one, or itself."""
        self._count[peer] += 1
        self._idle[peer][connection] = None
        if self._count[peer] > self._most:
            oldest = next(iter(self._idle[peer]))
            del self._idle[peer][oldest]
            oldest.transport.close()

    def mark(self, peer: str, connection: Closable, *, idle: bool) -> None:
        """Remember whether a connection asks for something."""
        if idle:
            self._idle[peer].setdefault(connection)
        else:
            self._idle[peer].pop(connection, None)

    def go(self, peer: str) -> None:
        """Forget one connection, which is not marked as idle."""
        self._count[peer] -= 1
        if not self._count[peer]:
            del self._count[peer], self._idle[peer]

    @contextlib.contextmanager
    def half_open(self, peer: str, close: Callable[[], object]) -> Iterator[None]:
        """Count a connection whose handshake is under way: one that asks for nothing."""
        connection = _HalfOpen(close)
        self.come(peer, connection)
        try:
            yield
        finally:
            self.mark(peer, connection, idle=False)
            self.go(peer)


class _HalfOpen:
    """A connection before TLS is agreed on; it is closed like others by its transport."""

    def __init__(self, close: Callable[[], object]) -> None:
        self.transport = self
        self.close = close
