"""The control interface: the grid's faults as JSON-RPC methods, for the bearer of the control token."""

from __future__ import annotations

import hmac
from dataclasses import field
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

import msgspec
from starlette.routing import Route

from odind.core.errors import OdindError
from odind.core.values.late import dataclass

from .gateway.json_rpc import Call, JsonObject, rpc_endpoint
from .gateway.methods import INVALID_PARAMS, METHOD_NOT_FOUND
from .sfu.faulty_path import DatagramFault, Direction
from .sfu.verdict import GatewayError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from .sfu.faults import Faults

_MAX_BODY_BYTES: Final = 64 * 1024
_BODY_TIMEOUT_S: Final = 10.0
_Params = TypeVar("_Params")


class Controlled(Protocol):
    """The grid, as the control interface sees it."""

    @property
    def faults(self) -> Faults:
        """The faults in force."""

    def status(self) -> dict[str, object]:
        """Return rooms, peers, counters and the faults in force."""

    def kick(self, user_id: str, *, room_id: str | None = None, ban_seconds: float | None = None) -> int:
        """Remove a user from a room, or from all."""

    async def restart_sfu(self, *, down_seconds: float = 0.0, graceful: bool = True) -> None:
        """Stop the SFU and start it again."""


class _FaultParams(msgspec.Struct, forbid_unknown_fields=True):
    user_id: str
    room_id: str | None = None
    direction: Direction = "sent"
    drop: float = 0.0
    duplicate: float = 0.0
    reorder: float = 0.0
    delay: float = 0.0
    jitter: float = 0.0


class _BlackholeParams(msgspec.Struct, forbid_unknown_fields=True):
    user_id: str
    seconds: float
    room_id: str | None = None


class _KickParams(msgspec.Struct, forbid_unknown_fields=True):
    user_id: str
    room_id: str | None = None
    ban_seconds: float | None = None


class _RestartParams(msgspec.Struct, forbid_unknown_fields=True):
    down_seconds: float = 0.0
    graceful: bool = True


class _RefuseParams(msgspec.Struct, forbid_unknown_fields=True):
    message: str | None = None


class _NoParams(msgspec.Struct, forbid_unknown_fields=True):
    pass


@dataclass(frozen=True)
class Control:
    """The methods of the control interface, for the bearer of `token`."""

    grid: Controlled
    token: str = field(repr=False)

    def check_bearer(self, token: str) -> None:
        """Refuse every other token; raises GatewayError."""
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            raise GatewayError("not authorized")

    async def run(self, call: Call) -> object:
        """Run a method; raises GatewayError."""
        handler = self._methods().get(call.method)
        if handler is None:
            raise GatewayError("method not found", code=METHOD_NOT_FOUND, status=200)
        try:
            return await handler(call.params)
        except OdindError as error:
            raise GatewayError(str(error), code=INVALID_PARAMS, status=200) from None

    def _methods(self) -> Mapping[str, Callable[[JsonObject], Awaitable[object]]]:
        return {
            "Status": self._status,
            "Fault": self._fault,
            "Clear": self._clear,
            "Blackhole": self._blackhole,
            "Kick": self._kick,
            "Restart": self._restart,
            "RefuseJoins": self._refuse_joins,
        }

    async def _status(self, params: JsonObject) -> object:
        _read(params, _NoParams)
        return self.grid.status()

    async def _fault(self, params: JsonObject) -> object:
        asked = _read(params, _FaultParams)
        fault = DatagramFault(asked.drop, asked.duplicate, asked.reorder, asked.delay, asked.jitter)
        hit = self.grid.faults.disturb(asked.user_id, fault, direction=asked.direction, room_id=asked.room_id)
        return {"peers": hit}

    async def _clear(self, params: JsonObject) -> object:
        _read(params, _NoParams)
        self.grid.faults.clear()
        return {}

    async def _blackhole(self, params: JsonObject) -> object:
        asked = _read(params, _BlackholeParams)
        return {"peers": self.grid.faults.blackhole(asked.user_id, asked.seconds, room_id=asked.room_id)}

    async def _kick(self, params: JsonObject) -> object:
        asked = _read(params, _KickParams)
        kicked = self.grid.kick(asked.user_id, room_id=asked.room_id, ban_seconds=asked.ban_seconds)
        return {"peers": kicked}

    async def _restart(self, params: JsonObject) -> object:
        asked = _read(params, _RestartParams)
        await self.grid.restart_sfu(down_seconds=asked.down_seconds, graceful=asked.graceful)
        return {}

    async def _refuse_joins(self, params: JsonObject) -> object:
        self.grid.faults.refuse_joins(_read(params, _RefuseParams).message)
        return {}


def control_route(control: Control) -> Route:
    """Return the route of the control interface."""
    endpoint = rpc_endpoint(control, max_body_bytes=_MAX_BODY_BYTES, body_timeout=_BODY_TIMEOUT_S)
    return Route("/control", endpoint, methods=["POST"])


def _read(params: JsonObject, kind: type[_Params]) -> _Params:
    try:
        return msgspec.convert(params, kind)
    except msgspec.ValidationError as error:
        raise GatewayError(str(error), code=INVALID_PARAMS, status=200) from None
