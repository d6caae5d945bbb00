"""The sound system of the daemon: the machine's devices and the clocked ones, each by its id."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Self

import structlog

from odind.core.devices.ports import Inventory, is_clocked

from . import portaudio
from .clocked import DEVICES, Clock, ClockedDevice, SystemClock, works_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable
    from pathlib import Path
    from types import TracebackType

    from odind.core.devices.ports import OpenDevice, OpenSpec

_log = structlog.get_logger("odind.devices")


class SoundDevices:
    """Core's sound system. Belongs to the loop; close what is open before its `async with` ends.

    `files` is the folder of file devices. Without `hardware` there are only the clocked devices.
    """

    def __init__(self, files: Path, *, hardware: bool = True, clock: Clock | None = None) -> None:
        self._files = files
        self._hardware = hardware
        self._clock = clock or SystemClock()
        self._hosts = asyncio.TaskGroup()

    async def __aenter__(self) -> Self:
        await self._hosts.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._hosts.__aexit__(kind, error, trace)

    async def inventory(self) -> Inventory:
        """Look at what is there now."""
        found = await portaudio.inventory() if self._hardware else Inventory()
        return replace(found, devices=found.devices + DEVICES)

    async def changes(self) -> AsyncGenerator[None, None]:
        """Yield whenever the inventory may have changed."""
        if not self._hardware:
            await asyncio.Event().wait()
        async with aclosing(portaudio.changes()) as changes:
            async for _ in changes:
                yield

    async def open(self, spec: OpenSpec, lost: Callable[[str], None]) -> OpenDevice:
        """Open a device; what becomes of it is a line in the log each."""

        def told(detail: str) -> None:
            _log.warning("device.lost", device=spec.device_id, detail=detail)
            lost(detail)

        device = await self._open(spec, told)
        _log.info("device.opened", device=spec.device_id, direction=spec.direction.value)
        return device

    async def _open(self, spec: OpenSpec, lost: Callable[[str], None]) -> OpenDevice:
        if is_clocked(spec.device_id):
            works = await asyncio.to_thread(works_of, spec, self._files)
            return ClockedDevice(spec, works, self._clock, lost)
        device = portaudio.HostedDevice(spec)
        self._hosts.create_task(device.run(lost))
        try:
            await device.opened()
        except BaseException:
            await device.aclose()
            raise
        return device
