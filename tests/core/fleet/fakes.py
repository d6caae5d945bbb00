"""The fleet's database in memory, and a member that is taken over from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.core.log.mirror import Holding, Place


class FakeMirror:
    """What a member has written of its documents, as another one finds it."""

    def __init__(self) -> None:
        self.holdings: dict[Place, Holding] = {}

    def note(self, place: Place, holding: Holding | None) -> None:
        if holding is None:
            self.holdings.pop(place, None)
        else:
            self.holdings[place] = holding

    async def written(self) -> None:
        """It always is."""

    def left_behind(self) -> Iterable[Holding]:
        """What another member has found by now."""
        return tuple(self.holdings.values())
