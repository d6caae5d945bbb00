"""Watching: a snapshot of the connections, or a place in the log, and every event after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias, get_args

from odind.core.access.audience import ForRooms
from odind.core.access.globs import covers
from odind.core.access.principal import OWNER, Principal
from odind.core.errors import InvalidArgumentError, NotFoundError
from odind.core.log.events import StoreFailed, StoreRecovered
from odind.core.log.log import Entry as LogEntry
from odind.core.log.numbers import is_fleets
from odind.core.log.refusals import sequence_of_fleet
from odind.core.recordings.events import RecordingEvent
from odind.core.values.daemon import DaemonEvent
from odind.core.values.late import dataclass
from odind.core.values.portable import portable

from .events import ConnectionLeft, ConnectionView, RoomEvent
from .holder import HolderKind

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from odind.core.log.log import Cursor
    from odind.core.timing.clock import Clock

    from .consumers import Consumers
    from .registry import Registry


@portable
class Snapshot:
    """The watched connections, and the sequence of the last event that shaped them.

    `missed` says why the events before it were not reported, "" in the first snapshot of a watch.
    """

    sequence: int
    connections: tuple[ConnectionView, ...]
    missed: str = ""


WatchedEvent: TypeAlias = RoomEvent | RecordingEvent | DaemonEvent | StoreFailed | StoreRecovered
Watched: TypeAlias = Snapshot | LogEntry[object]
WATCHED_EVENTS: Final[tuple[type[WatchedEvent], ...]] = get_args(WatchedEvent)
"""Every kind of event of rooms and of the daemon itself."""


@dataclass(frozen=True)
class Wanted:
    """What to watch: events of these kinds, connections and rooms, or of all where none is named.

    At most one of `after_sequence`, `since` (seconds since the epoch) and `consumer` says where it begins;
    without one it begins with a snapshot. With `snapshot_if_expired` it does so too where events after that
    place are not kept. With `until_now` it ends with the events that have happened when it begins. `by` is
    who watches, and is told of what it sees and of the daemon itself.
    """

    connection_ids: tuple[str, ...] = ()
    after_sequence: int | None = None
    since: float | None = None
    consumer: str = ""
    kinds: tuple[type[object], ...] = WATCHED_EVENTS
    room_ids: frozenset[str] = frozenset()
    until_now: bool = False
    snapshot_if_expired: bool = False
    by: Principal = OWNER

    def __post_init__(self) -> None:
        given = (self.after_sequence is not None, self.since is not None, bool(self.consumer))
        if sum(given) > 1:
            raise InvalidArgumentError(
                "START_AMBIGUOUS", "a watch begins at one of after_sequence, since and consumer"
            )

    def require_past(self, now: float) -> None:
        """Raise InvalidArgumentError SINCE_AHEAD when it is to begin later than `now`."""
        if self.since is not None and self.since > now:
            raise InvalidArgumentError("SINCE_AHEAD", "since must not be in the future")


class Watches:
    """Serves watches of connections and of the daemon itself. Used on the loop's thread."""

    def __init__(self, registry: Registry, consumers: Consumers, clock: Clock) -> None:
        self._registry = registry
        self._consumers = consumers
        self._clock = clock

    async def watch(self, wanted: Wanted) -> AsyncGenerator[Watched]:
        """Yield a snapshot, unless the watch begins at a place in the log, then every event after that.

        A watcher that reads too slowly gets another snapshot, whose `missed` says so. The watch ends when the
        last named connection has left. Raises what RoomService.WatchEvents lists.
        """
        until = self._registry.log.last if wanted.until_now else None
        after, missed = await self._begin(wanted)
        await self._require_known(wanted.connection_ids, after)
        with (
            self._cursor(wanted, self._registry.log.last if after is None else after, until) as cursor,
            self._registry.held(wanted.connection_ids, HolderKind.WATCH),
        ):
            if after is None:
                cursor.restart()  # the snapshot tells of this hold, which is an event
                yield self._snapshot(wanted, missed)
            async for item in self._follow(wanted, cursor):
                yield item

    async def _follow(self, wanted: Wanted, cursor: Cursor[object]) -> AsyncGenerator[Watched]:
        left = set(wanted.connection_ids)
        while not wanted.connection_ids or left:
            try:
                entry = await anext(cursor)
            except StopAsyncIteration:
                return
            except NotFoundError as expired:
                cursor.restart()
                snapshot = self._snapshot(wanted, expired.message)
                left = {view.connection_id for view in snapshot.connections} & left
                yield snapshot
                continue
            if isinstance(entry.event, ConnectionLeft):
                left.discard(entry.subject)
            if isinstance(entry.event, wanted.kinds) and is_told(wanted.by, entry):
                yield entry

    async def _begin(self, wanted: Wanted) -> tuple[int | None, str]:
        """Return the sequence to begin after, None for a snapshot, and what that must say it left out."""
        after = await self._place(wanted)
        try:
            if after is not None:
                self._registry.log.require_kept(after)
        except NotFoundError as error:
            if wanted.consumer or wanted.snapshot_if_expired:
                return None, error.message
            raise
        return after, ""

    async def _place(self, wanted: Wanted) -> int | None:
        if wanted.consumer:
            return await self._consumers.place(wanted.consumer, wanted.by)
        if wanted.since is None:
            return _own(wanted.after_sequence)
        wanted.require_past(self._clock.now())
        return await self._registry.log.before(wanted.since)

    async def _require_known(self, connection_ids: tuple[str, ...], after: int | None) -> None:
        """Raise NotFoundError CONNECTION_NOT_FOUND for one that is not there, nor in the events to come."""
        for connection_id in connection_ids:
            if after is None or not await self._registry.log.mentions(connection_id, after):
                self._registry.find(connection_id)

    def _cursor(self, wanted: Wanted, after: int, until: int | None) -> Cursor[object]:
        kinds = (*wanted.kinds, ConnectionLeft) if wanted.connection_ids else wanted.kinds
        return self._registry.log.cursor(
            kinds, wanted.connection_ids, after, rooms=wanted.room_ids, until=until
        )

    def _snapshot(self, wanted: Wanted, missed: str) -> Snapshot:
        entries = self._registry.named(wanted.connection_ids)
        views = (entry.view for entry in entries if entry.is_seen(wanted.by))
        of_rooms = tuple(view for view in views if not wanted.room_ids or view.room_id in wanted.room_ids)
        return Snapshot(self._registry.log.last, of_rooms, missed)


def _own(sequence: int | None) -> int | None:
    """Return a number of our log; raises InvalidArgumentError SEQUENCE_OF_FLEET for one of the fleet's."""
    if sequence is not None and is_fleets(sequence):
        raise sequence_of_fleet(sequence)
    return sequence


def is_told(by: Principal, entry: LogEntry[object]) -> bool:
    """Whether a principal is told of an event: of the daemon itself everybody is who may watch."""
    if isinstance(entry.event, ForRooms) and not covers(by.grant.rooms, entry.event.rooms):
        return False
    return not entry.subject or by.sees(entry.subject, entry.room or None)
