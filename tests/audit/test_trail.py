"""The trail of the audit: what those get who follow it."""

from __future__ import annotations

import asyncio
from typing import Any

from odind.services.trail import KEPT, AuditTrail


async def numbers(lines: Any) -> list[tuple[int, int]]:
    """Return the numbers of the lines, and how many were lost before each."""
    return [(line["number"], lost) async for line, lost in lines]


def filled(lines: int) -> AuditTrail:
    trail = AuditTrail()
    for number in range(lines):
        trail.add({"number": number})
    return trail


async def test_the_latest_come_first_and_then_those_that_come() -> None:
    trail = filled(5)
    async with asyncio.TaskGroup() as tasks:
        following = tasks.create_task(numbers(trail.follow(2)))
        await asyncio.sleep(0)
        trail.add({"number": 5})
        trail.close()
    assert following.result() == [(3, 0), (4, 0), (5, 0)]


async def test_until_now_ends_with_what_was_there() -> None:
    assert await numbers(filled(3).follow(9, until_now=True)) == [(0, 0), (1, 0), (2, 0)]


async def test_a_slow_reader_is_told_how_many_it_has_lost() -> None:
    trail = filled(1)
    lines = trail.follow(1)
    assert await anext(lines) == ({"number": 0}, 0)
    for number in range(1, KEPT + 4):
        trail.add({"number": number})
    trail.close()
    rest = await numbers(lines)
    assert rest[0] == (4, 3)
    assert len(rest) == KEPT
