"""Concurrent tasks that fail with one error, as a single task does."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@asynccontextmanager
async def together() -> AsyncIterator[asyncio.TaskGroup]:
    """Run a task group that raises the first error of its tasks, not an exception group."""
    try:
        async with asyncio.TaskGroup() as tasks:
            yield tasks
    except ExceptionGroup as failures:  # not except*: before Python 3.11.4 it wraps what is raised in it
        raise failures.exceptions[0] from None
