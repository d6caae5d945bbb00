"""The items of a lane in their order; the first one is the one that plays. Pure."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from .refusals import no_item, queue_changed, queue_full
from .settings import MAX_ITEMS, MAX_QUEUE_BYTES, Item, Placing, Repeat

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


class Queue:
    """Grows its `revision` with every change. Each change returns the items that it dropped."""

    def __init__(self, items: Sequence[Item] = (), revision: int = 0) -> None:
        self.items = list(items)
        self.revision = revision

    @property
    def first(self) -> Item | None:
        """The item that plays."""
        return self.items[0] if self.items else None

    def next_of(self, repeat: Repeat) -> Item | None:
        """Return the item that follows the first one."""
        if repeat is Repeat.ONE:
            return self.first
        if len(self.items) > 1:
            return self.items[1]
        return self.first if repeat is Repeat.ALL else None

    def require(self, expected: int | None) -> None:
        """Raise FailedPreconditionError QUEUE_CHANGED unless the queue is at that revision."""
        if expected is not None and expected != self.revision:
            raise queue_changed(expected, self.revision)

    def place(self, items: Sequence[Item], placing: Placing) -> list[Item]:
        """Put items into the queue; raises ResourceExhaustedError QUEUE_TOO_LONG."""
        match placing:
            case Placing.PLAY:
                wanted = [*items, *self.items[1:]]
            case Placing.NEXT:
                wanted = [*self.items[:1], *items, *self.items[1:]]
            case Placing.ADD:
                wanted = [*self.items, *items]
            case Placing.REPLACE:
                wanted = [*items]
            case Placing.REPLACE_NEXT:
                wanted = [*self.items[:1], *items]
        size = sum(item.size for item in wanted)
        if len(wanted) > MAX_ITEMS or size > MAX_QUEUE_BYTES:
            raise queue_full(len(wanted), MAX_ITEMS, size, MAX_QUEUE_BYTES)
        return self._become(wanted)

    def remove(self, item_ids: Collection[str]) -> list[Item]:
        """Drop items; raises NotFoundError ITEM_NOT_FOUND, and then drops none."""
        for item_id in item_ids:
            self._index(item_id)
        return self._become([item for item in self.items if item.item_id not in item_ids])

    def move(self, item_id: str, before: str) -> None:
        """Put an item before another one, or with "" at the end; what plays stays. Raises ITEM_NOT_FOUND."""
        item = self.items[self._index(item_id)]
        if before:
            self._index(before)
        rest = [one for one in self.items[1:] if one is not item]
        place = next((number for number, one in enumerate(rest) if one.item_id == before), None)
        if before and place is None:
            place = 0
        if item is not self.first:
            rest.insert(len(rest) if place is None else place, item)
        self._become([*self.items[:1], *rest])

    def shuffle(self, seed: int) -> None:
        """Put all but the first into an order that the seed decides."""
        rest = self.items[1:]
        Random(seed).shuffle(rest)  # noqa: S311 - an order of songs is no secret
        self._become([*self.items[:1], *rest])

    def skip(self, item_id: str = "") -> list[Item]:
        """Drop the first item, or all before the one that is named. Raises NotFoundError ITEM_NOT_FOUND."""
        return self._become(self.items[self._index(item_id) if item_id else 1 :])

    def finish(self, repeat: Repeat, *, keep: bool) -> None:
        """The first item has ended; unless it can be kept, it is dropped whatever is repeated."""
        first, rest = self.items[:1], self.items[1:]
        if keep and repeat is Repeat.ONE:
            return
        self._become([*rest, *first] if keep and repeat is Repeat.ALL else rest)

    def _index(self, item_id: str) -> int:
        for number, item in enumerate(self.items):
            if item.item_id == item_id:
                return number
        raise no_item(item_id)

    def _become(self, wanted: list[Item]) -> list[Item]:
        kept = {item.item_id for item in wanted}
        dropped = [item for item in self.items if item.item_id not in kept]
        if wanted != self.items:
            self.items, self.revision = wanted, self.revision + 1
        return dropped
