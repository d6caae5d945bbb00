"""StatisticsService on core's controls."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from odind.pack.statistics import pack_statistics, seconds_of
from odind.pack.times import pack_time
from odind.v1 import statistics_pb2, statistics_pb2_grpc

if TYPE_CHECKING:
    from odind.core.rooms.controls import Controls


class StatisticsServicer(statistics_pb2_grpc.StatisticsServiceServicer):
    """One use case a method; errors are the interceptor's."""

    def __init__(self, controls: Controls) -> None:
        self._controls = controls

    async def GetStatistics(
        self, request: statistics_pb2.GetStatisticsRequest, context: Any
    ) -> statistics_pb2.GetStatisticsResponse:
        """Return the counters of a connection."""
        statistics = self._controls.statistics(request.connection_id)
        return statistics_pb2.GetStatisticsResponse(statistics=pack_statistics(statistics))

    async def WatchStatistics(self, request: statistics_pb2.WatchStatisticsRequest, context: Any) -> None:  # type: ignore[override]
        """Write counters now and then at an interval."""
        watch = self._controls.watch_statistics(tuple(request.connection_ids), seconds_of(request))
        async with aclosing(watch) as moments:
            async for time, connections in moments:
                counters = map(pack_statistics, connections)
                await context.write(
                    statistics_pb2.WatchStatisticsResponse(time=pack_time(time), connections=counters)
                )
