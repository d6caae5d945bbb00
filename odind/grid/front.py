"""One gateway before several grids: each room lives on the grid that its name hashes to.

The front keeps nothing. It passes a call on to the gateway of the room's grid, with the caller's token,
which that gateway checks; the answer to `connect` names that grid's server.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, Final

import httpx
from starlette.routing import Route

from odind.core.errors import InvalidArgumentError
from odind.tokens import jwt

from .addresses import is_wildcard, join_address, split_address
from .gateway.http import make_server
from .gateway.json_rpc import INTERNAL_ERROR, rpc_endpoint
from .rendezvous import server_of
from .serving import bind_tcp, serving
from .sfu.verdict import BAD_REQUEST, GatewayError, room_ids

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from odind.core.tokens.ports import Claims

    from .config import GridConfig
    from .gateway.json_rpc import Call

_BAD_GATEWAY: Final = 502
_MOST_GRIDS: Final = 100


class Front:
    """Passes calls on to the gateways at these URLs, each to the one that has the room."""

    def __init__(self, gateways: Sequence[str], http: httpx.AsyncClient) -> None:
        self._gateways = gateways
        self._http = http

    def check_bearer(self, token: str) -> None:
        """Refuse what is no token; raises GatewayError. Whether it is valid, its grid says."""
        _claims(token)

    async def run(self, call: Call) -> object:
        """Return what the grid of the call's room answers; raises GatewayError with its words."""
        gateway = self._gateway_of(_rooms(call))
        message = {"jsonrpc": "2.0", "id": 1, "method": call.method, "params": call.params}
        headers = {"authorization": f"Bearer {call.bearer}"}
        try:
            answer = await self._http.post(gateway, json=message, headers=headers)
            return _result(answer.json(), answer.status_code)
        except (httpx.HTTPError, ValueError) as error:
            text = f"the grid {gateway} of this room does not answer: {error or type(error).__name__}"
            raise GatewayError(text, code=INTERNAL_ERROR, status=_BAD_GATEWAY) from None

    def _gateway_of(self, rooms: Sequence[str]) -> str:
        """Return the one grid that has all rooms: a token is for one server."""
        owners = {server_of(room_id, self._gateways) for room_id in rooms}
        if len(owners) > 1:
            raise GatewayError(
                "the rooms of this token are on different grids: use one token for each", status=BAD_REQUEST
            )
        return owners.pop()


@contextlib.asynccontextmanager
async def run_front(config: GridConfig, gateways: Sequence[str]) -> AsyncIterator[str]:
    """Serve before these gateways, and give the front's URL.

    Raises InvalidArgumentError GRID_CONFIG_INVALID, UnavailableError GRID_ADDRESS_UNAVAILABLE.
    """
    names = _checked(gateways)
    async with (
        httpx.AsyncClient(timeout=config.times.request_timeout, trust_env=False) as http,
        asyncio.TaskGroup() as tasks,
    ):
        endpoint = rpc_endpoint(
            Front(names, http),
            max_body_bytes=config.limits.request_body_bytes,
            body_timeout=config.times.request_timeout,
        )
        with bind_tcp(config.listen) as sock:
            server = make_server([Route("/", endpoint, methods=["POST"])], config)
            async with serving(server, sock, tasks):
                yield _url(config.listen, sock.getsockname()[1])


def _url(listen: str, port: int) -> str:
    host, _ = split_address(listen)
    return f"http://{join_address('localhost' if is_wildcard(host) else host, port)}"


def _checked(gateways: Sequence[str]) -> tuple[str, ...]:
    """Return the URLs as all fronts hash them."""
    names = tuple(gateway.rstrip("/") for gateway in gateways)
    if not all(name.startswith(("http://", "https://")) for name in names):
        raise InvalidArgumentError(
            "GRID_CONFIG_INVALID", "a grid behind a front is the URL of its gateway, as http://127.0.0.1:7000"
        )
    if len(set(names)) != len(names) or len(names) > _MOST_GRIDS:
        raise InvalidArgumentError(
            "GRID_CONFIG_INVALID", "a front has up to {most} grids, each named once", most=_MOST_GRIDS
        )
    return names


def _claims(token: str) -> Claims:
    try:
        return jwt.parse(token).claims
    except InvalidArgumentError:
        raise GatewayError("invalid json in token") from None


def _rooms(call: Call) -> Sequence[str]:
    """Return the rooms that a call is about: those of the token for `connect`, else the one that it names."""
    named = call.params.get("room_id")
    return (
        room_ids(_claims(call.bearer))
        if not isinstance(named, str) or call.method.lower() == "connect"
        else (named,)
    )


def _result(answer: Any, status: int) -> object:
    match answer:
        case {"result": result}:
            return result
        case {"error": {"message": str(message), "code": int(code)}}:
            raise GatewayError(message, code=code, status=status)
    raise ValueError(f"its answer of status {status} is no JSON-RPC")
