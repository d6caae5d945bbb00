"""What one peer may send us: so many messages and bytes a second, with twice that at once after a pause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog

from odind.core.bounds.token_bucket import TokenBucket

if TYPE_CHECKING:
    from odind.core.bounds.limits import Limits

_log = structlog.get_logger("odind.runtime")
_BURST_S: Final = 2
_LINE_S: Final = 60.0


class Flood:
    """Holds the peers of one room to their rates, and counts in `dropped` what was beyond.

    The first drop is logged, and from then on one line a minute while it goes on.
    """

    def __init__(self, limits: Limits) -> None:
        self.dropped = 0
        self._limits = limits
        self._peers: dict[int, tuple[TokenBucket, TokenBucket]] = {}
        self._told = (0, -_LINE_S)

    def lets(self, peer_id: int, size: int, now: float) -> bool:
        """Whether a peer may send so many bytes now; what it may not is to be dropped."""
        messages, data = self._peers.get(peer_id) or self._begin(peer_id, now)
        if messages.spend(now) and data.spend(now, min(size, _BURST_S * self._limits.peer_bytes_per_second)):
            return True
        self.dropped += 1
        self._tell(peer_id, now)
        return False

    def forget(self, peer_id: int) -> None:
        """A peer is gone."""
        self._peers.pop(peer_id, None)

    def _begin(self, peer_id: int, now: float) -> tuple[TokenBucket, TokenBucket]:
        rates = self._limits.peer_messages_per_second, self._limits.peer_bytes_per_second
        messages, data = (TokenBucket(rate, _BURST_S * rate, now) for rate in rates)
        self._peers[peer_id] = messages, data
        return messages, data

    def _tell(self, peer_id: int, now: float) -> None:
        dropped, at = self._told
        if now - at >= _LINE_S:
            _log.warning("messages.dropped", peer_id=peer_id, dropped=self.dropped - dropped)
            self._told = self.dropped, now
