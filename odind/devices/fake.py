"""A sound system in memory, whose devices a test plugs in and unplugs. It has no clock of its own.

It checks ids of clocked devices like the real system, but opens fakes. Used on the loop's thread.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from odind.core.devices.ports import Device, DeviceStopped, Inventory, is_clocked
from odind.core.errors import UnavailableError
from odind.core.sound.ring import Ring

from .clocked import DEVICES
from .works import works_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from odind.core.devices.ports import OpenSpec
    from odind.core.errors import OdindError
    from odind.core.sound.ring import Frames


class FakeDevice:
    """An open device; the test is its hardware."""

    def __init__(
        self, spec: OpenSpec, stopped: Callable[[DeviceStopped], None], system: FakeSoundSystem
    ) -> None:
        self.spec = spec
        self.sample_rate_hz = spec.sample_rate_hz
        self.channels = spec.channels
        self.ring = Ring(spec.ring_frames, spec.channels)
        self._stopped = stopped
        self._system = system

    def lose(self, detail: str) -> None:
        """Stop by itself, as if the hardware failed."""
        self._stopped(DeviceStopped(detail))

    def end(self, detail: str) -> None:
        """Stop by itself for good, like a file that ends."""
        self._stopped(DeviceStopped(detail, final=True))

    async def aclose(self) -> None:
        """Close the device."""
        self._system.open_devices.remove(self)

    def record(self, frames: Frames) -> None:
        """Record these frames, at the system's time."""
        self.ring.write(frames, self._system.now_ns)

    def play(self, count: int) -> Frames:
        """Play `count` frames at the system's time and return them."""
        played = np.empty((count, self.channels), np.float32)
        self.ring.read_into(played, self._system.now_ns)
        return played


class FakeSoundSystem:
    """Has a microphone and a speaker, which are the defaults, until a test changes them.

    Devices stamp their rings with `now_ns`. `open_devices` holds the open devices, oldest first; `files`
    is the folder of file devices.
    """

    def __init__(self, files: Path = Path()) -> None:
        self.now_ns = 1
        self.open_devices: list[FakeDevice] = []
        self.files = files
        self._inventory = Inventory(
            (Device("fake:mic", "Microphone", "fake", 1, 0), Device("fake:box", "Speaker", "fake", 0, 2)),
            "fake:mic",
            "fake:box",
        )
        self._refusal: OdindError | None = None
        self._news = asyncio.Event()

    def plug(self, device: Device) -> None:
        """Add a device."""
        self._now(devices=(*self._inventory.devices, device))

    def unplug(self, device_id: str) -> None:
        """Remove a device, and clear the default if it was that one."""
        left = tuple(device for device in self._inventory.devices if device.device_id != device_id)
        default_input, default_output = (
            "" if default == device_id else default
            for default in (self._inventory.default_input, self._inventory.default_output)
        )
        self._now(devices=left, default_input=default_input, default_output=default_output)

    def set_defaults(self, *, default_input: str | None = None, default_output: str | None = None) -> None:
        """Change the defaults that are not None."""
        given = {"default_input": default_input, "default_output": default_output}
        self._now(**{name: device_id for name, device_id in given.items() if device_id is not None})

    def break_down(self, problem: OdindError | None) -> None:
        """Remove all devices and report this problem, or none."""
        self._inventory = Inventory(problem=problem)
        self._news.set()

    def refuse(self, error: OdindError | None) -> None:
        """Let opening fail with this error; None lets it succeed again."""
        self._refusal = error

    def device(self, device_id: str) -> FakeDevice:
        """Return the open device of that id; raises StopIteration."""
        return next(device for device in self.open_devices if device.spec.device_id == device_id)

    async def inventory(self) -> Inventory:
        """Return the devices that exist now."""
        return replace(self._inventory, devices=(*self._inventory.devices, *DEVICES))

    async def changes(self) -> AsyncGenerator[None, None]:
        """Yield whenever a test has changed something."""
        while True:
            await self._news.wait()
            self._news.clear()
            yield

    async def open(self, spec: OpenSpec, stopped: Callable[[DeviceStopped], None]) -> FakeDevice:
        """Open a device."""
        if self._refusal:
            raise self._refusal
        if is_clocked(spec.device_id):
            works_of(spec, self.files).close()
        elif not self._inventory.usable(spec.device_id, spec.direction):
            raise UnavailableError("DEVICE_OPEN_FAILED", "{device_id} is not there", device_id=spec.device_id)
        device = FakeDevice(spec, stopped, self)
        self.open_devices.append(device)
        return device

    def _now(self, **changes: object) -> None:
        self._inventory = replace(self._inventory, **changes)  # type: ignore[arg-type] # by field names
        self._news.set()
