"""The HTTP server: one application on TCP addresses and a unix socket, in the daemon's loop."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Final, Self

import structlog

from odind.pack.messages import MAX_MESSAGE_BYTES
from odind.services.access import OPEN
from odind.services.calls import Calls
from odind.sockets import SocketFile, tcp_address

from .inherited import InheritedSockets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import TracebackType

    from starlette.routing import Route
    from starlette.types import ASGIApp

    from odind.asgi import EmbeddedServer
    from odind.core.health.checks import Health
    from odind.services.access import Access
    from odind.services.catalog import Service
    from odind.services.turnstile import Turnstile
    from odind.tls.contexts import ServerContexts

    from .admittance import Admittance

_CONNECTIONS_PER_PEER: Final = 1_000


class HttpServer:
    """Serves from entering its `async with` block until leaving it; `bind` and `bind_socket` come before.

    Without either it serves nothing. What it serves with is loaded in a thread, which takes a while: who
    connects meanwhile waits, and `more_routes` are made after that. `health` is asked by /readyz. Sockets in
    `inherited` are listened on in place of new ones. End the streams before leaving: it waits a second for
    them.
    """

    def __init__(
        self,
        services: Sequence[Service],
        admittance: Admittance,
        access: Access = OPEN,
        *,
        turnstile: Turnstile,
        health: Callable[[], Health],
        more_routes: Callable[[], Sequence[Route]] = tuple,
        inherited: InheritedSockets | None = None,
    ) -> None:
        self._serving = True
        self._inherited = inherited or InheritedSockets()
        calls = Calls(structlog.get_logger("odind.http"), turnstile, access)

        def make() -> ASGIApp:
            from .app import make_app  # noqa: PLC0415 - see `_load`
            from .itself import health_routes  # noqa: PLC0415

            own = [*health_routes(lambda: self._serving, health), *more_routes()]
            return make_app(services, calls, admittance, own)

        self._make_app = make
        self._listening: list[tuple[socket.socket, ServerContexts | None]] = []
        self._servers: list[EmbeddedServer] = []
        self._file: SocketFile | None = None
        self._running = asyncio.TaskGroup()

    def bind(self, address: str, tls: ServerContexts | None = None) -> int:
        """Listen on host:port, with TLS if contexts for it are given, and return the port.

        Raises OSError when that fails.
        """
        family, host_and_port = tcp_address(address)
        listening = self._inherited.tcp(address) or socket.create_server(host_and_port, family=family)
        self._listening.append((listening, tls))
        bound: int = listening.getsockname()[1]
        return bound

    def bind_socket(self, path: Path) -> None:
        """Listen on a unix socket for owner and group; raises OSError when that fails, or it is served."""
        file = SocketFile(path)
        listening = self._inherited.unix(path)
        if listening:
            self._listening.append((listening, None))
            file.adopt()
        else:
            with file.bind():
                listening = socket.socket(socket.AF_UNIX)
                self._listening.append((listening, None))
                listening.bind(str(path))
                listening.listen()
        self._file = file

    def keep(self) -> list[socket.socket]:
        """Return its sockets for another process to listen on; callers may connect to them meanwhile."""
        self._file = None
        return [listening.dup() for listening, _ in self._listening]

    async def __aenter__(self) -> Self:
        self._inherited.close_all_but(listening for listening, _ in self._listening)
        await self._running.__aenter__()
        self._beginning = self._running.create_task(self._begin())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._beginning.cancel()
        for server in self._servers:
            server.should_exit = True
        await self._running.__aexit__(None, None, None)
        for listening, _ in self._listening:
            listening.close()
        if self._file:
            self._file.remove()

    async def _begin(self) -> None:
        """Load what serves, and serve."""
        if not self._listening:
            return
        await asyncio.to_thread(_load)
        from odind.asgi import EmbeddedServer  # noqa: PLC0415 - it is loaded now

        app = self._make_app()
        for listening, tls in self._listening:
            server = EmbeddedServer(
                app,
                tls=tls,
                ws_max_size=MAX_MESSAGE_BYTES,
                ws_per_message_deflate=False,
                connections_per_peer=_CONNECTIONS_PER_PEER,
            )
            self._servers.append(server)
            self._running.create_task(server.serve(sockets=[listening]))

    def not_serving(self) -> None:
        """Report by /healthz and /readyz that the daemon is on its way out."""
        self._serving = False


def _load() -> None:
    """Load what takes a while; the loop turns meanwhile."""
    from odind import asgi  # noqa: F401, PLC0415 - it is enough that it loads

    from . import app, itself  # noqa: F401, PLC0415 - the same
