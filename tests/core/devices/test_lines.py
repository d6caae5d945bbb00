"""The lines of a process: what becomes of one, as callers and its connection see it."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from odind.core.devices.events import LineChanged, LineClosed
from odind.core.devices.lines import Lines
from odind.core.devices.ports import Direction
from odind.core.devices.settings import LineSettings, LineShape
from odind.core.devices.standing import LineState
from tests.core.fakes import House, open_house, turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.devices.standing import LineView


@dataclass
class Studio:
    """A house with lines, and a connection to open them on."""

    house: House
    connection_id: str

    async def capture(self) -> LineView:
        return await self.house.plane.devices.open(
            LineShape(Direction.CAPTURE, self.connection_id), LineSettings()
        )

    @asynccontextmanager
    async def watch(self) -> AsyncIterator[AsyncIterator[Any]]:
        async with asyncio.timeout(10), aclosing(self.house.plane.devices.watch()) as items:
            await anext(items)
            yield items


@pytest.fixture
async def studio() -> AsyncIterator[Studio]:
    async with open_house() as house, Lines(house.host, house.lookout, house.clock, house.clock):
        yield Studio(house, (await house.join("me")).connection_id)


async def test_a_device_that_is_done_closes_its_line_and_frees_the_speaker(studio: Studio):
    line = await studio.capture()
    async with studio.watch() as items:
        studio.house.sound.device("fake:mic").end("the file ended")
        closed = (await anext(items)).event
        again = await studio.capture()

    assert isinstance(closed, LineClosed)
    assert (closed.line.line_id, closed.line.state) == (line.line_id, LineState.CLOSED)
    assert (closed.line.device_id, closed.line.detail) == ("", "the file ended")
    assert again.state is LineState.RUNNING
    assert studio.house.plane.devices.lines() == (again,)


async def test_a_line_that_is_closed_says_so(studio: Studio):
    line = await studio.capture()
    async with studio.watch() as items:
        await studio.house.plane.devices.close(line.line_id)
        closed = (await anext(items)).event

    assert closed.line.detail == "the line was closed"
    assert studio.house.sound.open_devices == []


async def test_only_settings_that_are_new_are_told(studio: Studio):
    line = await studio.capture()
    async with studio.watch() as items:
        await studio.house.plane.devices.update(line.line_id, {"muted": False})
        await studio.house.plane.devices.update(line.line_id, {"muted": True})
        changed = (await anext(items)).event
        await turns()

    assert isinstance(changed, LineChanged)
    assert changed.line.settings.muted
