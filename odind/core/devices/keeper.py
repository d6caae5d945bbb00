"""Keeps a line on the device it should be on: falls back, returns, and retries with growing pauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.errors import OdindError
from odind.core.timing.backoff import Backoff
from odind.core.timing.clock import happens_within

from .ports import DEFAULT, OpenSpec
from .standing import DeviceMissing, DeviceRefused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from odind.core.timing.clock import Clock

    from .line import Line
    from .ports import DeviceStopped, Inventory, SoundSystem
    from .standing import LineSignal

FIRST_PAUSE_S: Final = 0.25
LONGEST_PAUSE_S: Final = 8.0
_STEADY_S: Final = 5.0
"""A device that ran for so long is trusted again: when it stops it is reopened at once."""


class Keeper:
    """Looks after one line: opens and frees its devices and tells it what happened. Belongs to the loop.

    `begin` first, then `keep`, once each. `changed` is called when the line's view has changed by itself.
    """

    def __init__(
        self, line: Line, system: SoundSystem, clock: Clock, changed: Callable[[Line], None]
    ) -> None:
        self.line = line
        self._system = system
        self._clock = clock
        self._changed = changed
        self._backoff = Backoff(FIRST_PAUSE_S, LONGEST_PAUSE_S, steady_s=_STEADY_S, restart_s=0.0)
        self._chosen = line.settings.device_id
        self._pinned = ""
        self._stopped: DeviceStopped | None = None
        self._since_s = 0.0
        self._failed = ""
        self._not_before_s = 0.0

    async def begin(self, device_id: str) -> None:
        """Run on this device; raises what SoundSystem.open raises."""
        self._pinned = device_id
        await self._run_on(device_id)

    async def keep(
        self, inventory: Callable[[], Inventory], look: Callable[[], Awaitable[Inventory]]
    ) -> None:
        """Keep the line on its device until it is over; then free the device."""
        try:
            while not self.line.over:
                self.line.news.clear()
                await self._attend(inventory, look)
        finally:
            await self._free()

    def target(self, inventory: Inventory) -> str:
        """Return the device that the line should be on now, "" for none."""
        settings, direction = self.line.settings, self.line.shape.direction
        default = inventory.default(direction)
        if settings.device_id == DEFAULT and settings.follow_default:
            return default
        wanted = self._pinned if settings.device_id == DEFAULT else settings.device_id
        if inventory.usable(wanted, direction):
            return wanted
        return default if settings.follow_default else ""

    async def _attend(
        self, inventory: Callable[[], Inventory], look: Callable[[], Awaitable[Inventory]]
    ) -> None:
        """Do what there is to do, and wait until there is more."""
        if self._stopped:
            await self._recover(self._stopped)
            if self.line.over:
                return
            await look()
        pause_s = await self._settle(inventory())
        await happens_within(self._clock, pause_s, self.line.news.wait())

    async def _settle(self, inventory: Inventory) -> float | None:
        """Bring the line to its target; return after how many seconds to retry, None to wait for news."""
        if self.line.settings.device_id != self._chosen:
            self._chosen = self.line.settings.device_id
            self._pinned = inventory.default(self.line.shape.direction)
        target = self.target(inventory)
        if target and target == self.line.view.device_id:
            return None
        if target == self._failed and (pause := self._not_before_s - self._clock.monotonic()) > 0:
            return pause
        await self._free()
        if not target:
            self._tell(DeviceMissing(self._why_not(inventory)))
            return None
        try:
            await self._run_on(target)
        except OdindError as error:
            self._tell(DeviceRefused(error.message))
            return self._fail(target, 0.0)
        self._changed(self.line)
        return None

    async def _run_on(self, device_id: str) -> None:
        shape = self.line.shape
        spec = OpenSpec(device_id, shape.direction, shape.sample_rate_hz, shape.channels, shape.block_ms)
        device = await self._system.open(spec, self._on_stopped)
        self._since_s = self._clock.monotonic()
        self.line.use(device_id, device)

    def _on_stopped(self, stopped: DeviceStopped) -> None:
        self._stopped = stopped
        self.line.news.set()

    async def _recover(self, stopped: DeviceStopped) -> None:
        """The device stopped by itself: free it; reopen it at once if it ran well, else after a pause."""
        device_id = self.line.view.device_id
        await self._free()
        self._fail(device_id, self._clock.monotonic() - self._since_s)
        self._tell(stopped)

    def _fail(self, device_id: str, ran_s: float) -> float:
        pause = self._backoff.pause_s(ran_s)
        self._failed, self._not_before_s = device_id, self._clock.monotonic() + pause
        return pause

    async def _free(self) -> None:
        device = self.line.release()
        if device:
            await device.aclose()
        self._stopped = None

    def _tell(self, signal: LineSignal) -> None:
        if self.line.apply(signal):
            self._changed(self.line)

    def _why_not(self, inventory: Inventory) -> str:
        wanted = self.line.settings.device_id
        return inventory.problem.message if inventory.problem else f"{wanted} is not there"
