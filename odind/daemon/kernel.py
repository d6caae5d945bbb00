"""The kernel: the runtime, the connections, the sound devices and the clock of one process."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from odind.clock import SystemClock
from odind.core.capacity.gauge import Gauge
from odind.core.devices.lines import Lines
from odind.core.devices.lookout import Lookout
from odind.core.health.path import PathProbe
from odind.core.rooms.local import LocalHost
from odind.core.values.late import dataclass
from odind.load import MachineLoad
from odind.metronome import Metronome
from odind.runtime.odin import OdinRuntime

from .heap import give_back_large_blocks
from .played import players_sounds
from .recording import tape_machine
from .sound import sound_devices

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from odind.config import Config
    from odind.core.bounds.budget import Ledger
    from odind.core.rooms.ports import RuntimeInfo


@dataclass(frozen=True)
class Kernel:
    """A host of connections, and the clock that drives it."""

    host: LocalHost
    lines: Lines
    lookout: Lookout
    runtime: RuntimeInfo
    failed: asyncio.Event
    metronome: Metronome
    gauge: Gauge
    load_effects: Callable[[], None]

    def tick(self, tick: int) -> bool:
        """Process one frame of 20 ms; return whether another tick is needed."""
        self.gauge.tick(tick)
        return self.host.tick(tick)

    def settle(self) -> None:
        """Load the effects, and count as load what comes from now on. Call it once the process is ready."""
        self.load_effects()
        self.gauge.begin()

    def stop(self) -> None:
        """End lines, audio streams and joins, and refuse new ones; the block leaves the rooms."""
        self.lines.stop()
        self.host.stop()


@asynccontextmanager
async def running_kernel(
    config: Config, streams: Ledger | None = None, buffers: Ledger | None = None
) -> AsyncIterator[Kernel]:
    """Run a kernel for the length of the block; see `LocalHost` for the ledgers."""
    give_back_large_blocks()
    metronome = Metronome()
    async with (
        OdinRuntime(config.limits) as runtime,
        players_sounds(config) as sounds,
        tape_machine(config) as tapes,
        LocalHost(
            runtime,
            config.limits,
            metronome,
            streams=streams,
            buffers=buffers,
            sounds=sounds,
            tapes=tapes,
        ) as host,
        sound_devices(config) as sound,
        Lookout(sound) as lookout,
        Lines(host, lookout, SystemClock(), metronome) as lines,
    ):
        gauge = Gauge(host, runtime, MachineLoad())
        PathProbe(host, SystemClock())
        yield Kernel(
            host, lines, lookout, runtime.info, runtime.failed, metronome, gauge, runtime.load_effects
        )


@asynccontextmanager
async def ticking(kernel: Kernel) -> AsyncIterator[None]:
    """Let the kernel's clock run for the length of the block."""
    async with asyncio.TaskGroup() as tasks:
        duty = tasks.create_task(kernel.metronome.run(kernel.tick))
        yield
        duty.cancel()
