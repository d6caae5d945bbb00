"""JSON-RPC over HTTP: reads a call, runs it and writes its answer. Every failure is answered."""

from __future__ import annotations

import asyncio
import json
import math
from typing import TYPE_CHECKING, Final, NoReturn, Protocol, TypeAlias

import structlog
from starlette.responses import JSONResponse

from odind.core.values.late import dataclass
from odind.grid.sfu.passes import is_encodable
from odind.grid.sfu.verdict import INVALID_REQUEST, GatewayError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

_log = structlog.get_logger(__name__)

PARSE_ERROR: Final = -32700
INTERNAL_ERROR: Final = -32603
_BAD_REQUEST: Final = 400
_TIMED_OUT: Final = 408
_TOO_LARGE: Final = 413
_SERVER_ERROR: Final = 500

CallId: TypeAlias = str | int | float | None
JsonObject: TypeAlias = dict[str, object]


@dataclass(frozen=True)
class Call:
    """A call of a method, with the bearer token and the Host header of its request."""

    method: str
    params: JsonObject
    bearer: str
    host: str


class Methods(Protocol):
    """What a JSON-RPC endpoint offers."""

    def check_bearer(self, token: str) -> None:
        """Refuse a bearer before its request is read; raises GatewayError."""

    async def run(self, call: Call) -> object:
        """Run a method and return its result; raises GatewayError."""


def rpc_endpoint(
    methods: Methods, *, max_body_bytes: int, body_timeout: float
) -> Callable[[Request], Awaitable[JSONResponse]]:
    """Return the HTTP endpoint of JSON-RPC methods; `body_timeout` is in seconds."""

    async def serve(request: Request) -> JSONResponse:
        call_id: CallId = None
        try:
            bearer = _bearer_of(request)
            methods.check_bearer(bearer)
            message = _parse(await _read_body(request, max_body_bytes, body_timeout))
            call_id = _id_of(message)
            host = request.headers.get("host", "")
            result = await methods.run(Call(_method_of(message), _params_of(message), bearer, host))
        except GatewayError as refusal:
            return _error(call_id, refusal)
        except Exception:  # noqa: BLE001 - a failed call is answered, not dropped
            _log.exception("grid.call_failed")
            failure = GatewayError("internal error", code=INTERNAL_ERROR, status=_SERVER_ERROR)
            return _error(call_id, failure)
        return JSONResponse({"jsonrpc": "2.0", "id": call_id, "result": result})

    return serve


async def _read_body(request: Request, max_bytes: int, seconds: float) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > max_bytes:
                    raise GatewayError("request is too large", status=_TOO_LARGE)
    except TimeoutError:
        raise GatewayError("request timed out", status=_TIMED_OUT) from None
    return bytes(body)


def _parse(body: bytes) -> JsonObject:
    try:
        message = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise GatewayError("invalid json", code=PARSE_ERROR, status=_BAD_REQUEST) from None
    if not isinstance(message, dict):
        raise GatewayError("invalid request", status=_BAD_REQUEST)
    return message


def _refuse_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python reads but JSON does not have."""
    raise ValueError(name)


def _id_of(message: JsonObject) -> CallId:
    """Return the id, which the answer repeats: it must be a value that JSON can express."""
    match message.get("id"):
        case bool():
            pass
        case None | int() as call_id:
            return call_id
        case float() as call_id if math.isfinite(call_id):
            return call_id
        case str() as call_id if is_encodable(call_id):
            return call_id
    raise GatewayError("invalid id", status=_BAD_REQUEST)


def _method_of(message: JsonObject) -> str:
    method = message.get("method")
    if not isinstance(method, str):
        raise GatewayError("invalid request", status=_BAD_REQUEST)
    return method


def _params_of(message: JsonObject) -> JsonObject:
    params = message.get("params")
    if params is None:
        return {}
    if not isinstance(params, dict):
        raise GatewayError("invalid params", status=_BAD_REQUEST)
    return params


def _bearer_of(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme != "Bearer" or not token:
        raise GatewayError("missing or invalid authorization", code=INVALID_REQUEST)
    return token


def _error(call_id: CallId, refusal: GatewayError) -> JSONResponse:
    error = {"code": refusal.code, "message": refusal.message}
    return JSONResponse({"jsonrpc": "2.0", "id": call_id, "error": error}, status_code=refusal.status)
