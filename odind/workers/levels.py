"""Levels of lines over all workers, one message an interval."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import grpc

from odind.core.base.errors import OdindError
from odind.core.devices.devices import check_interval
from odind.pack.devices import unpack_interval
from odind.v1 import devices_pb2

from .crew import within

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .crew import Crew
    from .worker import Worker

_WATCH: Final = devices_pb2.DESCRIPTOR.services_by_name["DeviceService"].methods_by_name["WatchLevels"]


class Levels:
    """One WatchLevels call. `named` are the lines that it names, by worker; none named is all."""

    def __init__(
        self, crew: Crew, request: devices_pb2.WatchLevelsRequest, named: Mapping[int, Sequence[str]]
    ) -> None:
        self._crew = crew
        self._request = request
        self._named = named
        self._latest: dict[int, list[devices_pb2.LineLevel]] = {}
        self._running: dict[int, asyncio.Task[None]] = {}

    async def write(self, context: Any) -> None:
        """Write levels until the last line named is closed, or the daemon stops."""
        interval_s = unpack_interval(self._request)
        check_interval(interval_s)
        async with asyncio.TaskGroup() as tasks:
            try:
                self._start(tasks)
                while not await within(interval_s, self._crew.stopped.wait()):
                    if self._named and not self._running:
                        break
                    levels = [level for one in self._latest.values() for level in one]
                    self._latest.clear()
                    await context.write(devices_pb2.WatchLevelsResponse(levels=levels))
                    if not self._named:
                        self._start(tasks)
            finally:
                for task in self._running.values():
                    task.cancel()

    def _start(self, tasks: asyncio.TaskGroup) -> None:
        """Read the levels of every worker that is not read yet."""
        for worker in self._crew.workers:
            wanted = not self._named or worker.number in self._named
            if wanted and worker.serving and worker.number not in self._running:
                self._running[worker.number] = tasks.create_task(self._read(worker))

    async def _read(self, worker: Worker) -> None:
        try:
            with suppress(grpc.aio.AioRpcError, OdindError):  # closed, or lost with its worker
                async for response in worker.link.stream(_WATCH, self._own_request(worker)):
                    self._latest[worker.number] = list(response.levels)
        finally:
            del self._running[worker.number]

    def _own_request(self, worker: Worker) -> devices_pb2.WatchLevelsRequest:
        own = devices_pb2.WatchLevelsRequest(line_ids=self._named.get(worker.number, ()))
        if self._request.HasField("interval"):
            own.interval.CopyFrom(self._request.interval)
        return own
