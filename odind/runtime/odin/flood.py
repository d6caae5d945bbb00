"""What one peer may send us: so many messages and bytes a second, with twice that at once after a pause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import structlog

from odind.core.bounds.token_bucket import TokenBucket

if TYPE_CHECKING:
    from odind.core.bounds.limits import Limits

_log = structlog.get_logger("odind.runtime")
_BURST_S: Final = 2
_LINE_S: Final = 60.0


_Buckets: TypeAlias = tuple[TokenBucket, TokenBucket]
"""Of messages, and of bytes."""


class Flood:
    """Holds the peers of one room to their rates, and counts in `dropped` what was beyond.

    A user that leaves and enters again goes on with what is left of its rates. The first drop is logged, and
    from then on one line a minute while it goes on.
    """

    def __init__(self, limits: Limits) -> None:
        self.dropped = 0
        self._limits = limits
        self._peers: dict[int, _Buckets] = {}
        self._users: dict[int, str] = {}
        self._gone: dict[str, _Buckets] = {}
        self._told = (0, -_LINE_S)

    def lets(self, peer_id: int, size: int, now: float) -> bool:
        """Whether a peer may send so many bytes now; what it may not is to be dropped."""
        messages, data = self._buckets(peer_id, now)
        if messages.spend(now) and data.spend(now, min(size, _BURST_S * self._limits.peer_bytes_per_second)):
            return True
        self.dropped += 1
        self._tell(peer_id, now)
        return False

    def on_joined(self, peer_id: int, user_id: str) -> None:
        """A peer has entered the room."""
        self._users[peer_id] = user_id
        if buckets := self._gone.pop(user_id, None):
            self._peers[peer_id] = buckets

    def on_left(self, peer_id: int, now: float) -> None:
        """A peer is gone; its user is remembered until its rates are whole again."""
        user_id, buckets = self._users.pop(peer_id, None), self._peers.pop(peer_id, None)
        if user_id is not None and buckets:
            self._gone[user_id] = buckets
        self._gone = {user: spent for user, spent in self._gone.items() if not _are_full(spent, now)}

    def _buckets(self, peer_id: int, now: float) -> _Buckets:
        if peer_id not in self._peers:
            rates = self._limits.peer_messages_per_second, self._limits.peer_bytes_per_second
            messages, data = (TokenBucket(rate, _BURST_S * rate, now) for rate in rates)
            self._peers[peer_id] = messages, data
        return self._peers[peer_id]

    def _tell(self, peer_id: int, now: float) -> None:
        dropped, at = self._told
        if now - at >= _LINE_S:
            _log.warning("messages.dropped", peer_id=peer_id, dropped=self.dropped - dropped)
            self._told = self.dropped, now


def _are_full(buckets: _Buckets, now: float) -> bool:
    return all(bucket.is_full(now) for bucket in buckets)
