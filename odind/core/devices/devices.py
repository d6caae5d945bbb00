"""The use cases around sound devices: what DeviceService does, without any wire."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import ExitStack, aclosing, asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Self

from odind.core.base.clock import happens_within
from odind.core.base.errors import InvalidArgumentError, NotFoundError, OdindError, UnavailableError
from odind.core.log.hub import Hub

from .echo import EchoReference
from .events import (
    DeviceEvent,
    DevicesSnapshot,
    LineChanged,
    LineClosed,
    LineOpened,
    differences,
)
from .keeper import Keeper
from .line import Line, LineState
from .ports import DEFAULT, Direction, Inventory, is_clocked
from .trial import try_devices

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Collection
    from types import TracebackType

    from odind.core.base.clock import Clock
    from odind.core.base.limits import Limits
    from odind.core.base.tick import Ticker
    from odind.core.log.hub import Subscription
    from odind.core.rooms.rooms import Rooms

    from .line import LineLevel, LineSettings, LineShape, LineView
    from .ports import SoundSystem
    from .trial import Trial

MIN_INTERVAL_S: Final = 0.02
MAX_INTERVAL_S: Final = 60.0


class Devices:
    """The machine's devices and all lines. Belongs to the loop; leaving its `async with` closes every line.

    The sound system is watched while there is a line or a watcher, and left alone otherwise.
    """

    def __init__(
        self, system: SoundSystem, rooms: Rooms, clock: Clock, ticker: Ticker, limits: Limits
    ) -> None:
        self._system = system
        self._rooms = rooms
        self._clock = clock
        self._ticker = ticker
        self._hub: Hub[DeviceEvent] = Hub(limits.event_buffer, limits.max_watchers)
        self._echo = EchoReference()
        self._lines: dict[str, Line] = {}
        self._inventory = Inventory()
        self._looking = asyncio.Lock()
        self._interest = 0
        self._lookout: asyncio.Task[None] | None = None
        self._stopped = asyncio.Event()
        self._tasks = asyncio.TaskGroup()

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        await self._tasks.__aexit__(kind, error, trace)

    def stop(self) -> None:
        """End all watches and close all lines, which takes a moment."""
        self._stopped.set()
        self._hub.close()
        for line in self._lines.values():
            line.unplugged(_stopping())

    # looking

    async def look(self) -> Inventory:
        """Look at the devices now; tell the watchers and the lines what is new."""
        async with self._looking:
            before, self._inventory = self._inventory, await self._system.inventory()
            for event in differences(before, self._inventory):
                self._hub.publish(event)
            for line in self._lines.values():
                line.news.set()
        return self._inventory

    @asynccontextmanager
    async def watch(self) -> AsyncIterator[tuple[DevicesSnapshot, Subscription[DeviceEvent]]]:
        """Subscribe to events; the snapshot comes first. Raises what DeviceService.WatchDevices lists."""
        await self.look()
        with self._hub.subscribe(lambda _: True) as events:
            self._show_interest(1)
            try:
                yield DevicesSnapshot(self._inventory, self.lines()), events
            finally:
                self._show_interest(-1)

    def lines(self) -> tuple[LineView, ...]:
        """Return every open line, oldest first."""
        return tuple(line.view for line in self._lines.values())

    # lines

    async def open(self, shape: LineShape, settings: LineSettings) -> LineView:
        """Open a line and run its device; raises what OpenCapture and OpenPlayback list."""
        inventory = self._inventory if is_clocked(settings.device_id) else await self.look()
        if self._stopped.is_set():
            raise _stopping()
        device_id = inventory.require(settings.device_id, shape.direction)
        line = Line(
            f"l{secrets.token_hex(8)}", shape, settings, self._echo, clock=self._clock, ticker=self._ticker
        )
        keeper = Keeper(line, self._system, self._clock, self._publish_change)
        with ExitStack() as plugged:
            line.user_id = plugged.enter_context(self._rooms.plugged_in(shape.connection_id, line))
            await keeper.begin(device_id)
            self._lines[line.line_id] = line
            self._hub.publish(LineOpened(line.view))
            self._show_interest(1)
            self._tasks.create_task(self._keep(keeper, plugged.pop_all()))
        return line.view

    async def update(self, line_id: str, changes: dict[str, Any]) -> LineView:
        """Change settings by their names; raises what DeviceService.UpdateLine lists."""
        line = self._find(line_id)
        settings = replace(line.settings, **changes)
        if settings.device_id != line.settings.device_id:
            (await self.look()).require(settings.device_id, line.shape.direction)
        line.settings = settings
        self._publish_change(line)
        line.news.set()
        return line.view

    async def close(self, line_id: str) -> None:
        """Close a line; return once its device is free. Raises NotFoundError LINE_NOT_FOUND."""
        line = self._find(line_id)
        line.unplugged(UnavailableError("LINE_CLOSED", "the line was closed"))
        await line.closed.wait()

    async def levels(
        self, line_ids: Collection[str], interval_s: float
    ) -> AsyncGenerator[tuple[LineLevel, ...], None]:
        """Yield the levels of these lines, or of all, every `interval_s` until they are closed.

        Raises NotFoundError LINE_NOT_FOUND, InvalidArgumentError INTERVAL_INVALID.
        """
        check_interval(interval_s)
        for line_id in line_ids:
            self._find(line_id)
        reader = object()
        try:
            self._levels_of(line_ids, reader)
            while await self._still(interval_s):
                levels = self._levels_of(line_ids, reader)
                if line_ids and not levels:
                    return
                yield levels
        finally:
            for line in self._lines.values():
                line.forget_reader(reader)

    async def test(self, playback_id: str, capture_id: str) -> Trial:
        """Play a chirp and record it; raises what DeviceService.TestDevices lists."""
        inventory = await self.look()
        playback_id = inventory.require(playback_id or DEFAULT, Direction.PLAYBACK)
        capture_id = inventory.require(capture_id or DEFAULT, Direction.CAPTURE)
        return await try_devices(self._system, self._clock, playback_id, capture_id)

    async def _keep(self, keeper: Keeper, plugged: ExitStack) -> None:
        line = keeper.line
        with plugged:
            try:
                await keeper.keep(lambda: self._inventory, self.look)
            finally:
                self._lines.pop(line.line_id, None)
                self._show_interest(-1)
                line.state = LineState.CLOSED
                line.detail = line.over.message if line.over else ""
                self._hub.publish(LineClosed(line.view))
                line.closed.set()

    def _levels_of(self, line_ids: Collection[str], reader: object) -> tuple[LineLevel, ...]:
        """Read the levels of these lines, or of all, as far as they are open."""
        chosen = (line for line_id, line in self._lines.items() if not line_ids or line_id in line_ids)
        return tuple(line.level(reader) for line in chosen)

    def _publish_change(self, line: Line) -> None:
        if line.line_id in self._lines:
            self._hub.publish(LineChanged(line.view))

    def _find(self, line_id: str) -> Line:
        line = self._lines.get(line_id)
        if line is None:
            raise no_line(line_id)
        return line

    async def _still(self, interval_s: float) -> bool:
        """Wait; return whether the daemon still runs."""
        return not await happens_within(self._clock, interval_s, self._stopped.wait())

    def _show_interest(self, change: int) -> None:
        """Watch the sound system while anybody wants to know."""
        self._interest += change
        if self._interest and not self._lookout and not self._stopped.is_set():
            self._lookout = self._tasks.create_task(self._look_out())
        elif not self._interest and self._lookout:
            self._lookout.cancel()
            self._lookout = None

    async def _look_out(self) -> None:
        async with aclosing(self._system.changes()) as changes:
            async for _ in changes:
                await self.look()


def no_line(line_id: str) -> NotFoundError:
    """Return the error of a call that names a line which is not there."""
    return NotFoundError(
        "LINE_NOT_FOUND", "there is no line {line_id}; ListLines names those there are", line_id=line_id
    )


def check_interval(interval_s: float) -> None:
    """Raise InvalidArgumentError INTERVAL_INVALID for an interval of levels that is too short or too long."""
    if not MIN_INTERVAL_S <= interval_s <= MAX_INTERVAL_S:
        raise InvalidArgumentError(
            "INTERVAL_INVALID",
            "an interval of {interval} s is not within {low} to {high}",
            interval=interval_s,
            low=MIN_INTERVAL_S,
            high=MAX_INTERVAL_S,
        )


def _stopping() -> OdindError:
    return UnavailableError("DAEMON_STOPPING", "the daemon is stopping; try again in a moment")
