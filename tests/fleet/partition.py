"""Ways to the database and to members, which can be cut or slow for one member alone."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from .members import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    Dial = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]

_SOCKET = ".s.PGSQL.5432"
_BLOCK = 65_536


class Way:
    """Passes bytes on to what `dial` connects to, and back, each block after `delay_s`, until it is cut."""

    def __init__(self, dial: Dial, tasks: asyncio.TaskGroup) -> None:
        self.delay_s = 0.0
        self._dial = dial
        self._tasks = tasks
        self._open = asyncio.Event()
        self._open.set()
        self._passing: set[asyncio.Task[None]] = set()

    def cut(self) -> None:
        """Be silent: nothing is passed, and nothing refused."""
        self._open.clear()

    def mend(self) -> None:
        self._open.set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await self._dial()
        for source, target in ((reader, back), (there, writer)):
            task = self._tasks.create_task(self._pass(source, target))
            self._passing.add(task)
            task.add_done_callback(self._passing.discard)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError):
                while data := await reader.read(_BLOCK):
                    await asyncio.sleep(self.delay_s)
                    await self._open.wait()
                    writer.write(data)
                    await writer.drain()
        finally:
            writer.transport.abort()

    def end(self) -> None:
        for task in tuple(self._passing):
            task.cancel()


@asynccontextmanager
async def way_to(database_url: str, folder: Path) -> AsyncIterator[tuple[Way, str]]:
    """A way to a database, and its URL by that way."""
    folder.mkdir()  # noqa: ASYNC240 - before anything runs
    (server,) = parse_qs(urlsplit(database_url).query)["host"]
    async with asyncio.TaskGroup() as tasks:
        way = Way(partial(asyncio.open_unix_connection, f"{server}/{_SOCKET}"), tasks)
        listener = await asyncio.start_unix_server(way.carry, folder / _SOCKET)
        try:
            yield way, database_url.replace(server, str(folder))
        finally:
            listener.close()
            way.end()
    await asyncio.sleep(0)  # transports that are aborted close in the next turn


@asynccontextmanager
async def way_to_port(port: int) -> AsyncIterator[tuple[Way, str]]:
    """A way to a port of loopback, where somebody may listen later, and its address."""
    async with asyncio.TaskGroup() as tasks:
        way = Way(partial(asyncio.open_connection, LOOPBACK, port), tasks)
        listener = await asyncio.start_server(way.carry, LOOPBACK, 0)
        try:
            yield way, f"{LOOPBACK}:{listener.sockets[0].getsockname()[1]}"
        finally:
            listener.close()
            way.end()
    await asyncio.sleep(0)
