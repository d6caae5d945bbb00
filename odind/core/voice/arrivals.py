"""How many packets of each peer came, and how many are missing by their numbers, without decoding any."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from odind.core.values.portable import portable

if TYPE_CHECKING:
    from .ports import VoicePacket

_HALF: Final = 2**31
_MOST_MISSING: Final = 500
"""A gap of more packets, which are ten seconds, is another beginning and no loss."""


@portable
class PeerArrivals:
    """Packets of a peer since the last look: those that came, and those that are missing."""

    peer_id: int
    received: int
    lost: int


class Arrivals:
    """Counts packets until they are taken. One that comes late was missing until then."""

    def __init__(self) -> None:
        self._latest: dict[int, tuple[int, int]] = {}
        self._received: Counter[int] = Counter()
        self._lost: Counter[int] = Counter()

    def on_packet(self, packet: VoicePacket) -> None:
        """Count a packet of voice."""
        peer_id = packet.peer_id
        self._received[peer_id] += 1
        ssrc, before = self._latest.get(peer_id, (packet.ssrc, packet.sequence - 1))
        ahead = (packet.sequence - before + _HALF) % (2 * _HALF) - _HALF
        if ssrc != packet.ssrc or not -_MOST_MISSING < ahead < _MOST_MISSING:
            ahead = 1
        if ahead < 0:
            self._lost[peer_id] -= 1
            return
        self._lost[peer_id] += max(0, ahead - 1)
        self._latest[peer_id] = packet.ssrc, packet.sequence

    def forget(self, peer_id: int) -> None:
        """A peer is gone; what was counted of it is still to be taken."""
        self._latest.pop(peer_id, None)

    def take(self) -> tuple[PeerArrivals, ...]:
        """Return what was counted since the last time, by peer id."""
        taken = tuple(
            PeerArrivals(peer_id, received, self._lost[peer_id])
            for peer_id, received in sorted(self._received.items())
        )
        self._received.clear()
        self._lost.clear()
        return taken
