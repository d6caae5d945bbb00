"""Notices voice that cannot be decrypted, and bounds how often that is told. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .events import Peer

WINDOW_TICKS: Final = 10
"""200 ms, in which a peer that speaks sends ten datagrams."""
SPACING_TICKS: Final = 500
"""Ticks between two reports of one peer: one in 10 s."""
_WINDOWS: Final = 3
_LEAST_BYTES: Final = 500
"""A peer sends 1,000 or more in a window, also at Opus's lowest rates."""


class Decryption:
    """Decides when to tell that voice of some peers cannot be decrypted.

    A cipher drops what it cannot decrypt and says nothing of it. Voice is a steady stream: when in each of
    `_WINDOWS` windows at least `_LEAST_BYTES` come of which nothing is delivered, somebody speaks whose
    password is not ours. Messages come in bursts.
    """

    def __init__(self) -> None:
        self._not_before: dict[int, int] = {}
        self._counted = 0
        self._windows = 0

    def due(self, peers: tuple[Peer, ...], tick: int) -> tuple[Peer, ...]:
        """Return those of the peers that may be told of now, and note that they are."""
        due = tuple(one for one in peers if self._not_before.get(one.peer_id, tick) <= tick)
        self._not_before.update((peer.peer_id, tick + SPACING_TICKS) for peer in due)
        return due

    def speaks(self, undelivered: int) -> bool:
        """Take the link's count of bytes at the end of a window; return whether somebody speaks unheard."""
        grown, self._counted = undelivered - self._counted, undelivered
        self._windows = self._windows + 1 if grown >= _LEAST_BYTES else 0
        return self._windows >= _WINDOWS

    def forget(self, peer_id: int) -> None:
        """A peer is gone."""
        self._not_before.pop(peer_id, None)
