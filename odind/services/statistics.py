"""StatisticsService on core's controls."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from odind.pack.statistics import pack_statistics, seconds_of
from odind.pack.times import pack_time
from odind.v1 import statistics_pb2

if TYPE_CHECKING:
    from odind.core.rooms.controls import Controls

    from .calls import Call


class StatisticsServicer:
    """One use case a method."""

    def __init__(self, controls: Controls) -> None:
        self._controls = controls

    async def GetStatistics(
        self, request: statistics_pb2.GetStatisticsRequest, call: Call
    ) -> statistics_pb2.GetStatisticsResponse:
        """Return the counters of a connection."""
        statistics = await self._controls.statistics(request.connection_id)
        return statistics_pb2.GetStatisticsResponse(statistics=pack_statistics(statistics))

    async def WatchStatistics(self, request: statistics_pb2.WatchStatisticsRequest, call: Call) -> None:
        """Write counters now and then at an interval."""
        connection_ids, by = tuple(request.connection_ids), call.caller.principal
        watch = self._controls.watch_statistics(connection_ids, seconds_of(request), by)
        async with aclosing(watch) as moments:
            async for time, connections in moments:
                counters = map(pack_statistics, connections)
                await call.write(
                    statistics_pb2.WatchStatisticsResponse(time=pack_time(time), connections=counters)
                )
