"""Tasks side by side, whose failure is one error; on Python before 3.11.4 too, which wraps more errors in groups."""

from __future__ import annotations

import asyncio

import pytest

from odind.cli.tasks import together


async def fail() -> None:
    raise LookupError("first")


async def test_the_error_of_a_task_comes_out_alone():
    with pytest.raises(LookupError, match="first"):
        async with together() as tasks:
            tasks.create_task(fail())
            await asyncio.Event().wait()


async def test_an_error_beside_the_tasks_comes_out_alone():
    with pytest.raises(LookupError, match="second"):
        async with together() as tasks:
            tasks.create_task(asyncio.Event().wait())
            raise LookupError("second")
