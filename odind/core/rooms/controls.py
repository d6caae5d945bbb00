"""The use cases on a connection's sound: what ProcessingService, SpaceService and StatisticsService do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.base.clock import happens_within
from odind.core.base.errors import InvalidArgumentError, ResourceExhaustedError
from odind.core.space.masks import check_masks

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence

    from odind.core.base.limits import Limits
    from odind.core.base.statistics import ConnectionStatistics
    from odind.core.space.place import Place, Position
    from odind.core.voice.processing import Processing

    from .connection import Connection
    from .rooms import Rooms

MIN_INTERVAL_S: Final = 0.1
MAX_INTERVAL_S: Final = 60.0


class Controls:
    """Settings and counters of connections. Belongs to the loop."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._watchers = 0

    # Processing

    def processing(self, connection_id: str) -> Processing:
        """Return the settings in force; raises NotFoundError CONNECTION_NOT_FOUND."""
        return self._rooms.find(connection_id).media.outgoing.processing

    def set_processing(self, connection_id: str, processing: Processing) -> Processing:
        """Replace the settings, in the midst of speech as well; raises NotFoundError CONNECTION_NOT_FOUND."""
        self._rooms.find(connection_id).media.outgoing.configure(processing)
        return processing

    # Space

    def set_positions(
        self, connection_id: str, positions: Iterable[Position], scale: float | None
    ) -> Connection:
        """Move a connection on some channels; raises what SpaceService.SetPositions lists."""
        connection = self._rooms.find(connection_id)
        return self._move(connection, connection.media.outgoing.place.moved(positions, scale))

    def clear_positions(self, connection_id: str, channels: Sequence[int]) -> Connection:
        """Take a connection off these channels, or off all; raises NotFoundError CONNECTION_NOT_FOUND."""
        connection = self._rooms.find(connection_id)
        return self._move(connection, connection.media.outgoing.place.left(channels))

    def set_channel_masks(
        self, connection_id: str, default: int | None, masks: Mapping[int, int], *, reset: bool
    ) -> Connection:
        """Say which channels are heard; raises what SpaceService.SetChannelMasks lists."""
        connection = self._rooms.find(connection_id)
        check_masks(default, masks)
        self._rooms.require_peers(connection, masks)
        connection.media.masks.set(default, masks, reset=reset)
        return connection

    def space(self, connection_id: str) -> Connection:
        """Return a connection with its places and masks; raises NotFoundError CONNECTION_NOT_FOUND."""
        return self._rooms.find(connection_id)

    def _move(self, connection: Connection, place: Place) -> Connection:
        connection.media.outgoing.move(place)
        return connection

    # Statistics

    def statistics(self, connection_id: str) -> ConnectionStatistics:
        """Return the counters of a connection; raises NotFoundError CONNECTION_NOT_FOUND."""
        return self._rooms.find(connection_id).statistics()

    async def watch_statistics(
        self, connection_ids: Sequence[str], interval_s: float
    ) -> AsyncGenerator[tuple[float, tuple[ConnectionStatistics, ...]]]:
        """Yield the time and the counters of these connections, or of all, now and then at an interval.

        Ends when the daemon stops, and when the last connection named has left. Raises what
        StatisticsService.WatchStatistics lists.
        """
        self._check_watch(connection_ids, interval_s)
        self._watchers += 1
        try:
            while (watched := self._watched(connection_ids)) or not connection_ids:
                yield self._rooms.clock.now(), tuple(connection.statistics() for connection in watched)
                if await self._stopped_within(interval_s):
                    return
        finally:
            self._watchers -= 1

    def _check_watch(self, connection_ids: Sequence[str], interval_s: float) -> None:
        for connection_id in connection_ids:
            self._rooms.find(connection_id)
        check_interval(interval_s)
        require_watcher_place(self._watchers, self._rooms.limits)

    def _watched(self, connection_ids: Sequence[str]) -> list[Connection]:
        connections = self._rooms.connections()
        return [one for one in connections if not connection_ids or one.connection_id in connection_ids]

    async def _stopped_within(self, seconds: float) -> bool:
        return await happens_within(self._rooms.clock, seconds, self._rooms.stopped.wait())


def check_interval(interval_s: float) -> None:
    """Raise InvalidArgumentError INTERVAL_INVALID for an interval that is too short or too long."""
    if not MIN_INTERVAL_S <= interval_s <= MAX_INTERVAL_S:
        raise InvalidArgumentError(
            "INTERVAL_INVALID",
            "an interval of {interval} s is not within {low} to {high}",
            interval=interval_s,
            low=MIN_INTERVAL_S,
            high=MAX_INTERVAL_S,
        )


def require_watcher_place(watchers: int, limits: Limits) -> None:
    """Raise ResourceExhaustedError TOO_MANY_WATCHERS when there are as many as there may be."""
    if watchers >= limits.max_watchers:
        raise ResourceExhaustedError(
            "TOO_MANY_WATCHERS",
            "there are {limit} watchers already; end one first",
            limit=limits.max_watchers,
        )
