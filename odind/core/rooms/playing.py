"""The use cases of players; what they play is known to the process that holds the connection."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from .player_actions import (
    AnswerBargeIn,
    ClearQueue,
    EnqueueItems,
    MoveItem,
    ReadPlayer,
    RemoveItems,
    ShuffleQueue,
    SkipItem,
    UpdateLane,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.players.changes import LaneChanges
    from odind.core.players.settings import Item, LaneKind, Placing
    from odind.core.players.view import PlayerView

    from .registry import Registry


class Players:
    """Every call raises NotFoundError CONNECTION_NOT_FOUND, and UnavailableError while that is away.

    Used on the loop's thread.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    async def get(self, connection_id: str) -> PlayerView:
        """Return the player of a connection."""
        return await self._registry.perform(connection_id, ReadPlayer(connection_id))

    async def enqueue(
        self,
        connection_id: str,
        lane: LaneKind,
        items: Sequence[Item],
        placing: Placing,
        expected_revision: int | None,
    ) -> tuple[PlayerView, tuple[str, ...]]:
        """Put items into a queue; return the player and the ids that they were given.

        Raises what PlayerService.Enqueue lists.
        """
        named = tuple(replace(item, item_id=f"p{secrets.token_hex(6)}") for item in items)
        action = EnqueueItems(connection_id, lane, named, placing, expected_revision)
        player = await self._registry.perform(connection_id, action)
        return player, tuple(item.item_id for item in named)

    async def update(self, connection_id: str, lane: LaneKind, changes: LaneChanges) -> PlayerView:
        """Change a lane; raises what PlayerService.UpdatePlayer lists."""
        return await self._registry.perform(connection_id, UpdateLane(connection_id, lane, changes))

    async def skip(self, connection_id: str, lane: LaneKind, item_id: str) -> PlayerView:
        """Go on with another item; raises what PlayerService.Skip lists."""
        return await self._registry.perform(connection_id, SkipItem(connection_id, lane, item_id))

    async def remove(
        self, connection_id: str, lane: LaneKind, item_ids: Sequence[str], expected_revision: int | None
    ) -> PlayerView:
        """Take items out; raises what PlayerService.RemoveItems lists."""
        action = RemoveItems(connection_id, lane, tuple(item_ids), expected_revision)
        return await self._registry.perform(connection_id, action)

    async def move(
        self, connection_id: str, lane: LaneKind, item_id: str, before: str, expected_revision: int | None
    ) -> PlayerView:
        """Put an item elsewhere; raises what PlayerService.MoveItem lists."""
        action = MoveItem(connection_id, lane, item_id, before, expected_revision)
        return await self._registry.perform(connection_id, action)

    async def clear(self, connection_id: str, lane: LaneKind) -> PlayerView:
        """Drop all items of a lane."""
        return await self._registry.perform(connection_id, ClearQueue(connection_id, lane))

    async def answer(self, connection_id: str, lane: LaneKind, *, confirm: bool) -> PlayerView:
        """Say whether a lane was interrupted; raises what PlayerService.AnswerBargeIn lists."""
        return await self._registry.perform(connection_id, AnswerBargeIn(connection_id, lane, confirm))

    async def shuffle(self, connection_id: str, lane: LaneKind, seed: int | None) -> PlayerView:
        """Put a queue into another order; raises what PlayerService.ShuffleQueue lists."""
        seed = secrets.randbits(32) if seed is None else seed
        return await self._registry.perform(connection_id, ShuffleQueue(connection_id, lane, seed))
