"""A host of HTTP on loopback under public names and addresses, which are looked up and dialled here alone."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import httpcore

from odind.egress import Egress, EgressConfig

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

    from odind.egress.backend import SocketOption

    Serve = Callable[[str, asyncio.StreamWriter], Awaitable[None]]

PUBLIC = "93.184.216.34"


class Host:
    """Answers with what stands in `answers` under a request's path; `serve` may take its place."""

    def __init__(self, **answers: bytes) -> None:
        self.answers = answers
        self.serve: Serve | None = None
        self.requests: list[str] = []
        self.port = 0
        self.tasks: set[asyncio.Task[None]] = set()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.tasks.add(asyncio.current_task())  # type: ignore[arg-type]
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.requests.append(head)
            await self.answer(head, writer)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def answer(self, head: str, writer: asyncio.StreamWriter) -> None:
        if self.serve:
            await self.serve(head, writer)
        else:
            writer.write(self.answers[head.split()[1].strip("/") or "root"])


class Connector:
    """Notes which addresses are to be dialled, and dials the host; the addresses in `dead` take nothing."""

    def __init__(self, host: Host, dead: Iterable[str] = ()) -> None:
        self._host = host
        self._dead = frozenset(dead)
        self.dialled: list[str] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,  # noqa: ARG002 - the port of the host is another
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[SocketOption] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        self.dialled.append(host)
        if host in self._dead:
            raise httpcore.ConnectError("refused")
        return await httpcore.AnyIOBackend().connect_tcp("127.0.0.1", self._host.port, timeout)


class Names:
    """A resolver that gives one list of addresses after the other, and the last again and again."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> list[str]:  # noqa: ARG002
        self.asked.append(host)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def answer(body: bytes = b"", status: int = 200, *headers: str) -> bytes:
    head = (f"HTTP/1.1 {status} X", f"content-length: {len(body)}", *headers, "", "")
    return "\r\n".join(head).encode() + body


@asynccontextmanager
async def serving(host: Host, tls: ssl.SSLContext | None = None) -> AsyncIterator[Host]:
    async with await asyncio.start_server(host.accept, "127.0.0.1", 0, ssl=tls) as server:
        host.port = server.sockets[0].getsockname()[1]
        yield host
        for task in host.tasks:
            task.cancel()
        await asyncio.gather(*host.tasks, return_exceptions=True)


def egress(host: Host, names: Names, dead: Iterable[str] = (), **more: Any) -> tuple[Egress, Connector]:
    connector = Connector(host, dead)
    config = EgressConfig(more.pop("networks", ()), allow_http=more.pop("http", True))
    return Egress(config, resolver=names, connector=connector, **more), connector
