"""Watches of the whole fleet: the events of all members in one sequence, from any of them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

from odind.core.errors import InvalidArgumentError, NotFoundError, UnavailableError
from odind.core.log.numbers import is_fleets
from odind.core.log.ports import Query
from odind.core.log.refusals import events_expired, sequence_ahead, sequence_of_member
from odind.core.rooms.events import ConnectionLeft
from odind.core.rooms.refusals import no_connection
from odind.core.rooms.watching import is_told
from odind.core.values.late import dataclass

from .connections import TAKEN_OVER
from .events import FleetEntry, MemberEventsLost
from .sequence import FleetCursor, FleetFilter, StandingChanged

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable

    from odind.core.log.ring import Entry
    from odind.core.rooms.watching import Wanted
    from odind.core.timing.clock import Clock

    from .ports import History
    from .sequence import FleetSequence

    HolderOf = Callable[[str], Awaitable[str | None]]


@dataclass(frozen=True)
class FleetSnapshot:
    """The place of a snapshot: the connections of all members are to be told, as they are now.

    They contain what the events up to `sequence` tell, and maybe more. `missed` says what is not told.
    """

    sequence: int
    missed: str = ""


@dataclass(frozen=True)
class FleetStanding:
    """The database does not answer for the reason `problem`, or does again where that is empty.

    The watch has come to `sequence`.
    """

    problem: str
    sequence: int


FleetWatched: TypeAlias = FleetSnapshot | FleetStanding | FleetEntry


class FleetWatches:
    """Serves watches of the fleet. Used on the loop's thread."""

    def __init__(self, sequence: FleetSequence, history: History, clock: Clock) -> None:
        self._sequence = sequence
        self._history = history
        self._clock = clock

    async def watch(self, wanted: Wanted, holder_of: HolderOf) -> AsyncGenerator[FleetWatched]:
        """Yield the place of a snapshot, unless the watch begins at a place in the sequence, then events.

        `holder_of` returns which member has a connection. The watch ends when the last named connection has
        left, and nobody has taken it over. Raises what RoomService.WatchEvents lists.
        """
        oldest, last = await self._sequence.extent()
        after, missed = await self._begin(wanted, oldest, last)
        await self._require_known(wanted.connection_ids, after, last, holder_of)
        first = (last if after is None else after) + 1
        until = last if wanted.until_now else None
        with FleetCursor(self._sequence, _filter(wanted), first, until) as cursor:
            if after is None:
                yield FleetSnapshot(last, missed)
            async for item in self._follow(wanted, cursor, holder_of):
                yield item

    async def _follow(
        self, wanted: Wanted, cursor: FleetCursor, holder_of: HolderOf
    ) -> AsyncGenerator[FleetWatched]:
        left = set(wanted.connection_ids)
        while not wanted.connection_ids or left:
            try:
                entry = await anext(cursor)
            except StopAsyncIteration:
                return
            except StandingChanged as changed:
                yield FleetStanding(changed.problem, cursor.position)
                continue
            except NotFoundError as expired:
                cursor.restart()
                left -= await _gone(left, holder_of)
                yield FleetSnapshot(cursor.position, expired.message)
                continue
            if isinstance(entry.event, MemberEventsLost):
                left -= await _gone(left, holder_of)
                yield FleetSnapshot(entry.sequence, _loss(entry))
                continue
            if isinstance(entry.event, ConnectionLeft) and entry.event.reason != TAKEN_OVER.reason:
                left.discard(entry.subject)
            if isinstance(entry, FleetEntry) and _is_wanted(entry, wanted):
                yield entry

    async def _begin(self, wanted: Wanted, oldest: int, last: int) -> tuple[int | None, str]:
        """Return the sequence to begin after, None for a snapshot, and what that must say it left out."""
        after = await self._place(wanted)
        try:
            if after is not None:
                _require_kept(after, oldest, last)
        except NotFoundError as error:
            if wanted.snapshot_if_expired:
                return None, error.message
            raise
        return after, ""

    async def _place(self, wanted: Wanted) -> int | None:
        if wanted.consumer:
            raise _consumer_of_member(wanted.consumer)
        if wanted.since is not None:
            wanted.require_past(self._clock.now())
            return await self._history.before(wanted.since)
        if wanted.after_sequence is not None and not is_fleets(wanted.after_sequence):
            raise sequence_of_member(wanted.after_sequence)
        return wanted.after_sequence

    async def _require_known(
        self, connection_ids: tuple[str, ...], after: int | None, last: int, holder_of: HolderOf
    ) -> None:
        """Raise NotFoundError CONNECTION_NOT_FOUND for one that nobody has, nor is in the events to come."""
        for connection_id in await _gone(connection_ids, holder_of):
            if after is None or not await self._mentions(connection_id, after, last):
                raise no_connection(connection_id)

    async def _mentions(self, connection_id: str, after: int, last: int) -> bool:
        query = Query(after, last, subjects=frozenset({connection_id}))
        page = await self._history.read(query, 1)
        return bool(page.entries)


def _filter(wanted: Wanted) -> FleetFilter:
    kinds = (*wanted.kinds, ConnectionLeft) if wanted.connection_ids else wanted.kinds
    return FleetFilter(kinds, frozenset(wanted.connection_ids), wanted.room_ids)


def _is_wanted(entry: FleetEntry, wanted: Wanted) -> bool:
    return isinstance(entry.event, wanted.kinds) and is_told(wanted.by, entry)


def _require_kept(after: int, oldest: int, last: int) -> None:
    if after > last:
        raise sequence_ahead(after, last)
    if after < oldest - 1:
        raise events_expired(after, oldest)


async def _gone(connection_ids: Iterable[str], holder_of: HolderOf) -> set[str]:
    """Return those of these connections that no member has, as far as is known."""
    gone = set()
    for one in connection_ids:
        with suppress(UnavailableError):
            if await holder_of(one) is None:
                gone.add(one)
    return gone


def _loss(entry: Entry[object]) -> str:
    lost = entry.event
    assert isinstance(entry, FleetEntry) and isinstance(lost, MemberEventsLost)  # noqa: S101, PT018 - it was asked for
    return f"the member {entry.member} has lost its events from {lost.first} to {lost.last}"


def _consumer_of_member(name: str) -> InvalidArgumentError:
    return InvalidArgumentError(
        "CONSUMER_OF_MEMBER",
        "the consumer {name} is of one member's log: keep the number of the last event, and begin after it",
        name=name,
    )
