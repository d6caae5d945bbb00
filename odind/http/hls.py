"""`GET /hls/…`: the playlists and segments of HLS outputs, and a page that plays them.

`/hls/NAME/…` asks for the grant of GetHls. `/hls/~TICKET/NAME/…` carries its right itself, so pages of any
origin may read it; playlists name files relatively, so that all that is read has the ticket.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from http import HTTPStatus
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from odind.core.errors import InvalidArgumentError, OdindError, PermissionDeniedError, ResourceExhaustedError
from odind.core.hls.refusals import no_file
from odind.pack.errors import status_of
from odind.services.auditing import UNAUDITED, Entry

from .callers import caller_of
from .errors import http_status, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

    from odind.core.hls.house import HlsHouse
    from odind.services.access import Access
    from odind.services.auditing import Audit

_NEEDS: Final = "/odind.v1.HlsService/GetHls"
"""Who may make this call for an output may read its files."""
MOST_AT_ONCE: Final = 4_000
"""Requests of all readers: those of low latency wait for the next part nearly all the time."""
MOST_FOR_ONE: Final = 3_000
"""Requests for one output, whose readers must leave some to those of others."""
_FOR_EVER: Final = "max-age=31536000, immutable"
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self' blob:; "
    "base-uri 'none'; form-action 'none'"
)
_ASSETS: Final = {
    "hls.min.js": "text/javascript; charset=utf-8",
    "player.js": "text/javascript; charset=utf-8",
    "player.css": "text/css; charset=utf-8",
}
_PAGE: Final = "index.html"
_METHODS: Final = ["GET", "HEAD"]


def hls_routes(house: HlsHouse, access: Access, audit: Audit = UNAUDITED) -> list[Route]:
    """Return the routes below /hls, for those whom `access` lets in; `audit` keeps who was refused."""
    pages = _Pages(house, access, audit)
    return [
        Route("/hls/-/{asset}", _asset, methods=_METHODS),
        Route("/hls/~{ticket}/{name}", _to_page, methods=_METHODS),
        Route("/hls/~{ticket}/{name}/", _page, methods=_METHODS),
        Route("/hls/~{ticket}/{name}/{file:path}", pages.file, methods=_METHODS),
        Route("/hls/{name}", _to_page, methods=_METHODS),
        Route("/hls/{name}/", _page, methods=_METHODS),
        Route("/hls/{name}/{file:path}", pages.file, methods=_METHODS),
    ]


class _Pages:
    """Answers for the files of outputs."""

    def __init__(self, house: HlsHouse, access: Access, audit: Audit) -> None:
        self._outputs = house.outputs
        self._gallery = house.gallery
        self._access = access
        self._audit = audit
        self._census = house.census
        self._answering: Counter[str] = Counter()

    async def file(self, request: Request) -> Response:
        """Return a file."""
        answer = await self._file(request)
        self._census.reads[answer.status_code] += 1
        return answer

    async def _file(self, request: Request) -> Response:
        name, file = request.path_params["name"], request.path_params["file"]
        try:
            self._require_reader(request, name)
            with self._place(name):
                shown = await self._gallery.show(name, file, _wanted(request))
        except OdindError as error:
            status = status_of(error)
            return refusal(http_status(status.code), status, **_headers(request, "no-store"))
        shared = "public" if "ticket" in request.path_params else "private"
        caching = f"{shared}, {_FOR_EVER}" if shown.lasting else "no-cache"
        return Response(shown.data, media_type=shown.kind, headers=_headers(request, caching))

    @contextmanager
    def _place(self, name: str) -> Iterator[None]:
        """Be one of those that are answered; raises ResourceExhaustedError TOO_MANY_HLS_REQUESTS."""
        for held, most in ((self._census.reading, MOST_AT_ONCE), (self._answering[name], MOST_FOR_ONE)):
            if held >= most:
                raise ResourceExhaustedError(
                    "TOO_MANY_HLS_REQUESTS",
                    "{most} requests for HLS wait or are answered already: put a CDN in front of the daemon",
                    most=most,
                )
        self._census.reading += 1
        self._answering[name] += 1
        try:
            yield
        finally:
            self._census.reading -= 1
            self._answering[name] -= 1
            self._answering = +self._answering

    def _require_reader(self, request: Request, name: str) -> None:
        """Raise PermissionDeniedError, or NotFoundError for an output that the caller does not see."""
        ticket = request.path_params.get("ticket")
        if ticket is not None:
            if not self._outputs.opens(ticket, name):
                raise PermissionDeniedError(
                    "HLS_TICKET_INVALID", "the address holds no more, or never did: have another one signed"
                )
            return
        caller = caller_of(request)
        try:
            principal = self._access.admit(caller, _NEEDS)
        except PermissionDeniedError as error:
            self._audit.tell(Entry(caller, request.url.path, error.code, error.reason))
            raise
        if not self._outputs.is_seen(name, principal):
            raise no_file(name, request.path_params["file"])


def _wanted(request: Request) -> tuple[int, int] | None:
    """Return the segment and the part that a playlist is to have; raises HLS_WAIT_INVALID."""
    number, part = (request.query_params.get(key) for key in ("_HLS_msn", "_HLS_part"))
    if number is None:
        return None
    texts = [text for text in (number, part) if text is not None]
    if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in texts):  # noqa: PLR2004 - of 32 bits
        raise InvalidArgumentError("HLS_WAIT_INVALID", "_HLS_msn and _HLS_part must be numbers")
    return int(number), -1 if part is None else int(part)


def _headers(request: Request, caching: str) -> dict[str, str]:
    """Return what every answer says; whoever has a ticket may read it from pages of any origin."""
    headers = {"cache-control": caching, "x-content-type-options": "nosniff"}
    if "ticket" in request.path_params:
        headers |= {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
    return headers


async def _to_page(request: Request) -> Response:
    return RedirectResponse(f"{request.url.path}/", HTTPStatus.PERMANENT_REDIRECT)


async def _page(_request: Request) -> Response:
    headers = {
        "content-security-policy": _POLICY,
        "cache-control": "no-cache",
        "referrer-policy": "no-referrer",
    }
    return Response(_shipped(_PAGE), media_type="text/html; charset=utf-8", headers=headers)


async def _asset(request: Request) -> Response:
    asset = request.path_params["asset"]
    if asset not in _ASSETS:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    headers = {"cache-control": "max-age=3600", "x-content-type-options": "nosniff"}
    return Response(_shipped(asset), media_type=_ASSETS[asset], headers=headers)


def _shipped(name: str) -> bytes:
    return files(__package__).joinpath("player", name).read_bytes()
