"""The gateway's methods and their parameters. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

import msgspec

from odind.core.moderation.ports import BanClient, CloseRoom, GatewayRequest, MessageUser, UpdateRoom
from odind.core.values.late import dataclass
from odind.core.values.payload import Payload, to_value

if TYPE_CHECKING:
    from odind.core.values.json_text import JsonObject, JsonValue


@dataclass(frozen=True)
class Method:
    """A method of the gateway: whether a call may be repeated, and the first version that has it."""

    name: str
    repeatable: bool
    since: str = "0.18"


_METHODS: Final = {
    BanClient: Method("RoomBanClient", repeatable=True),
    CloseRoom: Method("RoomClose", repeatable=True),
    MessageUser: Method("RoomSendMessage", repeatable=False),
    UpdateRoom: Method("RoomUpdate", repeatable=True),
}


def method_of(request: GatewayRequest) -> Method:
    """Return the method that does what is asked for."""
    return _METHODS[type(request)]


def params_of(request: GatewayRequest) -> JsonObject:
    """Return the parameters of its call."""
    match request:
        case BanClient(room_id, user_id, seconds):
            ban: JsonObject = {} if seconds is None else {"ban_time": _number(seconds)}
            return {"room_id": room_id, "user_id": user_id, **ban}
        case CloseRoom(room_id, seconds):
            return {"room_id": room_id, "ban_time": _number(seconds)}
        case MessageUser(room_id, user_id, message):
            return {"room_id": room_id, "user_id": user_id, "message": _carried(message)}
        case UpdateRoom(room_id, user_data):
            return {"room_id": room_id, "user_data": _carried(user_data)}
        case _:
            assert_never(request)


def _number(seconds: float) -> int | float:
    return int(seconds) if seconds == int(seconds) else seconds


def _carried(payload: Payload) -> list[JsonValue]:
    """Return a payload as the room's protocol carries it: MessagePack, whose bytes JSON lists."""
    value = payload if isinstance(payload, bytes) else to_value(payload)
    return list(msgspec.msgpack.encode(value))
