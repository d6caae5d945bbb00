"""The gateway's HTTP server: routes, CORS, and limits on clients that do not finish their requests."""

from __future__ import annotations

import functools
import math
import time
from typing import TYPE_CHECKING, Any, Final

import h11
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from uvicorn.protocols.http.h11_impl import H11Protocol

from odind.asgi import EmbeddedServer

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Sequence

    from starlette.routing import Route

    from odind.grid.config import GridConfig

_CONCURRENT_REQUESTS: Final = 1000


def make_server(routes: Sequence[Route], config: GridConfig) -> EmbeddedServer:
    """Return the HTTP server of these routes, open to web pages of every origin."""
    cors = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])
    protocol = functools.partial(
        BoundedProtocol,
        header_timeout=config.times.request_timeout,
        max_waiting_per_peer=config.limits.http_waiting_per_peer,
    )
    app = Starlette(routes=routes, middleware=[cors])
    return EmbeddedServer(app, http=protocol, limit_concurrency=_CONCURRENT_REQUESTS)


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 that disconnects clients whose request headers do not arrive.

    They have `header_timeout` seconds; of one address, at most `max_waiting_per_peer` connections may wait
    for headers, and the oldest makes way for a new one.
    """

    def __init__(
        self, *arguments: Any, header_timeout: float, max_waiting_per_peer: int, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self._header_timeout = header_timeout
        self._max_waiting_per_peer = max_waiting_per_peer
        self.waiting_since = math.inf
        """Since when headers are awaited; the loop's clock is too coarse to sort by."""
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start to wait for headers."""
        super().connection_made(transport)
        self._follow_headers()
        self._evict()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Handle data, and stop waiting when the headers are complete."""
        super().data_received(data)
        self._follow_headers()

    def _follow_headers(self) -> None:
        if self.conn.their_state is not h11.IDLE or self.transport.is_closing():
            self._stop_waiting()
        elif self._timer is None:
            self.waiting_since = time.monotonic()
            self._timer = self.loop.call_later(self._header_timeout, self.transport.abort)

    def _stop_waiting(self) -> None:
        self.waiting_since = math.inf
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _evict(self) -> None:
        """Disconnect the oldest of too many connections of this client's address that wait for headers."""
        waiting = [
            other
            for other in self.connections
            if isinstance(other, BoundedProtocol)
            and other.waiting_since < math.inf
            and _host(other) == _host(self)
        ]
        if len(waiting) > self._max_waiting_per_peer:
            min(waiting, key=lambda other: other.waiting_since).transport.abort()


def _host(protocol: H11Protocol) -> str:
    return protocol.client[0] if protocol.client else ""
