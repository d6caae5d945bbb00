"""A program that gets webhooks: on loopback, and away when a test says so."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from .processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

LOCAL = {"ODIND_EGRESS__ALLOW_NETWORKS": "127.0.0.0/8", "ODIND_EGRESS__ALLOW_HTTP": "true"}
"""The settings of a daemon that may post to this machine."""


class Receiver:
    """Keeps what was posted, and answers 200. Between its `with` blocks its port takes nothing."""

    def __init__(self) -> None:
        self.posts: list[tuple[dict[str, str], bytes]] = []
        self.port = 0
        self._news = asyncio.Condition()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    async def reserve(self) -> None:
        """Choose a port, and let go of it."""
        async with self:
            pass

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        await self._server.wait_closed()

    def bodies(self) -> list[dict[str, Any]]:
        """What was posted, once for each id."""
        once = {headers["webhook-id"]: body for headers, body in reversed(self.posts)}
        return [json.loads(body) for body in reversed(once.values())]

    async def until(self, found: Callable[[list[dict[str, Any]]], Any]) -> Any:
        """Return what a function finds in what was posted, once it finds something."""
        async with asyncio.timeout(PATIENCE), self._news:
            while not (result := found(self.bodies())):
                await self._news.wait()
            return result

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:-2]
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head)}
            body = await reader.readexactly(int(headers["content-length"]))
            async with self._news:
                self.posts.append((headers, body))
                self._news.notify_all()
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok")
            await writer.drain()
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
