"""Plays one item on a connection, such as a text to say, and waits until it has ended."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError, OdindError, UnavailableError
from odind.core.players.events import EndReason, ItemEnded, ItemFailed, ItemStarted, QueueChanged
from odind.core.players.ports import Severity
from odind.core.values.late import dataclass

from .events import ConnectionLeft
from .refusals import no_connection, stopping

if TYPE_CHECKING:
    from odind.core.log.cursor import Cursor
    from odind.core.players.ports import SoundFailure
    from odind.core.players.settings import Item, LaneKind, Placing

    from .playing import Players
    from .registry import Registry

    Event = ItemStarted | ItemEnded | ItemFailed | QueueChanged | ConnectionLeft

_KINDS: Final = (ItemStarted, ItemEnded, ItemFailed, QueueChanged, ConnectionLeft)


@dataclass(frozen=True)
class Said:
    """What became of an item: how long it was heard, and how much of a text was said, in words."""

    item_id: str
    reason: EndReason
    spoken: str
    played_s: float

    @property
    def interrupted(self) -> bool:
        """Whether something ended it early."""
        return self.reason is not EndReason.FINISHED


class Speech:
    """Used on the loop's thread."""

    def __init__(self, registry: Registry, players: Players) -> None:
        self._registry = registry
        self._players = players

    async def play(self, connection_id: str, item: Item, lane: LaneKind, placing: Placing) -> Said:
        """Play an item, such as a text to say, and return what became of it. Cancelled, it ends the item.

        Raises what PlayerService.Enqueue lists, and what the item failed with before any of a text was said.
        """
        with self._events(connection_id, self._registry.log.last) as cursor:
            _, (item_id,) = await self._players.enqueue(connection_id, lane, [item], placing, None)
            try:
                return await self._ended(cursor, connection_id, lane, item_id)
            except BaseException:
                with suppress(OdindError):  # it is over already
                    await self._players.remove(connection_id, lane, [item_id], None)
                raise

    def _events(self, connection_id: str, after: int, until: int | None = None) -> Cursor[Event]:
        return self._registry.log.cursor(_KINDS, (connection_id,), after, until=until)

    async def _ended(self, cursor: Cursor[Event], connection_id: str, lane: LaneKind, item_id: str) -> Said:
        """Wait for the end of an item; raise what it failed with, unless some of a text was said."""
        progress = _Progress(item_id)
        async for entry in cursor:
            if isinstance(entry.event, ConnectionLeft):
                raise no_connection(connection_id)
            if said := progress.saw(entry.event):
                return said
            waits = isinstance(entry.event, QueueChanged) and not progress.started
            if waits and not await self._is_queued(connection_id, lane, item_id):
                return await self._dropped(connection_id, cursor.position, progress)
        raise stopping()

    async def _is_queued(self, connection_id: str, lane: LaneKind, item_id: str) -> bool:
        items = (await self._players.get(connection_id)).lane(lane).settings.items
        return any(item.item_id == item_id for item in items)

    async def _dropped(self, connection_id: str, after: int, progress: _Progress) -> Said:
        """Return how an item ended that left its queue before it began, of which no event may tell."""
        with self._events(connection_id, after, self._registry.log.last) as rest:
            async for entry in rest:
                if said := progress.saw(entry.event):
                    return said
        return Said(progress.item_id, EndReason.STOPPED, "", 0.0)


class _Progress:
    """What has happened to an item so far."""

    def __init__(self, item_id: str) -> None:
        self.item_id = item_id
        self.started = False
        self._failure: SoundFailure | None = None

    def saw(self, event: Event) -> Said | None:
        """Take note of an event; return how the item ended once it has, or raise its failure."""
        if isinstance(event, ConnectionLeft | QueueChanged) or event.item.item_id != self.item_id:
            return None
        if isinstance(event, ItemStarted):
            self.started = True
            return None
        if isinstance(event, ItemFailed):
            self._failure = event.failure
            return None
        if self._failure and not event.spoken:
            raise _error_of(self._failure)
        return Said(self.item_id, event.reason, event.spoken, event.played_s)


def _error_of(failure: SoundFailure) -> OdindError:
    kind = InvalidArgumentError if failure.severity is Severity.COMMON else UnavailableError
    return kind(failure.reason, "{detail}", detail=failure.detail)
