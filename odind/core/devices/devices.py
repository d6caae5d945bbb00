"""The use cases of DeviceService, without any wire and wherever the lines are.

A line belongs to the process that holds its connection, and ends with it. Devices are looked at here.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from odind.core.access.principal import OWNER
from odind.core.errors import NotFoundError
from odind.core.log.log import Entry
from odind.core.rooms.controls import check_interval
from odind.core.rooms.refusals import stopping
from odind.core.timing.clock import happens_within
from odind.core.timing.turns import Turns

from .actions import CloseLine, OpenLine, ReadLevels, UpdateLine
from .events import (
    DEVICE_EVENTS,
    LINE_EVENTS,
    DeviceEvent,
    DevicesSnapshot,
    LineChanged,
    LineClosed,
    LineOpened,
    differences,
)
from .ports import DEFAULT, Direction
from .refusals import no_line
from .standing import LineState
from .trial import try_devices

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence

    from odind.core.access.principal import Principal
    from odind.core.rooms.ports import Host
    from odind.core.rooms.registry import Registry
    from odind.core.timing.clock import Clock

    from .actions import LineLevel
    from .events import LineEvent
    from .lookout import Lookout
    from .ports import Inventory
    from .settings import LineSettings, LineShape
    from .standing import LineView
    from .trial import Trial

MIN_INTERVAL_S: Final = 0.02
MAX_INTERVAL_S: Final = 60.0
Watched: TypeAlias = DevicesSnapshot | Entry[DeviceEvent]


class Devices:
    """Belongs to the loop. `happened` and `lost` are told by hosts; `changed` learns whose lines change."""

    def __init__(
        self,
        registry: Registry,
        lookout: Lookout,
        clock: Clock,
        changed: Callable[[str], None] = lambda _connection_id: None,
    ) -> None:
        self._registry = registry
        self._lookout = lookout
        self._clock = clock
        self._lines: dict[str, tuple[Host, LineView]] = {}
        self._changed = changed
        self._updating = asyncio.Lock()
        self._readings = Turns(clock)
        lookout.observe(self._tell_differences)

    # Devices

    async def look(self) -> Inventory:
        """Look at the devices now; watchers learn what is new."""
        return await self._lookout.look()

    async def watch(self, by: Principal = OWNER) -> AsyncGenerator[Watched]:
        """Yield a snapshot, then every event after it that `by` sees.

        A watcher that reads too slowly gets another snapshot, which says so.
        """
        await self.look()
        log = self._registry.log
        with log.cursor(DEVICE_EVENTS, (), log.last) as cursor, self._lookout.interested():
            yield self._snapshot("", by)
            while True:
                try:
                    entry = await anext(cursor)
                except StopAsyncIteration:
                    return
                except NotFoundError as expired:
                    cursor.restart()
                    yield self._snapshot(expired.message, by)
                else:
                    if not isinstance(entry.event, LINE_EVENTS) or self._sees(by, entry.event.line):
                        yield entry

    async def test(self, playback_id: str, capture_id: str) -> Trial:
        """Play a chirp and record it; raises what DeviceService.TestDevices lists."""
        inventory = await self.look()
        playback_id = inventory.require(playback_id or DEFAULT, Direction.PLAYBACK)
        capture_id = inventory.require(capture_id or DEFAULT, Direction.CAPTURE)
        return await try_devices(self._lookout.system, self._clock, playback_id, capture_id)

    def _snapshot(self, missed: str, by: Principal) -> DevicesSnapshot:
        return DevicesSnapshot(self._registry.log.last, self._lookout.inventory, self.lines(by), missed)

    def _tell_differences(self, before: Inventory, after: Inventory) -> None:
        for event in differences(before, after):
            self._registry.log.append("", event)

    # Lines

    def lines(self, by: Principal = OWNER) -> tuple[LineView, ...]:
        """Return every open line that a principal sees, oldest first."""
        return tuple(view for _, view in self._lines.values() if self._sees(by, view))

    def is_seen(self, line_id: str, by: Principal) -> bool:
        """Whether there is a line, and a principal sees it: it does if it sees the line's connection."""
        return line_id in self._lines and self._sees(by, self._lines[line_id][1])

    def _sees(self, by: Principal, line: LineView) -> bool:
        connection_id = line.shape.connection_id
        entry = self._registry.get(connection_id)
        return entry.is_seen(by) if entry else by.sees(connection_id, None)

    async def open(self, shape: LineShape, settings: LineSettings) -> LineView:
        """Open a line and run its device; raises what OpenCapture and OpenPlayback list."""
        line_id = f"l{secrets.token_hex(8)}"
        await self._registry.perform(shape.connection_id, OpenLine(line_id, shape, settings))
        return self._view(line_id)

    async def update(self, line_id: str, changes: dict[str, Any]) -> LineView:
        """Change settings by their names; raises what DeviceService.UpdateLine lists."""
        async with self._updating:
            settings = replace(self._view(line_id).settings, **changes)
            await self._host_of(line_id).perform(UpdateLine(line_id, settings))
        return self._view(line_id)

    async def close(self, line_id: str) -> None:
        """Close a line; return once its device is free. Raises NotFoundError LINE_NOT_FOUND."""
        await self._host_of(line_id).perform(CloseLine(line_id))

    async def levels(
        self, line_ids: Sequence[str], interval_s: float, by: Principal = OWNER
    ) -> AsyncGenerator[tuple[LineLevel, ...]]:
        """Yield the levels of these lines, or of all that `by` sees, at an interval until they are closed.

        Raises what DeviceService.WatchLevels lists.
        """
        check_interval(interval_s, MIN_INTERVAL_S, MAX_INTERVAL_S)
        for line_id in line_ids:
            self._host_of(line_id)
        reading = ReadLevels(secrets.token_hex(4), tuple(line_ids))
        try:
            await self._read(reading)
            while not await happens_within(self._clock, interval_s, self._registry.stopped.wait()):
                async with self._readings.turn():
                    levels = await self._read(reading)
                if line_ids and not levels:
                    return
                yield tuple(level for level in levels if self.is_seen(level.line_id, by))
        finally:
            await self._read(replace(reading, last=True))

    async def _read(self, reading: ReadLevels) -> tuple[LineLevel, ...]:
        return tuple(level for levels in await self._registry.answers(reading) for level in levels)

    def _view(self, line_id: str) -> LineView:
        found = self._lines.get(line_id)
        if found is None:
            raise no_line(line_id)
        return found[1]

    def _host_of(self, line_id: str) -> Host:
        """Return who holds a line; raises NotFoundError LINE_NOT_FOUND, UnavailableError DAEMON_STOPPING."""
        self._view(line_id)
        if self._registry.stopped.is_set():
            raise stopping()
        return self._lines[line_id][0]

    # What hosts tell

    def happened(self, host: Host, event: LineEvent) -> None:
        """Learn of an event on a line that `host` holds."""
        line = event.line
        match event:
            case LineOpened() | LineChanged():
                self._lines[line.line_id] = (host, line)
            case LineClosed():
                self._lines.pop(line.line_id, None)
        self._registry.log.append(line.line_id, event)
        self._changed(line.shape.connection_id)

    def lost(self, host: Host) -> None:
        """Learn that a host is gone, and its lines with it."""
        for holder, line in tuple(self._lines.values()):
            if holder is host:
                closed = replace(
                    line, state=LineState.CLOSED, device_id="", detail="its worker process was lost"
                )
                self.happened(host, LineClosed(closed))
