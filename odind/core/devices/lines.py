"""The lines of this process: opened, kept on their devices, and closed."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from odind.core.rooms.refusals import stopping

from .actions import CloseLine, OpenLine, ReadLevels, UpdateLine
from .echo import EchoReference
from .events import LineChanged, LineClosed, LineOpened
from .keeper import Keeper
from .line import Line
from .ports import is_clocked
from .refusals import no_line

if TYPE_CHECKING:
    from types import TracebackType

    from odind.core.rooms.local import LocalHost
    from odind.core.timing.clock import Clock
    from odind.core.timing.tick import Ticker

    from .actions import LineLevel
    from .events import LineEvent
    from .lookout import Lookout
    from .ports import Inventory


class Lines:
    """Belongs to the loop; leaving its `async with` closes every line. The host publishes their events."""

    def __init__(self, host: LocalHost, lookout: Lookout, clock: Clock, ticker: Ticker) -> None:
        self._host = host
        self._lookout = lookout
        self._clock = clock
        self._ticker = ticker
        self._echo = EchoReference()
        self._lines: dict[str, Line] = {}
        self._stopped = False
        self._tasks = asyncio.TaskGroup()
        lookout.observe(self._wake)
        host.handle(
            {OpenLine: self.open, UpdateLine: self.update, CloseLine: self.close, ReadLevels: self.levels}
        )

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        await self._tasks.__aexit__(None, None, None)  # end properly whatever ended the block

    def stop(self) -> None:
        """Close all lines, which takes a moment, and refuse new ones."""
        self._stopped = True
        for line in self._lines.values():
            line.close(stopping().message)

    async def open(self, action: OpenLine) -> None:
        """Open a line and run its device; raises what OpenCapture and OpenPlayback list."""
        if self._stopped:
            raise stopping()
        shape, settings = action.shape, action.settings
        device_id = (await self._inventory_for(settings.device_id)).require(
            settings.device_id, shape.direction
        )
        line = Line(action.line_id, shape, settings, self._echo, clock=self._clock, ticker=self._ticker)
        keeper = Keeper(line, self._lookout.system, self._clock, self._changed)
        with ExitStack() as held:
            line.plugged(held.enter_context(self._host.plugged_in(shape.connection_id, line)))
            await keeper.begin(device_id)
            self._lines[line.line_id] = line
            self._publish(LineOpened(line.view))
            held.enter_context(self._lookout.interested())
            self._tasks.create_task(self._keep(keeper, held.pop_all()))

    async def update(self, action: UpdateLine) -> None:
        """Have a line follow settings; raises what DeviceService.UpdateLine lists."""
        line = self._find(action.line_id)
        settings = action.settings
        if settings.device_id != line.settings.device_id:
            (await self._lookout.look()).require(settings.device_id, line.shape.direction)
        if line.change(settings):
            self._changed(line)

    async def close(self, action: CloseLine) -> None:
        """Close a line; return once its device is free. Raises NotFoundError LINE_NOT_FOUND."""
        line = self._find(action.line_id)
        line.close("the line was closed")
        await line.closed.wait()

    async def levels(self, action: ReadLevels) -> tuple[LineLevel, ...]:
        """Read levels of the lines that are open."""
        named = action.line_ids or self._lines
        chosen = [line for line_id in named if (line := self._lines.get(line_id))]
        levels = tuple(line.level(action.reader) for line in chosen)
        if action.last:
            for line in chosen:
                line.forget_reader(action.reader)
        return levels

    async def _inventory_for(self, device_id: str) -> Inventory:
        """Return the devices as they are now; of clocked ones nothing need be looked at."""
        return self._lookout.inventory if is_clocked(device_id) else await self._lookout.look()

    async def _keep(self, keeper: Keeper, held: ExitStack) -> None:
        line = keeper.line
        with held:
            try:
                await keeper.keep(lambda: self._lookout.inventory, self._lookout.look)
            finally:
                self._lines.pop(line.line_id, None)
                line.finish()
                self._publish(LineClosed(line.view))

    def _wake(self, _before: Inventory, _after: Inventory) -> None:
        """The devices were looked at: have every line see whether it is on the right one."""
        for line in self._lines.values():
            line.news.set()

    def _changed(self, line: Line) -> None:
        if line.line_id in self._lines:
            self._publish(LineChanged(line.view))

    def _publish(self, event: LineEvent) -> None:
        self._host.publish(event.line.line_id, event)

    def _find(self, line_id: str) -> Line:
        line = self._lines.get(line_id)
        if line is None:
            raise no_line(line_id)
        return line
