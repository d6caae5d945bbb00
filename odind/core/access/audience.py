"""Events that not everybody is told who sees their subject."""

from __future__ import annotations

from odind.core.values.late import dataclass


@dataclass(frozen=True)
class ForRooms:
    """What happened is told to those alone who are granted all of these rooms, which are globs."""

    rooms: tuple[str, ...]
