"""Requests and answers of the API: who calls, what they send, and errors as `{message, statusCode}`."""

from __future__ import annotations

import math
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec
import structlog
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from odind.core.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    OdindError,
    PermissionDeniedError,
    ResourceExhaustedError,
    UnavailableError,
)
from odind.core.values.late import dataclass
from odind.http.callers import caller_of
from odind.http.exchange import body_of
from odind.services.auditing import Entry

from .house import CALLER
from .tokens import TokenError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from starlette.requests import Request

    from odind.services.turnstile import Turnstile

    from .house import House
    from .tokens import Project

    Handler = Callable[["Asked"], Awaitable[object]]

T = TypeVar("T")
_log = structlog.get_logger("odind.http")
MAX_PAGE: Final = 200
_STATUSES: Final[dict[type[OdindError], HTTPStatus]] = {
    TokenError: HTTPStatus.UNAUTHORIZED,
    InvalidArgumentError: HTTPStatus.BAD_REQUEST,
    PermissionDeniedError: HTTPStatus.FORBIDDEN,
    NotFoundError: HTTPStatus.NOT_FOUND,
    AlreadyExistsError: HTTPStatus.CONFLICT,
    FailedPreconditionError: HTTPStatus.CONFLICT,
    ResourceExhaustedError: HTTPStatus.TOO_MANY_REQUESTS,
    UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
}


@dataclass(frozen=True)
class Page:
    """A page of a list, counted from 1."""

    number: int
    size: int

    def of(self, items: Sequence[Any]) -> Sequence[Any]:
        """Return its items."""
        return items[(self.number - 1) * self.size : self.number * self.size]

    def document(self, total: int, data: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the answer with these items of a list of `total`."""
        last = max(1, math.ceil(total / self.size))
        info = {"currentPage": self.number, "perPage": self.size, "lastPage": last, "total": total}
        return {"pageInfo": info, "data": data}


class Asked:
    """A request whose token is good. `body` is what it sends."""

    def __init__(self, request: Request, body: bytes, house: House, require: Callable[[str], None]) -> None:
        self.house = house
        self.base = str(request.base_url).rstrip("/")
        self._request = request
        self._body = body
        self._require = require

    def path(self, name: str) -> str:
        """Return a part of the path."""
        value: str = self._request.path_params[name]
        return value

    def query(self, name: str) -> str:
        """Return a value of the query, "" where it has none."""
        return self._request.query_params.get(name, "")

    @property
    def page(self) -> Page:
        """The page that is asked for; raises InvalidArgumentError PAGE_INVALID."""
        number, size = (self._number(name, usual) for name, usual in (("page", 1), ("perPage", 20)))
        return Page(number, min(size, MAX_PAGE))

    def about(self, room_id: str) -> str:
        """Return a room's id that the token is good for; raises JWT_OF_OTHER_ROOM."""
        self._require(room_id)
        return room_id

    def read(self, kind: type[T], tidy: Callable[[Any], Any] = lambda body: body) -> T:
        """Return the body; raises InvalidArgumentError REQUEST_MALFORMED."""
        try:
            decoded = msgspec.json.decode(self._body or b"{}")
            return msgspec.convert(tidy(decoded), kind, strict=False)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise InvalidArgumentError(
                "REQUEST_MALFORMED", "the body must be the documented JSON: {problem}", problem=error
            ) from None

    def _number(self, name: str, usual: int) -> int:
        text = self.query(name) or str(usual)
        if not (text.isascii() and text.isdigit() and int(text[:9]) > 0 and len(text) < 10):  # noqa: PLR2004
            raise InvalidArgumentError("PAGE_INVALID", "{name} must be a number from 1", name=name)
        return int(text)


class Desk:
    """Answers requests below /v2. The turnstile bounds bodies that are slow to come."""

    def __init__(self, house: House, project: Project, turnstile: Turnstile) -> None:
        self._house = house
        self._project = project
        self._turnstile = turnstile

    def route(self, method: str, path: str, handler: Handler) -> Route:
        """Return the route of a call that needs a token."""

        async def answer(request: Request) -> Response:
            entry = Entry(caller_of(request).known_as(CALLER), f"{method} {path}", "OK")
            try:
                response = _response(await handler(await self._asked(request)))
            except OdindError as error:
                entry = replace(entry, code=error.code, reason=error.reason)
                response = refusal(error)
            except Exception:  # noqa: BLE001 - a bug, of which the caller sees nothing
                entry = replace(entry, code="INTERNAL")
                _log.exception("videosdk.failed", path=path)
                response = failed(HTTPStatus.INTERNAL_SERVER_ERROR, "internal error", "INTERNAL")
            self._turnstile.audit.tell(entry)
            return response

        return Route(path, answer, methods=[method])

    async def _asked(self, request: Request) -> Asked:
        token = request.headers.get("authorization", "")

        def require(room_id: str) -> None:
            self._project.require(token, self._house.now(), room_id)

        require("")
        return Asked(request, await body_of(request, self._turnstile), self._house, require)


def refusal(error: OdindError) -> JSONResponse:
    """Return the answer of a call that failed."""
    status = _STATUSES[type(error)]
    if error.reason.endswith("UNIMPLEMENTED"):
        status = HTTPStatus.NOT_IMPLEMENTED
    pause = error.metadata.get("retry_after_s")
    return failed(status, error.message, error.reason, {"retry-after": pause} if pause else {})


def failed(
    status: HTTPStatus, message: str, reason: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    """Return the answer of a call that failed."""
    content = {"message": message, "statusCode": status.value, "error": reason}
    return JSONResponse(content, status, {"cache-control": "no-store", **(headers or {})})


def _response(answer: object) -> Response:
    if isinstance(answer, Response):
        return answer
    if isinstance(answer, str):
        return PlainTextResponse(answer)
    return JSONResponse(answer, headers={"cache-control": "no-store"})
