"""Connection pools of the native runtime, each shared by a few rooms.

A pool has a thread that wakes up for every packet: ten rooms take a sixth less CPU in one pool than in a pool
each. But a pool keeps 0.15 MB or more of every join until it is shut down. So a pool serves a limited number
of joins, and is shut down when the last of its rooms is over. Belongs to the loop.
"""

from __future__ import annotations

from typing import Final

import odin_voice

_JOINS_OF_A_POOL: Final = 16


class Pool:
    """A native pool. Each `take` must be followed by one `release`."""

    def __init__(self) -> None:
        self.native = odin_voice.OdinConnectionPool()
        self._joins_left = _JOINS_OF_A_POOL
        self._rooms = 0

    @property
    def usable(self) -> bool:
        """Whether another room can be joined."""
        return self._joins_left > 0

    def take(self) -> None:
        """Count a room."""
        self._joins_left -= 1
        self._rooms += 1

    def release(self) -> None:
        """A room is over; with the last one, free the sockets, the thread and the memory of all."""
        self._rooms -= 1
        if not self._rooms:
            self.retire()
            self.native.shutdown()

    def retire(self) -> None:
        """Take no more rooms."""
        self._joins_left = 0


class Pools:
    """The pools in use; the newest one takes the joins to come."""

    def __init__(self) -> None:
        self._newest: Pool | None = None

    def take(self) -> Pool:
        """Return the pool of a new room, which must release it; raises what the native runtime raises."""
        if self._newest is None or not self._newest.usable:
            self._newest = Pool()
        self._newest.take()
        return self._newest
