"""The HTTP server: one application on one loopback address, in the daemon's loop."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Final, Self

import structlog

from odind.asgi import EmbeddedServer
from odind.services.calls import Calls

from .app import Admittance, make_app
from .audio_socket import MAX_MESSAGE_BYTES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from odind.services.catalog import Service

_CONNECTIONS_PER_PEER: Final = 1_000


class HttpServer:
    """Serves from entering its `async with` block until leaving it; binds in `bind`, before.

    Without an address it serves nothing. End the streams before leaving: it waits a second for them.
    """

    def __init__(self, services: Sequence[Service], admittance: Admittance) -> None:
        self._serving = True
        calls = Calls(structlog.get_logger("odind.http"))
        app = make_app(services, calls, admittance, serving=lambda: self._serving)
        self._server = EmbeddedServer(
            app,
            ws_max_size=MAX_MESSAGE_BYTES,
            ws_per_message_deflate=False,
            connections_per_peer=_CONNECTIONS_PER_PEER,
        )
        self._socket: socket.socket | None = None
        self._running = asyncio.TaskGroup()

    def bind(self, address: str) -> int:
        """Listen on host:port and return the port; raises OSError when that fails."""
        host, _, port = address.rpartition(":")
        host = host.strip("[]")
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, int(port)), family=family)
        bound: int = self._socket.getsockname()[1]
        return bound

    async def __aenter__(self) -> Self:
        await self._running.__aenter__()
        if self._socket:
            self._running.create_task(self._server.serve(sockets=[self._socket]))
            await self._server.ready.wait()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        await self._running.__aexit__(None, None, None)
        if self._socket:
            self._socket.close()

    def not_serving(self) -> None:
        """Report by /healthz that the daemon is on its way out."""
        self._serving = False
