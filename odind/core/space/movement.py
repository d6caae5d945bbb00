"""Thins out peers' positions: they arrive with every voice packet, more often than watchers need. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .place import ORIGIN

if TYPE_CHECKING:
    from .place import Position

    Positions = tuple[Position, ...]

SPACING_TICKS: Final = 5
"""Ticks between two reports of one peer: ten reports a second."""


class Movement:
    """Reports a peer's new positions at most once in `SPACING_TICKS`, and always the last ones.

    A peer that has never left the origin is not reported.
    """

    def __init__(self) -> None:
        self._reported: dict[int, tuple[int, Positions]] = {}
        self._waiting: dict[int, Positions] = {}

    @property
    def resting(self) -> bool:
        """Whether no positions wait to be reported."""
        return not self._waiting

    def take(self, peer_id: int, positions: Positions, tick: int) -> bool:
        """Note the positions in a packet; return whether to report them now."""
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
        """Return the positions that are due, and mark them as reported."""
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
        """Discard the positions of a peer that has left."""
        self._reported.pop(peer_id, None)
        self._waiting.pop(peer_id, None)
