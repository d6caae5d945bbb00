"""Peers' positions, thinned out: they come with every voice packet, and watchers want far fewer. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .place import ORIGIN

if TYPE_CHECKING:
    from .place import Position

    Positions = tuple[Position, ...]

SPACING_TICKS: Final = 5
"""Ticks between two reports of one peer: ten a second."""


class Movement:
    """Reports a peer's new positions at most once in `SPACING_TICKS`, and the last ones always.

    A peer that never moved from the origin is not reported.
    """

    def __init__(self) -> None:
        self._reported: dict[int, tuple[int, Positions]] = {}
        self._waiting: dict[int, Positions] = {}

    @property
    def resting(self) -> bool:
        """Whether nothing waits to be reported."""
        return not self._waiting

    def take(self, peer_id: int, positions: Positions, tick: int) -> bool:
        """Take what a packet says; return whether to report it now."""
        last_tick, reported = self._reported.get(peer_id, (tick - SPACING_TICKS, ORIGIN))
        self._waiting.pop(peer_id, None)
        if positions == reported:
            return False
        if tick - last_tick < SPACING_TICKS:
            self._waiting[peer_id] = positions
            return False
        self._reported[peer_id] = (tick, positions)
        return True

    def due(self, tick: int) -> list[tuple[int, Positions]]:
        """Return what has waited long enough; it counts as reported."""
        due = [
            (peer_id, positions)
            for peer_id, positions in self._waiting.items()
            if tick - self._reported[peer_id][0] >= SPACING_TICKS
        ]
        for peer_id, positions in due:
            del self._waiting[peer_id]
            self._reported[peer_id] = (tick, positions)
        return due

    def forget(self, peer_id: int) -> None:
        """A peer is gone, and with it what was still to be reported."""
        self._reported.pop(peer_id, None)
        self._waiting.pop(peer_id, None)
