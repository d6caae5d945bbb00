"""The connections of a client: HTTP/1.1 to addresses that were checked, in many small pools."""

from __future__ import annotations

import ssl
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Final
from zlib import crc32

import httpcore
import httpx

from .backend import GuardedBackend
from .resolving import resolve

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from .backend import Connector
    from .guard import Guard

_POOLS: Final = 64
_KEPT_OPEN: Final = 4
"""Idle connections of each pool."""


def new_client(
    guard: Guard,
    resolver: Callable[[str, int], Awaitable[Sequence[str]]] | None,
    connector: Connector | None,
    trust: ssl.SSLContext | None,
    *,
    max_redirects: int,
) -> httpx.AsyncClient:
    """Return a client behind a guard; None stands for this machine's resolver, sockets and authorities."""
    backend = GuardedBackend(guard, resolver or resolve, connector)
    return httpx.AsyncClient(
        transport=_Pools(guard, backend, trust or ssl.create_default_context()),
        headers={"user-agent": "odind", "accept-encoding": "identity"},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        trust_env=False,
        max_redirects=max_redirects,
    )


class _Pools(httpx.AsyncBaseTransport):
    """Several pools, by URL: one with many connections looks at each of them for each request, many times."""

    def __init__(self, guard: Guard, backend: GuardedBackend, trust: ssl.SSLContext) -> None:
        self._pools = [_Transport(guard, backend, trust) for _ in range(_POOLS)]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        pool = self._pools[crc32(str(request.url).encode()) % _POOLS]
        return await pool.handle_async_request(request)

    async def aclose(self) -> None:
        for pool in self._pools:
            await pool.aclose()


class _Transport(httpx.AsyncHTTPTransport):
    """HTTP/1.1 through a guarded back end, which httpx has no argument for; checks each hop's URL."""

    def __init__(self, guard: Guard, backend: GuardedBackend, trust: ssl.SSLContext) -> None:
        self._guard = guard
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=trust,
            max_connections=None,  # those who ask bound how many requests there are
            max_keepalive_connections=_KEPT_OPEN,
            keepalive_expiry=5.0,
            network_backend=backend,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._guard.check(request.url)
        return await super().handle_async_request(request)
