"""One watch of devices and lines over all workers."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import grpc

from odind.core.base.errors import OdindError
from odind.core.log.hub import Hub
from odind.v1 import devices_pb2

if TYPE_CHECKING:
    from types import TracebackType

    from odind.core.log.hub import Subscription

    from .crew import Crew
    from .worker import Worker

    Event = devices_pb2.WatchDevicesResponse

_WATCH: Final = devices_pb2.DESCRIPTOR.services_by_name["DeviceService"].methods_by_name["WatchDevices"]
_OF_LINES: Final = {"line_opened", "line_changed", "line_closed"}
_RETRY_S: Final = 0.5


class DeviceWatch:
    """Follows every worker for the length of its `async with` block, which gives snapshot and events.

    Of devices the first worker that serves tells alone. The lines of a lost worker are told closed.
    """

    def __init__(self, crew: Crew, capacity: int) -> None:
        self._crew = crew
        self._hub: Hub[Event] = Hub(capacity, 1)
        self._devices: dict[int, devices_pb2.DeviceSnapshot] = {}
        self._lines: dict[int, dict[str, devices_pb2.Line]] = {}
        self._asked = 0
        self._all_asked = asyncio.Event()
        self._tasks = asyncio.TaskGroup()
        self._following: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> tuple[devices_pb2.DeviceSnapshot, Subscription[Event]]:
        await self._tasks.__aenter__()
        events = self._hub.subscribe(lambda _: True)
        self._following = [
            *(self._tasks.create_task(self._follow(worker)) for worker in self._crew.workers),
            self._tasks.create_task(self._end()),
        ]
        try:
            await self._all_asked.wait()
        except BaseException:
            await self.__aexit__(None, None, None)
            raise
        first = self._devices[min(self._devices)] if self._devices else devices_pb2.DeviceSnapshot()
        lines = [line for number in sorted(self._lines) for line in self._lines[number].values()]
        return devices_pb2.DeviceSnapshot(
            devices=first.devices, problem=first.problem if first.HasField("problem") else None, lines=lines
        ), events

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._following:
            task.cancel()
        await self._tasks.__aexit__(None, None, None)

    async def _end(self) -> None:
        await self._crew.stopped.wait()
        self._hub.close()

    async def _follow(self, worker: Worker) -> None:
        """Follow whoever is the worker; the first time counts for the snapshot, whatever comes of it."""
        first = True
        while True:
            with suppress(grpc.aio.AioRpcError, OdindError):
                call = worker.link.stream(_WATCH, devices_pb2.WatchDevicesRequest())
                async for response in call:
                    self._take(worker.number, response)
                    if first:
                        self._count()
                        first = False
            self._lose(worker.number)
            if first:
                self._count()
                first = False
            await asyncio.sleep(_RETRY_S)

    def _count(self) -> None:
        self._asked += 1
        if self._asked == len(self._crew.workers):
            self._all_asked.set()

    def _take(self, number: int, response: Event) -> None:
        kind = response.WhichOneof("kind") or ""
        if kind == "snapshot":
            self._devices[number] = response.snapshot
            self._lines[number] = {line.line_id: line for line in response.snapshot.lines}
            return
        if kind in _OF_LINES:
            line = getattr(response, kind).line
            self._lines[number].pop(line.line_id, None)
            if kind != "line_closed":
                self._lines[number][line.line_id] = line
            if not self._all_asked.is_set():
                return  # the snapshot will have it
        elif number != min(self._devices):
            return
        self._hub.publish(response)

    def _lose(self, number: int) -> None:
        self._devices.pop(number, None)
        for line in self._lines.pop(number, {}).values():
            line.state, line.device_id = devices_pb2.LINE_STATE_CLOSED, ""
            line.detail = "its worker process was lost"
            self._hub.publish(devices_pb2.WatchDevicesResponse(line_closed=devices_pb2.LineClosed(line=line)))
