"""The gateway's HTTP shell: JSON-RPC over POST, and CORS."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse
from starlette.routing import Route

from odind.grid.sfu.verdict import INVALID_REQUEST, GatewayError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from .methods import Gateway

_log = structlog.get_logger(__name__)

PARSE_ERROR: Final = -32700
INTERNAL_ERROR: Final = -32603
_TOO_LARGE: Final = 413
_BAD_REQUEST: Final = 400
_SERVER_ERROR: Final = 500
CONCURRENT_REQUESTS: Final = 1000


def make_app(
    gateway: Gateway, sfu_address: Callable[[str], str], max_body_bytes: int, more_routes: list[Route]
) -> Starlette:
    """Return the ASGI application; `sfu_address` tells from a Host header where that client finds the SFU."""

    async def serve(request: Request) -> JSONResponse:
        call_id: object = None
        try:
            call = await read_call(request, max_body_bytes)
            call_id = call.get("id")
            host = request.headers.get("host", "")
            result = gateway.call(bearer_of(request), method_of(call), params_of(call), sfu_address(host))
        except GatewayError as refusal:
            return error_answer(call_id, refusal)
        except Exception:  # noqa: BLE001 - a failed call is answered, not dropped
            _log.exception("grid.gateway_failed")
            failure = GatewayError("internal error", code=INTERNAL_ERROR, status=_SERVER_ERROR)
            return error_answer(call_id, failure)
        return JSONResponse({"jsonrpc": "2.0", "id": call_id, "result": result})

    cors = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])
    return Starlette(routes=[Route("/", serve, methods=["POST"]), *more_routes], middleware=[cors])


async def read_call(request: Request, max_body_bytes: int) -> dict[str, Any]:
    """Read a JSON-RPC call; raises GatewayError."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_body_bytes:
            raise GatewayError("request is too large", status=_TOO_LARGE)
    try:
        call = json.loads(body)
    except (ValueError, RecursionError):
        raise GatewayError("invalid json", code=PARSE_ERROR, status=_BAD_REQUEST) from None
    if not isinstance(call, dict):
        raise GatewayError("invalid request", status=_BAD_REQUEST)
    return call


def params_of(call: dict[str, Any]) -> dict[str, Any]:
    """Return a call's named parameters."""
    params = call.get("params", {})
    if params is None:
        return {}
    if not isinstance(params, dict):
        raise GatewayError("invalid params", status=_BAD_REQUEST)
    return params


def error_answer(call_id: object, refusal: GatewayError) -> JSONResponse:
    """Write a refusal as JSON-RPC."""
    error = {"code": refusal.code, "message": refusal.message}
    return JSONResponse({"jsonrpc": "2.0", "id": call_id, "error": error}, status_code=refusal.status)


def bearer_of(request: Request) -> str:
    """Return a call's bearer token; raises GatewayError when there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme != "Bearer" or not token:
        raise GatewayError("missing or invalid authorization", code=INVALID_REQUEST)
    return token


def method_of(call: dict[str, Any]) -> str:
    """Return a call's method."""
    method = call.get("method")
    if not isinstance(method, str):
        raise GatewayError("invalid request", status=_BAD_REQUEST)
    return method
