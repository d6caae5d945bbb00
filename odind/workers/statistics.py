"""StatisticsService over all workers: one connection's counters from its worker, all of them merged."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import grpc

from odind.core.base.errors import OdindError
from odind.core.rooms.controls import check_interval, require_watcher_place
from odind.pack.statistics import seconds_of
from odind.pack.times import pack_time
from odind.v1 import statistics_pb2

from .crew import within

if TYPE_CHECKING:
    from collections.abc import Collection

    from odind.core.base.limits import Limits

    from .crew import Crew
    from .directory import Directory
    from .worker import Worker

_WATCH: Final = statistics_pb2.DESCRIPTOR.services_by_name["StatisticsService"].methods_by_name[
    "WatchStatistics"
]


class StatisticsOfAll:
    """WatchStatistics; GetStatistics is passed on to the connection's worker."""

    def __init__(self, directory: Directory, crew: Crew, limits: Limits) -> None:
        self._directory = directory
        self._crew = crew
        self._limits = limits
        self._watchers = 0

    async def WatchStatistics(self, request: statistics_pb2.WatchStatisticsRequest, context: Any) -> None:
        """Write counters now and then at an interval."""
        interval_s = seconds_of(request)
        for connection_id in request.connection_ids:
            self._directory.find(connection_id)
        check_interval(interval_s)
        require_watcher_place(self._watchers, self._limits)
        self._watchers += 1
        try:
            while (named := self._still_there(request.connection_ids)) or not request.connection_ids:
                await context.write(
                    statistics_pb2.WatchStatisticsResponse(
                        time=pack_time(time.time()), connections=await self._counters(named)
                    )
                )
                if await within(interval_s, self._crew.stopped.wait()):
                    return
        finally:
            self._watchers -= 1

    def _still_there(self, connection_ids: Collection[str]) -> set[str]:
        return {one for one in connection_ids if one in self._directory}

    async def _counters(self, named: set[str]) -> list[statistics_pb2.ConnectionStatistics]:
        """Ask all workers at once; connections of one that is lost are missing until it is restored."""
        async with asyncio.TaskGroup() as tasks:
            asked = [tasks.create_task(self._of(worker)) for worker in self._crew.workers if worker.serving]
        counters = [
            one
            for answer in asked
            for one in answer.result()
            if one.connection_id in self._directory and (not named or one.connection_id in named)
        ]
        return sorted(counters, key=lambda one: self._directory.find(one.connection_id).number)

    async def _of(self, worker: Worker) -> list[statistics_pb2.ConnectionStatistics]:
        with suppress(grpc.aio.AioRpcError, OdindError):
            call = worker.link.stream(_WATCH, statistics_pb2.WatchStatisticsRequest())
            answer = await call.read()
            call.cancel()
            return list(getattr(answer, "connections", ()))
        return []
