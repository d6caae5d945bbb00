"""Keeps a line on the device it should be on: falls back, returns, and tries again with growing pauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.base.backoff import Backoff
from odind.core.base.clock import happens_within
from odind.core.base.errors import OdindError

from .line import LineState
from .ports import DEFAULT, OpenSpec

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from odind.core.base.clock import Clock

    from .line import Line
    from .ports import Inventory, SoundSystem

FIRST_PAUSE_S: Final = 0.25
LONGEST_PAUSE_S: Final = 8.0
_STEADY_S: Final = 5.0
"""A device that ran this long is trusted again: its next loss is tried again at once."""


class Keeper:
    """Looks after one line. Belongs to the loop."""

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
        self._lost = ""
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
                if self._lost:
                    await self._mourn()
                    await look()
                await self._news_within(await self._settle(inventory()))
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

    async def _settle(self, inventory: Inventory) -> float | None:
        """Bring the line to its target; return in how many seconds to try again, None for no hurry."""
        if self.line.settings.device_id != self._chosen:
            self._chosen = self.line.settings.device_id
            self._pinned = inventory.default(self.line.shape.direction)
        target = self.target(inventory)
        if target and target == self.line.device_id:
            return None
        if target == self._failed and (pause := self._not_before_s - self._clock.monotonic()) > 0:
            return pause
        await self._free()
        if not target:
            self._tell(LineState.WAITING, self._why_not(inventory))
            return None
        try:
            await self._run_on(target)
        except OdindError as error:
            pause = self._fail(target, 0.0)
            self._tell(LineState.RECOVERING, error.message)
            return pause
        self._changed(self.line)
        return None

    async def _run_on(self, device_id: str) -> None:
        shape = self.line.shape
        spec = OpenSpec(device_id, shape.direction, shape.sample_rate_hz, shape.channels, shape.block_ms)
        device = await self._system.open(spec, self._lose)
        self._lost = ""
        self._since_s = self._clock.monotonic()
        self.line.use(device_id, device)
        self.line.state, self.line.detail = LineState.RUNNING, ""

    def _lose(self, detail: str) -> None:
        self._lost = detail or "it stopped"
        self.line.news.set()

    async def _mourn(self) -> None:
        """The device stopped by itself: free it, and wait before it is tried again unless it ran well."""
        device_id, detail, self._lost = self.line.device_id, self._lost, ""
        await self._free()
        self._fail(device_id, self._clock.monotonic() - self._since_s)
        self._tell(LineState.RECOVERING, detail)

    def _fail(self, device_id: str, ran_s: float) -> float:
        pause = self._backoff.pause_s(ran_s)
        self._failed, self._not_before_s = device_id, self._clock.monotonic() + pause
        return pause

    async def _free(self) -> None:
        device = self.line.disuse()
        if device:
            await device.aclose()
            self._lost = ""

    def _tell(self, state: LineState, detail: str) -> None:
        if (state, detail) != (self.line.state, self.line.detail):
            self.line.state, self.line.detail = state, detail
            self._changed(self.line)

    def _why_not(self, inventory: Inventory) -> str:
        wanted = self.line.settings.device_id
        return inventory.problem.message if inventory.problem else f"{wanted} is not there"

    async def _news_within(self, pause_s: float | None) -> None:
        await happens_within(self._clock, pause_s, self.line.news.wait())
