"""The use cases on a connection's sound: processing, listening, space and statistics."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from odind.core.access.principal import OWNER
from odind.core.errors import InvalidArgumentError, UnavailableError
from odind.core.timing.clock import happens_within
from odind.core.timing.turns import Turns
from odind.core.voice.processing import Treatment

from .actions import ReadStatistics, ReadTreatment, ResetAudio

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence

    from odind.core.access.principal import Principal
    from odind.core.space.place import Place, Position
    from odind.core.timing.clock import Clock
    from odind.core.values.statistics import ConnectionStatistics
    from odind.core.voice.hearing import Listening
    from odind.core.voice.processing import Processing

    from .entry import Entry
    from .registry import Registry
    from .settings import ConnectionSettings

MIN_INTERVAL_S: Final = 0.1
MAX_INTERVAL_S: Final = 60.0


class Controls:
    """Reads and changes settings, and reads counters. Used on the loop's thread."""

    def __init__(self, registry: Registry, clock: Clock) -> None:
        self._registry = registry
        self._clock = clock
        self._readings = Turns(clock)

    def settings(self, connection_id: str) -> ConnectionSettings:
        """Return the settings; raises NotFoundError CONNECTION_NOT_FOUND."""
        return self._registry.find(connection_id).settings

    async def processing(self, connection_id: str) -> Treatment:
        """Return how sound is treated; raises NotFoundError CONNECTION_NOT_FOUND.

        Of a connection that is being restored, this is how a program's is.
        """
        entry = self._registry.find(connection_id)
        try:
            return await self._registry.perform(connection_id, ReadTreatment(connection_id))
        except UnavailableError:
            return Treatment(entry.settings.processing)

    async def set_processing(self, connection_id: str, processing: Processing) -> Treatment:
        """Replace the processing, also while speaking; raises what SetProcessing lists."""
        await self._registry.change(
            connection_id, lambda entry: replace(entry.settings, processing=processing)
        )
        return await self.processing(connection_id)

    async def update_listening(
        self, connection_id: str, *, deafened: bool | None, peers: Mapping[int, Mapping[str, float | bool]]
    ) -> Listening:
        """Change how a connection hears; raises what AudioService.UpdateListening lists."""

        def part(entry: Entry) -> ConnectionSettings:
            entry.require_peers(peers)
            return replace(entry.settings, listening=entry.settings.listening.updated(peers, deafened))

        settings = await self._registry.change(connection_id, part)
        return settings.listening

    async def reset_audio(self, connection_id: str, peer_ids: Sequence[int]) -> None:
        """Decode peers anew; raises what AudioService.ResetAudio lists."""
        self._registry.find(connection_id).require_peers(peer_ids)
        await self._registry.perform(connection_id, ResetAudio(connection_id, tuple(peer_ids)))

    # Space

    async def set_positions(
        self, connection_id: str, positions: Iterable[Position], scale: float | None
    ) -> ConnectionSettings:
        """Move a connection on some channels; raises what SpaceService.SetPositions lists."""
        return await self._move(connection_id, lambda place: place.moved(positions, scale))

    async def clear_positions(self, connection_id: str, channels: Sequence[int]) -> ConnectionSettings:
        """Take a connection off these channels, or off all; raises what SpaceService.ClearPositions lists."""
        return await self._move(connection_id, lambda place: place.left(channels))

    async def set_channel_masks(
        self, connection_id: str, default: int | None, masks: Mapping[int, int], *, reset: bool
    ) -> ConnectionSettings:
        """Set which channels are heard; raises what SpaceService.SetChannelMasks lists."""

        def part(entry: Entry) -> ConnectionSettings:
            wanted = entry.settings.masks.changed(default, masks, reset=reset)
            entry.require_peers(masks)
            return replace(entry.settings, masks=wanted)

        return await self._registry.change(connection_id, part)

    async def _move(self, connection_id: str, moved: Callable[[Place], Place]) -> ConnectionSettings:
        return await self._registry.change(
            connection_id, lambda entry: replace(entry.settings, place=moved(entry.settings.place))
        )

    # Statistics

    async def statistics(self, connection_id: str) -> ConnectionStatistics:
        """Return the counters of a connection; raises what StatisticsService.GetStatistics lists."""
        counters = await self._registry.perform(connection_id, ReadStatistics((connection_id,)))
        if not counters:
            self._registry.find(connection_id)
        return counters[0]

    async def watch_statistics(
        self, connection_ids: Sequence[str], interval_s: float, by: Principal = OWNER
    ) -> AsyncGenerator[tuple[float, tuple[ConnectionStatistics, ...]]]:
        """Yield the time and the counters of these connections, or of all that `by` sees, at an interval.

        Ends when the daemon stops, and when the last connection named has left. A connection whose process
        is lost is left out until it is back. Many watches of many connections get
        their turns less often. Raises what StatisticsService.WatchStatistics lists.
        """
        for connection_id in connection_ids:
            self._registry.find(connection_id)
        check_interval(interval_s, MIN_INTERVAL_S, MAX_INTERVAL_S)
        while self._registry.named(connection_ids) or not connection_ids:
            async with self._readings.turn():
                counters = await self._counters(connection_ids, by)
            yield self._clock.now(), counters
            if await happens_within(self._clock, interval_s, self._registry.stopped.wait()):
                return

    async def _counters(
        self, connection_ids: Sequence[str], by: Principal
    ) -> tuple[ConnectionStatistics, ...]:
        """Ask all hosts at once; return the counters, oldest connection first."""
        answers = await self._registry.answers(ReadStatistics(tuple(connection_ids)))
        counted = {one.connection_id: one for answer in answers for one in answer}
        entries = [entry for entry in self._registry.named(connection_ids) if entry.is_seen(by)]
        return tuple(counted[one.connection_id] for one in entries if one.connection_id in counted)


def check_interval(interval_s: float, low_s: float, high_s: float) -> None:
    """Raise InvalidArgumentError INTERVAL_INVALID for an interval that is too short or too long."""
    if not low_s <= interval_s <= high_s:
        raise InvalidArgumentError(
            "INTERVAL_INVALID",
            "the interval of {interval} s must be from {low} to {high} s",
            interval=interval_s,
            low=low_s,
            high=high_s,
        )
