"""Bare connections, by the hundred."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

AT_ONCE = 20


async def open_connections(stack: AsyncExitStack, address: Any, number: int, data: bytes) -> None:
    """Open connections that say a little and stay, until the stack is closed; some may be refused."""
    slots = asyncio.Semaphore(AT_ONCE)

    async def open_one() -> None:
        async with slots:
            with suppress(OSError, asyncio.IncompleteReadError):
                _, writer = await asyncio.open_connection(*address)
                writer.write(data)
                stack.push_async_callback(_close, writer)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(number):
            tasks.create_task(open_one())


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()
    with suppress(OSError):
        await writer.wait_closed()
