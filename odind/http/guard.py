"""Who may ask: a browser page from elsewhere must not control a daemon on its user's machine.

A page can send requests to loopback, and can make its own host name resolve to loopback (DNS rebinding). The
first carries the page's origin, the second the page's host name: both are checked, for HTTP and WebSocket.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Protocol

from starlette.datastructures import Headers

from odind.core.errors import PermissionDeniedError
from odind.pack.errors import status_of
from odind.services.access import Caller
from odind.services.auditing import UNAUDITED, Entry

from .errors import refusal

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Receive, Scope, Send

    from odind.services.auditing import Audit

_IN_URL: Final = re.compile(rb"od[ks](?:_|%5f)|(?:^|&)(?:access_token|api_key|bearer)=", re.IGNORECASE)
"""Our credentials, and the names under which others would be."""
LOOPBACK_HOSTS: Final = ("127.0.0.1", "localhost", "[::1]")
_LONGEST_PATH: Final = 128
_TICKETED: Final = "/hls/~"
"""How paths begin that carry their own right to be read: it does not matter which page asks."""
_SECURE: Final = ("https", "wss")


class HeadersOf(Protocol):
    """The headers of a request."""

    def get(self, key: str, default: str, /) -> str:
        """Return the value of a header."""


class Guard:
    """Lets requests for the right host pass, of no page or of a page that is allowed or our own."""

    def __init__(
        self, app: ASGIApp, hosts: Collection[str], origins: Collection[str], audit: Audit = UNAUDITED
    ) -> None:
        self._app = app
        self._audit = audit
        self._hosts = {*LOOPBACK_HOSTS, *(host.lower() for host in hosts)}
        self._origins = {origin.lower() for origin in origins}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with 403."""
        try:
            if scope["type"] in ("http", "websocket"):
                self._check(Headers(scope=scope), scope)
        except PermissionDeniedError as error:
            client = scope.get("client")
            caller = Caller(
                "http" if scope["type"] == "http" else "websocket",
                local=client is None,
                peer=client[0] if client else "unix",
            )
            self._audit.tell(Entry(caller, scope["path"][:_LONGEST_PATH], error.code, error.reason))
            answer = refusal(HTTPStatus.FORBIDDEN, status_of(error))
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _check(self, headers: Headers, scope: Scope) -> None:
        _check_credentials(headers, scope["query_string"])
        scheme = "https" if scope["scheme"] in _SECURE else "http"
        host = headers.get("host", "").lower()
        if host_name(host) not in self._hosts:
            raise PermissionDeniedError(
                "HOST_NOT_ALLOWED", "the host {host} is not in http.allow_hosts", host=host
            )
        origin = headers.get("origin", "").lower()
        own = origin in ("", f"{scheme}://{host}") or origin in self._origins
        if not own and not scope["path"].startswith(_TICKETED):
            raise PermissionDeniedError(
                "ORIGIN_NOT_ALLOWED", "the origin {origin} is not in http.allow_origins", origin=origin
            )


def is_foreign_page(headers: HeadersOf) -> bool:
    """Whether a request is that of a page from elsewhere, allowed or not."""
    host, origin = headers.get("host", "").lower(), headers.get("origin", "").lower()
    return bool(origin) and origin not in (f"http://{host}", f"https://{host}")


def _check_credentials(headers: Headers, query: bytes) -> None:
    """Refuse several credentials, and one in the URL, which logs, proxies and browsers keep."""
    if len(headers.getlist("authorization")) > 1:
        raise PermissionDeniedError(
            "CREDENTIALS_AMBIGUOUS", "the call carries several credentials: send one authorization alone"
        )
    if _IN_URL.search(query):
        raise PermissionDeniedError(
            "CREDENTIAL_IN_URL",
            "a credential must not be in the URL, where logs keep it: send it in the Authorization header or "
            "as the subprotocol bearer.…, and revoke this one",
        )


def host_name(host: str) -> str:
    """Return the name in a Host header; IPv6 addresses keep their brackets."""
    name, colon, port = host.rpartition(":")
    return name if colon and not port.endswith("]") else host
