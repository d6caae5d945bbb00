"""What does the daemon's work: the runtime, rooms, sound devices and their clock, in one process."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from odind.core.capacity.gauge import Gauge
from odind.core.devices.devices import Devices
from odind.core.devices.line import LineClock
from odind.core.rooms.rooms import Rooms
from odind.devices.system import SoundDevices
from odind.load import MachineLoad
from odind.metronome import Metronome
from odind.runtime.odin import OdinRuntime

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from odind.config import Config
    from odind.core.rooms.ports import RuntimeInfo
    from odind.core.tokens.tokens import Tokens


@dataclass(frozen=True)
class Kernel:
    """The use cases, and the clock that drives them."""

    rooms: Rooms
    devices: Devices
    runtime: RuntimeInfo
    failed: asyncio.Event
    metronome: Metronome
    gauge: Gauge

    def tick(self, tick: int) -> bool:
        """Do what one frame asks for; return whether another tick is wanted."""
        self.gauge.tick(tick)
        return self.rooms.tick(tick)

    def stop(self) -> None:
        """End all that runs, and refuse what is new; rooms are left at the end of the block."""
        self.devices.stop()
        self.rooms.stop()


@asynccontextmanager
async def running_kernel(
    config: Config, tokens: Tokens, gateway: str, attached_elsewhere: Callable[[], int] = lambda: 0
) -> AsyncIterator[Kernel]:
    """Run a kernel for the length of the block; see `Rooms` for what is attached elsewhere."""
    metronome = Metronome()
    async with (
        OdinRuntime(config.limits) as runtime,
        Rooms(
            runtime, tokens, metronome, config.limits, gateway, attached_elsewhere=attached_elsewhere
        ) as rooms,
        _sound_devices(config) as sound,
        Devices(sound, rooms, LineClock(time.monotonic_ns, metronome.tick), config.limits) as devices,
    ):
        yield Kernel(
            rooms, devices, runtime.info, runtime.failed, metronome, Gauge(rooms, runtime, MachineLoad())
        )


@asynccontextmanager
async def ticking(kernel: Kernel, after: Callable[[], object] = lambda: None) -> AsyncIterator[None]:
    """Let the kernel's clock run for the length of the block; `after` is called after each tick."""

    def work(tick: int) -> bool:
        try:
            return kernel.tick(tick)
        finally:
            after()

    async with asyncio.TaskGroup() as tasks:
        duty = tasks.create_task(kernel.metronome.run(work))
        yield
        duty.cancel()


def _sound_devices(config: Config) -> SoundDevices:
    folder = config.devices.files_dir or config.server.state_dir / "sound"
    return SoundDevices(folder, hardware=config.devices.hardware)
