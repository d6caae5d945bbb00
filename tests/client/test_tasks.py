"""Tasks side by side, whose failure is one error, not a group of errors."""

from __future__ import annotations

import asyncio

import pytest

from odind.core.timing.tasks import together


async def fail(error: Exception) -> None:
    raise error


async def fail_in_a_task() -> None:
    async with together() as tasks:
        tasks.create_task(fail(LookupError("of a task")))
        await asyncio.Event().wait()


async def fail_beside_a_task() -> None:
    async with together() as tasks:
        tasks.create_task(asyncio.Event().wait())
        await fail(LookupError("beside a task"))


async def test_the_error_of_a_task_comes_out_alone():
    with pytest.raises(LookupError, match="of a task"):
        await fail_in_a_task()


async def test_an_error_beside_the_tasks_comes_out_alone():
    with pytest.raises(LookupError, match="beside a task"):
        await fail_beside_a_task()
