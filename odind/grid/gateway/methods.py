"""The gateway's methods: what a JSON-RPC call with a token does. No HTTP here."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from odind.grid.sfu.room_key import RoomKey
from odind.grid.sfu.verdict import Customers, GatewayError, Verdict, check_method, judge, room_ids
from odind.grid.wire import events

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from odind.grid.config import GridConfig
    from odind.grid.counters import Counters
    from odind.grid.sfu.lobby import Lobby
    from odind.grid.sfu.passes import Passes
    from odind.grid.sfu.rooms import Room

INVALID_PARAMS: Final = -32602
METHOD_NOT_FOUND: Final = -32601
_BYTE_MAX: Final = 255
_BAN_SECONDS_MAX: Final = 365 * 24 * 3600


Handler: TypeAlias = "Callable[[Verdict, dict[str, Any], str], object]"


class Gateway:
    """Lets clients in, and lets servers steer rooms."""

    def __init__(
        self,
        config: GridConfig,
        customers: Customers,
        passes: Passes,
        lobby: Lobby,
        counters: Counters,
        *,
        wall_clock: Callable[[], float],
    ) -> None:
        self._limits = config.limits
        self._times = config.times
        self._customers = customers
        self._passes = passes
        self._lobby = lobby
        self._counters = counters
        self._wall_clock = wall_clock
        self._methods: Mapping[str, Handler] = {
            "connect": self._connect,
            "roomclose": self._close_room,
            "roomupdate": self._update_room,
            "roombanclient": self._ban_client,
            "roomsendmessage": self._send_message,
        }

    def call(self, token: str, method: str, params: dict[str, Any], sfu_address: str) -> object:
        """Run a method for the bearer of a token; raises GatewayError."""
        self._counters.gateway_calls += 1
        try:
            verdict = judge(
                token, self._customers.find, self._wall_clock(), leeway=self._times.gateway_leeway
            )
            handler = self._handler(method)
            check_method(verdict.claims, method)
            return handler(verdict, params, sfu_address)
        except GatewayError:
            self._counters.gateway_refused += 1
            raise

    def _handler(self, method: str) -> Handler:
        handler = self._methods.get(method.lower())
        if handler is None:
            raise GatewayError("method not found", code=METHOD_NOT_FOUND, status=200)
        return handler

    def _connect(self, verdict: Verdict, _params: dict[str, Any], sfu_address: str) -> object:
        claims = verdict.claims
        rooms = room_ids(claims)
        if not isinstance(claims["uid"], str):
            raise GatewayError("invalid uid in token")
        sfu_claims = {
            "rid": rooms[0] if isinstance(claims["rid"], str) else list(rooms),
            "uid": claims["uid"],
            "adr": sfu_address,
            **{name: claims[name] for name in ("tgs", "ups") if name in claims},
            "cid": _text(claims.get("cid")) or verdict.customer.name,
            "nsp": verdict.customer.namespace,
        }
        token = self._passes.sign(sfu_claims, self._wall_clock(), self._times.sfu_token_lifetime)
        return {"address": sfu_address, "token": token}

    def _close_room(self, verdict: Verdict, params: dict[str, Any], _address: str) -> object:
        key = self._room_key(verdict, params)
        now = self._wall_clock()
        self._lobby.close_room(key, now + _ban_seconds(params), now)
        return {}

    def _update_room(self, verdict: Verdict, params: dict[str, Any], _address: str) -> object:
        room = self._room(verdict, params)
        if room is not None:
            room.update(self._bytes(params, "user_data", self._limits.user_data_bytes))
        return {}

    def _ban_client(self, verdict: Verdict, params: dict[str, Any], _address: str) -> object:
        user_id = _required_text(params, "user_id")
        seconds = _ban_seconds(params) or self._times.kick_ban
        now = self._wall_clock()
        self._lobby.kick(self._room_key(verdict, params), user_id, now + seconds, now)
        return {}

    def _send_message(self, verdict: Verdict, params: dict[str, Any], _address: str) -> object:
        message = self._bytes(params, "message", self._limits.message_bytes)
        room = self._room(verdict, params)
        user_id = _text(params.get("user_id"))
        if room is not None:
            receivers = room.peers_of(user_id) if user_id is not None else list(room.peers.values())
            for peer in receivers:
                peer.outlet.send_event(events.message_received(0, message))
        return {}

    def _room(self, verdict: Verdict, params: dict[str, Any]) -> Room | None:
        return self._lobby.rooms.get(self._room_key(verdict, params))

    def _room_key(self, verdict: Verdict, params: dict[str, Any]) -> RoomKey:
        """Return the room that a call names; it must start with a room of the token."""
        room_id = _required_text(params, "room_id")
        if not any(room_id.startswith(allowed) for allowed in room_ids(verdict.claims)):
            raise GatewayError("room not allowed by token", status=403)
        return RoomKey(verdict.customer.namespace, room_id)

    @staticmethod
    def _bytes(params: dict[str, Any], name: str, most: int) -> bytes:
        value = _byte_string(params.get(name))
        if value is None:
            raise GatewayError(f"invalid {name}", code=INVALID_PARAMS, status=200)
        if len(value) > most:
            raise GatewayError(f"{name} is too large", code=INVALID_PARAMS, status=200)
        return value


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _required_text(params: dict[str, Any], name: str) -> str:
    value = _text(params.get(name))
    if value is None:
        raise GatewayError(f"missing {name}", code=INVALID_PARAMS, status=200)
    return value


def _byte_string(value: object) -> bytes | None:
    """Read bytes as JSON has them: a list of numbers, or base64."""
    match value:
        case list():
            ok = all(type(byte) is int and 0 <= byte <= _BYTE_MAX for byte in value)
            return bytes(value) if ok else None
        case str():
            try:
                return base64.b64decode(value, validate=True)
            except (binascii.Error, ValueError):
                return None
        case _:
            return None


def _ban_seconds(params: dict[str, Any]) -> float:
    match params.get("ban_time", 0):
        case None:
            return 0
        case bool():
            pass
        case int() | float() as seconds if 0 <= seconds <= _BAN_SECONDS_MAX:
            return seconds
    raise GatewayError("invalid ban_time", code=INVALID_PARAMS, status=200)
