"""The API of VideoSDK over rooms in memory, and tokens as its callers make them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx

from odind.cookie import Cookie
from odind.core.bounds.limits import Limits
from odind.http.admittance import Admittance
from odind.http.server import HttpServer
from odind.http.videosdk import House, Project, videosdk_routes
from odind.services.access import CookieAccess
from odind.services.turnstile import Turnstile
from tests.rpc.bench import NOW, HandClock, open_inside

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.rpc.bench import Inside

SECRET = b"a secret of some length"
GOOD = {"apikey": "key", "permissions": ["allow_join"], "exp": NOW + 60}


def token(claims: dict[str, Any] | None = None, *, alg: str = "HS256", secret: bytes = SECRET) -> str:
    """A JWT as VideoSDK's documents make it."""
    pieces = ({"alg": alg, "typ": "JWT"}, GOOD if claims is None else claims)
    signed = ".".join(_encoded(json.dumps(piece).encode()) for piece in pieces)
    return f"{signed}.{_encoded(hmac.digest(secret, signed.encode(), hashlib.sha256))}"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class Api:
    """A caller with a good token."""

    def __init__(self, http: httpx.AsyncClient, inside: Inside) -> None:
        self.http = http
        self.inside = inside

    async def get(self, path: str, **query: Any) -> Any:
        return await self._ask("GET", path, params=query)

    async def post(self, path: str, body: Any = None, **how: Any) -> Any:
        return await self._ask("POST", path, **({"json": body} if body is not None else {}), **how)

    async def _ask(self, method: str, path: str, **how: Any) -> Any:
        reply = await self.http.request(method, path, **how)
        assert reply.status_code == 200, reply.text
        return reply.json() if "json" in reply.headers["content-type"] else reply.text

    async def refused(self, method: str, path: str, **how: Any) -> tuple[int, str]:
        """The status and the reason of a call that fails, in the form that all failures have."""
        reply = await self.http.request(method, path, **how)
        said = reply.json()
        assert set(said) == {"message", "statusCode", "error"}
        assert said["statusCode"] == reply.status_code >= 400
        return reply.status_code, said["error"]


@asynccontextmanager
async def open_api(folder: Path) -> AsyncIterator[Api]:
    clock, limits = HandClock(), Limits()
    turnstile = Turnstile(limits, clock)
    async with open_inside(clock, limits) as inside:
        house = House(inside.managed, inside.webhooks, inside.plane, clock.now)
        server = HttpServer(
            inside.services,
            Admittance(),
            CookieAccess(Cookie(folder)),
            turnstile=turnstile,
            health=lambda: inside.plane.vitals.health,
            more_routes=lambda: videosdk_routes(house, Project("key", SECRET), turnstile),
        )
        base = f"http://127.0.0.1:{server.bind('127.0.0.1:0')}"
        headers = {"authorization": token()}
        async with (
            server,
            httpx.AsyncClient(base_url=base, trust_env=False, headers=headers) as http,
        ):
            yield Api(http, inside)
