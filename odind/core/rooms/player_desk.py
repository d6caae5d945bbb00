"""Performs what callers ask of the players of this process's connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.players.settings import MAX_ITEMS

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
    from collections.abc import Awaitable, Callable, Mapping
    from typing import Any

    from odind.core.players.player import Player
    from odind.core.players.ports import Sounds
    from odind.core.players.view import PlayerView


class PlayerDesk:
    """`player_of` finds the player of a connection; raises NotFoundError CONNECTION_NOT_FOUND."""

    def __init__(self, player_of: Callable[[str], Player], sounds: Sounds) -> None:
        self._player_of = player_of
        self._sounds = sounds

    @property
    def handlers(self) -> Mapping[type, Callable[[Any], Awaitable[Any]]]:
        """What performs each of the actions."""
        return {
            ReadPlayer: self._read,
            EnqueueItems: self._enqueue,
            UpdateLane: self._update,
            SkipItem: self._skip,
            RemoveItems: self._remove,
            MoveItem: self._move,
            ClearQueue: self._clear,
            ShuffleQueue: self._shuffle,
            AnswerBargeIn: self._answer,
        }

    async def _read(self, action: ReadPlayer) -> PlayerView:
        return self._player_of(action.connection_id).view

    async def _enqueue(self, action: EnqueueItems) -> PlayerView:
        await self._sounds.check([item.source for item in action.items[:MAX_ITEMS]])
        return self._player_of(action.connection_id).change(
            action.lane, lambda lane: lane.enqueue(action.items, action.placing, action.expected_revision)
        )

    async def _update(self, action: UpdateLane) -> PlayerView:
        return self._player_of(action.connection_id).change(
            action.lane, lambda lane: lane.update(action.changes)
        )

    async def _skip(self, action: SkipItem) -> PlayerView:
        return self._player_of(action.connection_id).reorder(
            action.lane, lambda lane: lane.skip(action.item_id)
        )

    async def _remove(self, action: RemoveItems) -> PlayerView:
        return self._player_of(action.connection_id).change(
            action.lane, lambda lane: lane.remove(action.item_ids, action.expected_revision)
        )

    async def _move(self, action: MoveItem) -> PlayerView:
        return self._player_of(action.connection_id).reorder(
            action.lane, lambda lane: lane.move(action.item_id, action.before, action.expected_revision)
        )

    async def _clear(self, action: ClearQueue) -> PlayerView:
        return self._player_of(action.connection_id).change(action.lane, lambda lane: lane.clear())

    async def _answer(self, action: AnswerBargeIn) -> PlayerView:
        return self._player_of(action.connection_id).reorder(
            action.lane, lambda lane: lane.answer(confirm=action.confirm)
        )

    async def _shuffle(self, action: ShuffleQueue) -> PlayerView:
        return self._player_of(action.connection_id).reorder(
            action.lane, lambda lane: lane.shuffle(action.seed)
        )
