"""What a keeper does when its line's device stops, on a fake sound system and a fake clock."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from odind.clock import FakeClock
from odind.core.devices.echo import EchoReference
from odind.core.devices.keeper import FIRST_PAUSE_S, Keeper
from odind.core.devices.line import Line
from odind.core.devices.ports import Direction
from odind.core.devices.settings import LineSettings, LineShape
from odind.core.errors import UnavailableError
from odind.devices.fake import FakeSoundSystem

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest

    from odind.core.devices.ports import Inventory

NO_TICKER: Any = None


class Kept:
    """A line with its keeper; `changes` holds every change of the view that was told."""

    def __init__(self, direction: Direction, device_id: str) -> None:
        self.sound = FakeSoundSystem()
        self.clock = FakeClock()
        self.changes: list[tuple[str, str]] = []
        shape = LineShape(direction, "c-1")
        self.line = Line(
            "l-1", shape, LineSettings(device_id), EchoReference(), clock=self.clock, ticker=NO_TICKER
        )
        self.keeper = Keeper(self.line, self.sound, self.clock, self._note)

    def _note(self, line: Line) -> None:
        self.changes.append((line.view.state.value, line.view.detail))

    async def keep(self) -> None:
        inventory = await self.sound.inventory()
        await self.keeper.keep(lambda: inventory, self.look)

    async def look(self) -> Inventory:
        return await self.sound.inventory()


@asynccontextmanager
async def kept(device_id: str, direction: Direction = Direction.CAPTURE) -> AsyncIterator[Kept]:
    house = Kept(direction, device_id)
    await house.keeper.begin(device_id)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(house.keep())
        yield house
        house.line.close("the test is over")


async def turns() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_device_that_has_nothing_more_to_do_ends_its_line():
    async with kept("fake:mic") as house:
        await turns()
        house.sound.device("fake:mic").end("the file ended")
        await turns()
        house.line.finish()

        assert house.sound.open_devices == []
        assert (house.line.view.state.value, house.line.view.detail) == ("closed", "the file ended")
        assert house.changes == []


async def test_a_device_that_stops_soon_after_it_was_opened_is_reopened_after_growing_pauses():
    async with kept("fake:mic") as house:
        for pause_s in (0.0, FIRST_PAUSE_S, 2 * FIRST_PAUSE_S):
            await turns()
            house.changes.clear()
            house.sound.device("fake:mic").lose("unplugged")
            await turns()
            early = list(house.changes)
            house.clock.advance(pause_s)
            await turns()

            assert early[0] == ("recovering", "unplugged")
            assert (len(early) == 1) == (pause_s > 0)
            assert house.changes[1:] == [("running", "")]


async def test_a_device_that_cannot_be_opened_again_says_why_and_is_retried():
    async with kept("fake:mic") as house:
        house.clock.advance(10.0)
        house.sound.refuse(UnavailableError("DEVICE_OPEN_FAILED", "busy"))
        house.sound.device("fake:mic").lose("unplugged")
        await turns()
        house.sound.refuse(None)
        house.clock.advance(FIRST_PAUSE_S)
        await turns()

        assert house.changes == [("recovering", "unplugged"), ("recovering", "busy"), ("running", "")]


async def test_a_device_that_stops_while_it_is_opened_is_not_forgotten(monkeypatch: pytest.MonkeyPatch):
    house = Kept(Direction.CAPTURE, "fake:mic")
    opened = house.sound.open

    async def open_and_end(*arguments: Any) -> Any:
        device = await opened(*arguments)
        device.end("the file ended")
        return device

    monkeypatch.setattr(house.sound, "open", open_and_end)
    await house.keeper.begin("fake:mic")
    async with asyncio.timeout(10):
        await house.keep()

    assert house.sound.open_devices == []
