"""The gateway's HTTP server: routes, CORS, and limits on clients that do not finish their requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from odind.asgi import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.routing import Route

    from odind.grid.config import GridConfig

_CONCURRENT_REQUESTS: Final = 1000


def make_server(routes: Sequence[Route], config: GridConfig) -> EmbeddedServer:
    """Return the HTTP server of these routes, open to web pages of every origin."""
    cors = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])
    app = Starlette(routes=routes, middleware=[cors])
    return EmbeddedServer(
        app,
        connections_per_peer=config.limits.http_waiting_per_peer,
        request_s=2 * config.times.request_timeout,  # a body that does not come in time is answered first
        limit_concurrency=_CONCURRENT_REQUESTS,
    )
