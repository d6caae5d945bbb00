"""What ODIN Rooms shows of a participant: read from user data leniently, written as it is documented."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.json_text import compact
from odind.core.values.portable import portable

from .avatar import check_picture, picture_of

if TYPE_CHECKING:
    from odind.core.values.json_text import JsonObject, JsonValue
    from odind.core.values.payload import Payload

_UNKNOWN: Final = "Unknown"
_ONLINE: Final = "online"
_GUEST: Final = "Guest"
_PLATFORM: Final = "odind"
_TRUE: Final = (1, "1", "true")
"""How bools arrive beside true: ODIN's older examples write 1 and 0."""
_READ_AT_ONCE: Final = 256
_SHOWN_CHARACTERS: Final = 128


@portable
class RoomsPeerData:
    """A participant, as ODIN Rooms documents it; "" and None are left out where they may be.

    `presentation_started_at` is milliseconds since the epoch, 0 for none. `more` is a JSON object with all
    other fields.
    """

    user_id: str = ""
    name: str = ""
    status: str = ""
    avatar: str = ""
    output_muted: bool = False
    input_muted: bool = False
    renderer: str = ""
    platform: str = ""
    revision: str = ""
    version: str = ""
    build_no: float | None = None
    role: str = ""
    emoji: str = ""
    custom_status: str = ""
    presentation_started_at: float = 0.0
    more: str = "{}"


@portable
class RoomsPeer:
    """How we want to be seen: what a caller has set, and what a picture is made of where it is empty."""

    data: RoomsPeerData = RoomsPeerData()
    avatar_seed: str = ""


def _wire_name(field: str) -> str:
    first, *rest = field.split("_")
    return first + "".join(map(str.capitalize, rest))


_NAMES: Final = {
    field.name: _wire_name(field.name) for field in fields(RoomsPeerData) if field.name != "more"
}
_ALWAYS: Final = (
    "user_id",
    "name",
    "status",
    "avatar",
    "output_muted",
    "input_muted",
    "role",
    "presentation_started_at",
)


def filled(peer: RoomsPeer, user_id: str, version: str) -> RoomsPeerData:
    """Return what is told of us: what the caller has set, and defaults for the rest.

    Raises InvalidArgumentError PEER_DATA_INVALID, AVATAR_INVALID, AVATAR_SEED_INVALID.
    """
    given = peer.data
    if given.build_no is not None and not isfinite(given.build_no):
        raise _invalid("build_no must be finite")
    if _object_of(given.more) is None:
        raise _invalid("more_json must be a JSON object")
    name = given.name or user_id
    picture = picture_of(name, user_id, peer.avatar_seed)
    return replace(
        given,
        user_id=given.user_id or user_id,
        name=name,
        status=given.status or _ONLINE,
        avatar=check_picture(given.avatar) if given.avatar else picture,
        platform=given.platform or _PLATFORM,
        version=given.version or version,
        role=given.role or _GUEST,
    )


def written(data: RoomsPeerData) -> bytes:
    """Return user data, the UTF-8 of a JSON object; its own fields replace those of their names in `more`."""
    values = {name: getattr(data, name) for name in _NAMES}
    told = {name: value for name, value in values.items() if name in _ALWAYS or value not in ("", None)}
    own = {_NAMES[name]: _plain(value) for name, value in told.items()}
    return compact({**own, **_without(_object_of(data.more) or {})}).encode(errors="replace")


@lru_cache(_READ_AT_ONCE)
def read(payload: Payload) -> RoomsPeerData | None:
    """Return the participant that user data describes, None where it has no `userId`.

    A value of another type counts as missing, but for 0, 1 and their texts as bools, and numbers as texts.
    """
    text = payload.decode(errors="replace") if isinstance(payload, bytes) else payload.text
    values = _object_of(text) if text.lstrip().startswith("{") else None
    if values is None or not _text(values.get("userId")):
        return None
    return RoomsPeerData(
        user_id=_text(values["userId"]),
        name=_text(values.get("name")) or _UNKNOWN,
        status=_text(values.get("status")) or _ONLINE,
        avatar=_text(values.get("avatar")),
        output_muted=_bool(values.get("outputMuted")),
        input_muted=_bool(values.get("inputMuted")),
        renderer=_text(values.get("renderer")),
        platform=_text(values.get("platform")),
        revision=_text(values.get("revision")),
        version=_text(values.get("version")),
        build_no=_number(values.get("buildNo")),
        role=_text(values.get("role")) or _GUEST,
        emoji=_text(values.get("emoji")),
        custom_status=_text(values.get("customStatus")),
        presentation_started_at=max(0.0, _number(values.get("presentationStartedAt")) or 0.0),
        more=compact(_without(values)),
    )


def name_in(payload: Payload) -> str:
    """Return the name that user data shows to people, cut where it is too long to show; "" for none."""
    found = read(payload)
    return found.name[:_SHOWN_CHARACTERS] if found and found.name != _UNKNOWN else ""


def _plain(value: JsonValue) -> JsonValue:
    """Return a number as JavaScript would write it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _without(values: JsonObject) -> JsonObject:
    return {name: value for name, value in values.items() if name not in _NAMES.values()}


def _object_of(text: str) -> JsonObject | None:
    """Return the JSON object of a text, None for anything else; "" is an empty one."""
    try:
        value: JsonValue = json.loads(text or "{}", parse_constant=_refuse)
        compact(value).encode()  # raises for lone surrogates
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _text(value: JsonValue) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{_plain(value)}"
    return value if isinstance(value, str) else ""


def _bool(value: JsonValue) -> bool:
    return value is True or value in _TRUE


def _number(value: JsonValue) -> float | None:
    try:
        number = float(value) if isinstance(value, int | float | str) else None
    except (ValueError, OverflowError):
        return None
    return number if number is not None and isfinite(number) else None


def _invalid(problem: str) -> InvalidArgumentError:
    return InvalidArgumentError(
        "PEER_DATA_INVALID", "the peer data for ODIN Rooms: {problem}", problem=problem
    )
