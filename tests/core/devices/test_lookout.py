"""What devices there are is looked at on demand, and watched while anybody is interested."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from odind.core.devices.lookout import Lookout
from odind.core.devices.ports import Device, Inventory
from odind.devices.fake import FakeSoundSystem
from tests.core.fakes import turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

EXTRA = Device("fake:extra", "Headset", "fake", 1, 2)


class Watchtower:
    """A lookout that writes down every look."""

    def __init__(self) -> None:
        self.sound = FakeSoundSystem()
        self.lookout = Lookout(self.sound)
        self.looks: list[tuple[Inventory, Inventory]] = []
        self.lookout.observe(lambda before, after: self.looks.append((before, after)))


@asynccontextmanager
async def open_watchtower() -> AsyncIterator[Watchtower]:
    tower = Watchtower()
    async with tower.lookout:
        yield tower


async def test_observers_are_told_what_was_and_what_is():
    async with open_watchtower() as tower:
        assert tower.lookout.inventory == Inventory()
        first = await tower.lookout.look()
        tower.sound.plug(EXTRA)
        second = await tower.lookout.look()
        assert EXTRA in second.devices
        assert tower.looks == [(Inventory(), first), (first, second)]
        assert tower.lookout.inventory == second


async def test_looks_at_the_same_time_follow_one_another():
    async with open_watchtower() as tower:
        await asyncio.gather(tower.lookout.look(), tower.lookout.look(), tower.lookout.look())
        assert all(
            before == after for (_, before), (after, _) in zip(tower.looks, tower.looks[1:], strict=False)
        )
        assert len(tower.looks) == 3


async def test_the_sound_system_is_watched_while_the_first_to_the_last_are_interested():
    async with open_watchtower() as tower:
        tower.sound.plug(EXTRA)
        await turns()
        assert tower.looks == []
        with tower.lookout.interested():
            with tower.lookout.interested():
                await turns()
                assert len(tower.looks) == 1
            tower.sound.unplug("fake:extra")
            await turns()
            assert len(tower.looks) == 2
        tower.sound.plug(EXTRA)
        await turns()
        assert len(tower.looks) == 2
        with tower.lookout.interested():
            await turns()
            assert len(tower.looks) == 3


async def test_the_end_of_the_block_ends_watching_and_passes_an_error_on():
    tower = Watchtower()

    async def fail() -> None:
        async with tower.lookout:
            interested.__enter__()
            await turns()
            raise ZeroDivisionError

    interested = tower.lookout.interested()
    with pytest.raises(ZeroDivisionError):
        await fail()
    interested.__exit__(None, None, None)
    tower.sound.plug(EXTRA)
    await turns()
    assert tower.looks == []
