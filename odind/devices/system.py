"""The daemon's sound system: opens the machine's devices and the clocked ones by their ids."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Self

import structlog

from odind.core.devices.ports import Inventory, is_clocked

from . import portaudio
from .clocked import DEVICES, ClockedDevice, SystemThreadClock, ThreadClock
from .works import works_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable
    from pathlib import Path
    from types import TracebackType

    from odind.core.devices.ports import DeviceStopped, OpenDevice, OpenSpec

_log = structlog.get_logger("odind.devices")


class SoundDevices:
    """Implements core's `SoundSystem`, on the loop's thread; close all devices before its `async with` ends.

    `files` is the folder of file devices. Without `hardware` there are only the clocked devices.
    """

    def __init__(self, files: Path, *, hardware: bool = True, clock: ThreadClock | None = None) -> None:
        self._files = files
        self._hardware = hardware
        self._clock = clock or SystemThreadClock()
        self._hosts = asyncio.TaskGroup()

    async def __aenter__(self) -> Self:
        await self._hosts.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._hosts.__aexit__(kind, error, trace)

    async def inventory(self) -> Inventory:
        """Return the devices that exist now."""
        found = await portaudio.inventory() if self._hardware else Inventory()
        return replace(found, devices=found.devices + DEVICES)

    async def changes(self) -> AsyncGenerator[None, None]:
        """Yield whenever the inventory may have changed."""
        if not self._hardware:
            await asyncio.Event().wait()
        async with aclosing(portaudio.changes()) as changes:
            async for _ in changes:
                yield

    async def open(self, spec: OpenSpec, stopped: Callable[[DeviceStopped], None]) -> OpenDevice:
        """Open a device; log that it runs, and when it stops by itself."""

        def logged(stop: DeviceStopped) -> None:
            _log.warning("device.stopped", device=spec.device_id, detail=stop.detail, final=stop.final)
            stopped(stop)

        device = await self._open(spec, logged)
        _log.info("device.opened", device=spec.device_id, direction=spec.direction.value)
        return device

    async def _open(self, spec: OpenSpec, stopped: Callable[[DeviceStopped], None]) -> OpenDevice:
        if is_clocked(spec.device_id):
            works = await asyncio.to_thread(works_of, spec, self._files)
            return ClockedDevice(spec, works, self._clock, stopped)
        device = portaudio.HostedDevice(spec)
        self._hosts.create_task(device.run(stopped))
        try:
            await device.opened()
        except BaseException:
            await device.aclose()
            raise
        return device
