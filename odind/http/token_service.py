"""Tokens as the token service of ODIN Rooms gives them: its path, its JSON, its errors.

A program proves itself with the project's secret in the body, so this asks for no cookie. The status code
says the same as the code of the error, for those who look at it.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import msgspec
from starlette.responses import JSONResponse
from starlette.routing import Route

from odind.core.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    OdindError,
    PermissionDeniedError,
    ResourceExhaustedError,
)
from odind.services.auditing import Entry

from .callers import caller_of
from .exchange import body_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from odind.core.tokens.projects import ProjectTokens
    from odind.services.turnstile import Turnstile

PATH: Final = "/public/api/v1/projects/{api_key}/create-token"
_LONGEST: Final = 128
"""How much of a name an audit keeps, in characters."""
_STATUSES: Final = {
    InvalidArgumentError: HTTPStatus.BAD_REQUEST,
    PermissionDeniedError: HTTPStatus.UNAUTHORIZED,
    ResourceExhaustedError: HTTPStatus.TOO_MANY_REQUESTS,
    FailedPreconditionError: HTTPStatus.INTERNAL_SERVER_ERROR,
}


class _Wanted(msgspec.Struct, rename="camel"):
    room_id: str
    user_id: str
    secret: str


def token_route(tokens: ProjectTokens, turnstile: Turnstile) -> Route:
    """Return the route; the turnstile bounds bodies that are slow to come."""

    async def create(request: Request) -> JSONResponse:
        entry = Entry(caller_of(request), PATH, "OK")
        try:
            wanted = _read(await body_of(request, turnstile))
            target = {"room_id": wanted.room_id[:_LONGEST], "user_id": wanted.user_id[:_LONGEST]}
            entry = replace(entry, target=target)
            token = tokens.create(
                request.path_params["api_key"], wanted.secret, wanted.room_id, wanted.user_id
            )
        except OdindError as error:
            turnstile.audit.tell(replace(entry, code=error.code, reason=error.reason))
            return _refusal(error)
        turnstile.audit.tell(entry)
        return _answer(HTTPStatus.OK, 0, "", token=token, domain=tokens.domain)

    return Route(PATH, create, methods=["POST"])


def _read(body: bytes) -> _Wanted:
    try:
        return msgspec.json.decode(body, type=_Wanted)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InvalidArgumentError(
            "REQUEST_MALFORMED",
            "the body must be JSON with roomId, userId and secret: {problem}",
            problem=error,
        ) from None


def _refusal(error: OdindError) -> JSONResponse:
    status = _STATUSES[type(error)]
    pause = error.metadata.get("retry_after_s")
    headers = {"retry-after": pause} if pause else {}
    return _answer(status, status.value, error.message, headers=headers)


def _answer(
    status: HTTPStatus,
    code: int,
    message: str,
    *,
    token: str = "",
    domain: str = "",
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    content = {"data": {"token": token, "domain": domain}, "error": {"code": code, "message": message}}
    return JSONResponse(content, status, {"cache-control": "no-store", **(headers or {})})
