"""The gateway's methods: what a JSON-RPC call with a token does. Knows no HTTP."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Final, TypeAlias

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

    from .json_rpc import Call, JsonObject

INVALID_PARAMS: Final = -32602
METHOD_NOT_FOUND: Final = -32601
_BYTE_MAX: Final = 255
_BAN_SECONDS_MAX: Final = 365 * 24 * 3600


Handler: TypeAlias = "Callable[[Verdict, Call], object]"


class Gateway:
    """Issues SFU tokens to clients, and lets customers' servers control rooms.

    `sfu_address` returns the SFU's address for a client that sent this Host header.
    """

    def __init__(
        self,
        config: GridConfig,
        customers: Customers,
        passes: Passes,
        lobby: Lobby,
        counters: Counters,
        *,
        sfu_address: Callable[[str], str],
        wall_clock: Callable[[], float],
    ) -> None:
        self._limits = config.limits
        self._times = config.times
        self._customers = customers
        self._passes = passes
        self._lobby = lobby
        self._counters = counters
        self._sfu_address = sfu_address
        self._wall_clock = wall_clock
        self._methods: Mapping[str, Handler] = {
            "connect": self._connect,
            "roomclose": self._close_room,
            "roomupdate": self._update_room,
            "roombanclient": self._ban_client,
            "roomsendmessage": self._send_message,
        }

    def check_bearer(self, token: str) -> None:
        """Refuse an invalid token; raises GatewayError."""
        try:
            self._judge(token)
        except GatewayError:
            self._counters.gateway_calls += 1
            self._counters.gateway_refused += 1
            raise

    async def run(self, call: Call) -> object:
        """Run a method for the bearer of a token; raises GatewayError."""
        self._counters.gateway_calls += 1
        try:
            verdict = self._judge(call.bearer)
            handler = self._handler(call.method)
            check_method(verdict.claims, call.method)
            return handler(verdict, call)
        except GatewayError:
            self._counters.gateway_refused += 1
            raise

    def _judge(self, token: str) -> Verdict:
        return judge(token, self._customers.find, self._wall_clock(), leeway=self._times.gateway_leeway)

    def _handler(self, method: str) -> Handler:
        handler = self._methods.get(method.lower())
        if handler is None:
            raise GatewayError("method not found", code=METHOD_NOT_FOUND, status=200)
        return handler

    def _connect(self, verdict: Verdict, call: Call) -> object:
        claims = verdict.claims
        rooms = room_ids(claims)
        if not isinstance(claims["uid"], str):
            raise GatewayError("invalid uid in token")
        sfu_address = self._sfu_address(call.host)
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

    def _close_room(self, verdict: Verdict, call: Call) -> object:
        key = self._room_key(verdict, call.params)
        now = self._wall_clock()
        self._lobby.close_room(key, now + _ban_seconds(call.params), now)
        return {}

    def _update_room(self, verdict: Verdict, call: Call) -> object:
        room = self._room(verdict, call.params)
        if room is not None:
            room.update(self._bytes(call.params, "user_data", self._limits.user_data_bytes))
        return {}

    def _ban_client(self, verdict: Verdict, call: Call) -> object:
        user_id = _required_text(call.params, "user_id")
        seconds = _ban_seconds(call.params) or self._times.kick_ban
        now = self._wall_clock()
        self._lobby.kick(self._room_key(verdict, call.params), user_id, now + seconds, now)
        return {}

    def _send_message(self, verdict: Verdict, call: Call) -> object:
        message = self._bytes(call.params, "message", self._limits.message_bytes)
        room = self._room(verdict, call.params)
        user_id = _text(call.params.get("user_id"))
        if room is not None:
            receivers = room.peers_of(user_id) if user_id is not None else list(room.peers.values())
            for peer in receivers:
                peer.outlet.send_event(events.message_received(0, message))
        return {}

    def _room(self, verdict: Verdict, params: JsonObject) -> Room | None:
        return self._lobby.rooms.get(self._room_key(verdict, params))

    def _room_key(self, verdict: Verdict, params: JsonObject) -> RoomKey:
        """Return the key of the room that a call names; it must start with a room of the token."""
        room_id = _required_text(params, "room_id")
        if not any(room_id.startswith(allowed) for allowed in room_ids(verdict.claims)):
            raise GatewayError("room not allowed by token", status=403)
        return RoomKey(verdict.customer.namespace, room_id)

    @staticmethod
    def _bytes(params: JsonObject, name: str, most: int) -> bytes:
        value = _byte_string(params.get(name))
        if value is None:
            raise GatewayError(f"invalid {name}", code=INVALID_PARAMS, status=200)
        if len(value) > most:
            raise GatewayError(f"{name} is too large", code=INVALID_PARAMS, status=200)
        return value


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _required_text(params: JsonObject, name: str) -> str:
    value = _text(params.get(name))
    if value is None:
        raise GatewayError(f"missing {name}", code=INVALID_PARAMS, status=200)
    return value


def _byte_string(value: object) -> bytes | None:
    """Read bytes from JSON: a list of numbers, or base64."""
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


def _ban_seconds(params: JsonObject) -> float:
    match params.get("ban_time", 0):
        case None:
            return 0
        case bool():
            pass
        case int() | float() as seconds if 0 <= seconds <= _BAN_SECONDS_MAX:
            return seconds
    raise GatewayError("invalid ban_time", code=INVALID_PARAMS, status=200)
