"""DeviceService on core's devices."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from odind.core.devices.ports import Direction
from odind.pack.devices import (
    changes_of,
    pack_inventory,
    pack_level,
    pack_line,
    pack_trial,
    pack_watched,
    unpack_interval,
    unpack_settings,
    unpack_shape,
)
from odind.v1 import devices_pb2

if TYPE_CHECKING:
    from odind.core.devices.devices import Devices

    from .calls import Call


class DeviceServicer:
    """One use case a method."""

    def __init__(self, devices: Devices) -> None:
        self._devices = devices

    async def ListDevices(
        self, request: devices_pb2.ListDevicesRequest, call: Call
    ) -> devices_pb2.ListDevicesResponse:
        """Return the devices."""
        found, problem = pack_inventory(await self._devices.look())
        return devices_pb2.ListDevicesResponse(devices=found, problem=problem)

    async def WatchDevices(self, request: devices_pb2.WatchDevicesRequest, call: Call) -> None:
        """Write a snapshot, then events."""
        async with aclosing(self._devices.watch(call.caller.principal)) as items:
            async for item in items:
                await call.write(pack_watched(item))

    async def OpenCapture(
        self, request: devices_pb2.OpenCaptureRequest, call: Call
    ) -> devices_pb2.OpenCaptureResponse:
        """Record a device into a connection."""
        shape = unpack_shape(Direction.CAPTURE, request, cancel_echo=request.cancel_echo)
        line = await self._devices.open(shape, unpack_settings(request.settings))
        return devices_pb2.OpenCaptureResponse(line=pack_line(line))

    async def OpenPlayback(
        self, request: devices_pb2.OpenPlaybackRequest, call: Call
    ) -> devices_pb2.OpenPlaybackResponse:
        """Play a connection on a device."""
        shape = unpack_shape(Direction.PLAYBACK, request)
        line = await self._devices.open(shape, unpack_settings(request.settings))
        return devices_pb2.OpenPlaybackResponse(line=pack_line(line))

    async def UpdateLine(
        self, request: devices_pb2.UpdateLineRequest, call: Call
    ) -> devices_pb2.UpdateLineResponse:
        """Change a line."""
        changes = changes_of(request.settings, request.update_mask.paths)
        line = await self._devices.update(request.line_id, changes)
        return devices_pb2.UpdateLineResponse(line=pack_line(line))

    async def CloseLine(
        self, request: devices_pb2.CloseLineRequest, call: Call
    ) -> devices_pb2.CloseLineResponse:
        """Close a line."""
        await self._devices.close(request.line_id)
        return devices_pb2.CloseLineResponse()

    async def ListLines(
        self, request: devices_pb2.ListLinesRequest, call: Call
    ) -> devices_pb2.ListLinesResponse:
        """Return the open lines."""
        lines = self._devices.lines(call.caller.principal)
        return devices_pb2.ListLinesResponse(lines=[pack_line(line) for line in lines])

    async def WatchLevels(self, request: devices_pb2.WatchLevelsRequest, call: Call) -> None:
        """Write levels at an interval."""
        line_ids, by = tuple(request.line_ids), call.caller.principal
        reading = self._devices.levels(line_ids, unpack_interval(request), by)
        async with aclosing(reading) as readings:
            async for levels in readings:
                packed = [pack_level(level) for level in levels]
                await call.write(devices_pb2.WatchLevelsResponse(levels=packed))

    async def TestDevices(
        self, request: devices_pb2.TestDevicesRequest, call: Call
    ) -> devices_pb2.TestDevicesResponse:
        """Play and record a chirp."""
        trial = await self._devices.test(request.playback_device_id, request.capture_device_id)
        return pack_trial(trial)
