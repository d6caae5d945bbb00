"""DeviceService over all workers: every worker sees the machine's devices, each has lines of its own."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from odind.core.base.errors import OdindError
from odind.core.devices.devices import no_line
from odind.core.rooms.controls import require_watcher_place
from odind.services.calls import CallFailedError
from odind.v1 import devices_pb2

from .device_watch import DeviceWatch
from .levels import Levels

if TYPE_CHECKING:
    from odind.core.base.limits import Limits

    from .crew import Crew
    from .directory import Directory
    from .routing import Router
    from .worker import Worker

_METHODS: Final = devices_pb2.DESCRIPTOR.services_by_name["DeviceService"].methods_by_name


class DevicesOfAll:
    """A line is its connection's worker's, and ends with it."""

    def __init__(self, directory: Directory, crew: Crew, router: Router, limits: Limits) -> None:
        self._directory = directory
        self._crew = crew
        self._router = router
        self._limits = limits
        self._connections: dict[str, str] = {}  # by line, oldest first
        self._watchers = 0

    # Devices, as any worker sees them

    async def ListDevices(
        self, request: devices_pb2.ListDevicesRequest, context: Any
    ) -> devices_pb2.ListDevicesResponse:
        """Return the devices."""
        answer: devices_pb2.ListDevicesResponse = await self._any("ListDevices", request)
        return answer

    async def TestDevices(
        self, request: devices_pb2.TestDevicesRequest, context: Any
    ) -> devices_pb2.TestDevicesResponse:
        """Play and record a chirp."""
        answer: devices_pb2.TestDevicesResponse = await self._any("TestDevices", request)
        return answer

    async def WatchDevices(self, request: devices_pb2.WatchDevicesRequest, context: Any) -> None:
        """Write a snapshot, then events."""
        require_watcher_place(self._watchers, self._limits)
        self._watchers += 1
        try:
            async with DeviceWatch(self._crew, self._limits.event_buffer) as (snapshot, events):
                await context.write(devices_pb2.WatchDevicesResponse(snapshot=snapshot))
                async for event in events:
                    await context.write(event)
        finally:
            self._watchers -= 1

    # Lines

    async def OpenCapture(
        self, request: devices_pb2.OpenCaptureRequest, context: Any
    ) -> devices_pb2.OpenCaptureResponse:
        """Record a device into a connection."""
        answer: devices_pb2.OpenCaptureResponse = await self._open("OpenCapture", request)
        return answer

    async def OpenPlayback(
        self, request: devices_pb2.OpenPlaybackRequest, context: Any
    ) -> devices_pb2.OpenPlaybackResponse:
        """Play a connection on a device."""
        answer: devices_pb2.OpenPlaybackResponse = await self._open("OpenPlayback", request)
        return answer

    async def UpdateLine(
        self, request: devices_pb2.UpdateLineRequest, context: Any
    ) -> devices_pb2.UpdateLineResponse:
        """Change a line."""
        worker = self._worker_of(request.line_id)
        answer: devices_pb2.UpdateLineResponse = await worker.link.call(_METHODS["UpdateLine"], request)
        return answer

    async def CloseLine(
        self, request: devices_pb2.CloseLineRequest, context: Any
    ) -> devices_pb2.CloseLineResponse:
        """Close a line."""
        worker = self._worker_of(request.line_id)
        answer: devices_pb2.CloseLineResponse = await worker.link.call(_METHODS["CloseLine"], request)
        self._connections.pop(request.line_id, None)
        return answer

    async def ListLines(
        self, request: devices_pb2.ListLinesRequest, context: Any
    ) -> devices_pb2.ListLinesResponse:
        """Return the open lines, oldest first; forget those that are over."""
        async with asyncio.TaskGroup() as tasks:
            asked = [tasks.create_task(self._lines_of(worker)) for worker in self._crew.serving]
        lines = {line.line_id: line for answer in asked for line in answer.result()}
        for line_id in self._connections.keys() - lines.keys():
            del self._connections[line_id]
        return devices_pb2.ListLinesResponse(lines=[lines[line_id] for line_id in self._connections])

    async def WatchLevels(self, request: devices_pb2.WatchLevelsRequest, context: Any) -> None:
        """Write levels at an interval."""
        named: dict[int, list[str]] = {}
        for line_id in request.line_ids:
            named.setdefault(self._worker_of(line_id).number, []).append(line_id)
        await Levels(self._crew, request, named).write(context)

    async def _open(self, method: str, request: Any) -> Any:
        answer = await self._router.call(_METHODS[method], request)
        for line_id, connection_id in tuple(self._connections.items()):
            if connection_id not in self._directory:
                del self._connections[line_id]
        self._connections[answer.line.line_id] = request.connection_id
        return answer

    async def _any(self, method: str, request: Any) -> Any:
        return await self._crew.serving[0].link.call(_METHODS[method], request)

    async def _lines_of(self, worker: Worker) -> list[devices_pb2.Line]:
        with suppress(OdindError, CallFailedError):  # it was lost, and its lines with it
            answer = await worker.link.call(_METHODS["ListLines"], devices_pb2.ListLinesRequest())
            return list(answer.lines)
        return []

    def _worker_of(self, line_id: str) -> Worker:
        """Return the worker of a line; raises NotFoundError LINE_NOT_FOUND."""
        connection_id = self._connections.get(line_id)
        if connection_id is None or connection_id not in self._directory:
            raise no_line(line_id)
        return self._crew.of(self._directory.find(connection_id))
