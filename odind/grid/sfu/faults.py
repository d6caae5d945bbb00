"""Deliberate faults, changed while the grid runs: updates the table and the peers that it affects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .fault_table import FaultTable, Target

if TYPE_CHECKING:
    from .faulty_path import DatagramFault, Direction
    from .lobby import Lobby


class Faults:
    """Starts and ends the faults of users."""

    def __init__(self, table: FaultTable, lobby: Lobby) -> None:
        self._table = table
        self._lobby = lobby

    def disturb(
        self,
        user_id: str,
        fault: DatagramFault,
        *,
        direction: Direction = "sent",
        room_id: str | None = None,
    ) -> int:
        """Disturb the datagrams that a user sends or receives; return how many of its peers are joined."""
        target = Target(user_id, room_id)
        self._table.disturb(target, direction, fault)
        return self._apply_to(target)

    def blackhole(self, user_id: str, seconds: float, *, room_id: str | None = None) -> int:
        """Drop every packet from and to a user for a time; return how many of its peers are joined."""
        target = Target(user_id, room_id)
        self._table.blackhole(target, seconds)
        return self._apply_to(target)

    def refuse_joins(self, message: str | None) -> None:
        """Refuse every hello with this message; None admits clients again."""
        self._table.refusal = message

    def clear(self) -> None:
        """End all datagram faults and blackholes, and admit clients again."""
        self._table.clear()
        for membership in self._lobby.members():
            membership.peer.outlet.silence(0.0)
            self._lobby.apply_faults(membership)

    def describe(self) -> dict[str, object]:
        """Return the faults in force, for people."""
        return self._table.describe()

    def _apply_to(self, target: Target) -> int:
        affected = [m for m in self._lobby.members() if target.matches(m.peer.user_id, m.room.key)]
        for membership in affected:
            self._lobby.apply_faults(membership)
        return len(affected)
