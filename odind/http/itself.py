"""What the daemon says about itself to whoever watches over it: /healthz, /readyz and /metrics.

The first two are for everybody who reaches the address, so they name what is wrong and no more.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Protocol

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from odind.core.errors import PermissionDeniedError
from odind.pack.errors import status_of
from odind.services.auditing import UNAUDITED, Entry

from .callers import caller_of
from .errors import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from odind.core.health.checks import Health
    from odind.services.access import Access
    from odind.services.auditing import Audit


_NEEDS: Final = {False: "/odind.v1.ServerService/GetInfo", True: "/odind.v1.ServerService/Diagnose"}
"""Who may make this call may read the metrics: with those of each connection, only who sees all of these."""


class Page(Protocol):
    """A page that is written anew when it is asked for."""

    async def write(self, accept: str) -> tuple[bytes, str]:
        """Return the page and its content type, for an Accept header."""


def health_routes(serving: Callable[[], bool], health: Callable[[], Health]) -> list[Route]:
    """Return /healthz, which answers while the loop turns, and /readyz, which tells what the daemon knows.

    `serving` is whether the daemon stays; while it does not, both answer 503.
    """

    async def healthz(_request: Request) -> JSONResponse:
        return _answer("SERVING" if serving() else "NOT_SERVING", well=serving())

    async def readyz(_request: Request) -> JSONResponse:
        failing = health().failing if serving() else ("stop",)
        return _answer("NOT_READY" if failing else "READY", well=not failing, failing=failing)

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


def _answer(status: str, *, well: bool, **more: object) -> JSONResponse:
    code = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
    return JSONResponse({"status": status, **more}, code)


def metrics_route(page: Page, access: Access, audit: Audit = UNAUDITED, *, detailed: bool = False) -> Route:
    """Return /metrics, for those whom `access` lets in; `audit` keeps who was refused.

    `detailed` says that the page tells of each connection.
    """

    async def metrics(request: Request) -> Response:
        caller = caller_of(request)
        try:
            access.admit(caller, _NEEDS[detailed])
        except PermissionDeniedError as error:
            audit.tell(Entry(caller, request.url.path, error.code, error.reason))
            return refusal(HTTPStatus.FORBIDDEN, status_of(error))
        text, content_type = await page.write(request.headers.get("accept", ""))
        return Response(text, headers={"content-type": content_type})

    return Route("/metrics", metrics)
