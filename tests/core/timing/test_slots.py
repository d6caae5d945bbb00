"""A bound on what is done at a time, for each kind by itself."""

from __future__ import annotations

import asyncio

from odind.core.timing.slots import Slots
from tests.core.fakes import turns


async def test_a_kind_that_hangs_delays_no_other_and_leaves_nothing_behind():
    slots, done = Slots(2), list[str]()
    hanging = asyncio.Event()

    async def work(kind: str, until: asyncio.Event | None = None) -> None:
        async with slots.take(kind):
            if until:
                await until.wait()
            done.append(kind)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(3):
            tasks.create_task(work("away", hanging))
        tasks.create_task(work("away"))
        tasks.create_task(work("here"))
        await turns()
        assert done == ["here"]
        hanging.set()
    assert sorted(done) == ["away"] * 4 + ["here"]
    assert not slots._kinds
    assert not slots._users
