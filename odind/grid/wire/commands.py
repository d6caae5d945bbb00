"""What a client sends on its streams: the hello, commands, and the first value of a socket stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.values.late import dataclass
from odind.msgpack_items import I32_MAX, I32_MIN, U32_MAX, U64_MAX

from .address import ADDRESS_MAX
from .datagram import MAX_CHANNEL, MAX_POSITIONS, Position
from .errors import WireError
from .scanner import read_header
from .value_stream import decode

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_MASKS: Final = 4096
MAX_TAGS: Final = 64
_HELLO_START: Final = b"\x81\xa4Room"
_TOKEN_KEY: Final = b"\xa5token"


@dataclass(frozen=True, slots=True)
class Hello:
    """A request to join a room."""

    token: str
    room_id: str | None
    user_data: bytes
    parameters: Mapping[str, object] | None
    channel_masks: tuple[tuple[int, int], ...]
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class SendMessage:
    """A message to the listed peers, or to all others when the list is empty."""

    peer_ids: tuple[int, ...]
    message: bytes


@dataclass(frozen=True, slots=True)
class ChangeSelf:
    """New properties of the client's own peer; None leaves a property unchanged."""

    user_data: bytes | None
    parameters: Mapping[str, object] | None
    tags: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class SetChannelMasks:
    """The channels on which to hear each peer; peer 0 stands for all peers."""

    masks: tuple[tuple[int, int], ...]
    reset: bool


@dataclass(frozen=True, slots=True)
class Ping:
    """A request for a Pong with the same id."""

    id: int


@dataclass(frozen=True, slots=True)
class SocketHello:
    """The first value on the stream of a reliable socket."""

    address: int
    priority: int
    label: int


Command = SendMessage | ChangeSelf | SetChannelMasks | Ping


def read_hello(value: object) -> Hello:
    """Read the first value of a room stream; raises WireError unless it is a Room hello."""
    name, fields = _named(value)
    if name != "Room":
        raise WireError("expected a Room hello")
    return Hello(
        token=_text(fields.get("token")),
        room_id=_optional_text(fields.get("room_id")),
        user_data=_optional_bytes(fields.get("user_data")) or b"",
        parameters=_optional_map(fields.get("parameters")),
        channel_masks=_masks(fields.get("channel_masks") or []),
        positions=_positions(fields.get("positions") or []),
    )


def read_early_token(start: bytes) -> str:
    """Read the token from the start of a hello, where real clients put it; raises WireError."""
    if not start.startswith(_HELLO_START):
        raise WireError("expected a Room hello")
    fields = read_header(start, len(_HELLO_START))
    key_at = len(_HELLO_START) + (fields.size if fields else 0)
    token_at = key_at + len(_TOKEN_KEY)
    header = read_header(start, token_at) if start[key_at:token_at] == _TOKEN_KEY else None
    if header is None or token_at + header.size > len(start):
        raise WireError("a large hello must begin with its token")
    return _text(decode(start[token_at : token_at + header.size]))


def read_command(value: object) -> Command:
    """Read a later value of a room stream; raises WireError for unknown commands and ill-typed fields."""
    name, fields = _named(value)
    match name:
        case "SendMessage":
            return SendMessage(_peer_ids(fields.get("peer_ids")), _bytes(fields.get("message")))
        case "ChangeSelf":
            return _change_self(fields)
        case "SetChannelMasks":
            return SetChannelMasks(_masks(fields.get("masks")), _flag(fields.get("reset", False)))
        case "Ping":
            return Ping(_integer(fields.get("id"), 0, U64_MAX))
        case _:
            raise WireError("unknown command")


def read_socket_hello(value: object) -> SocketHello:
    """Read the first value of a socket stream; raises WireError."""
    name, fields = _named(value)
    if name != "Socket":
        raise WireError("expected a Socket hello")
    return SocketHello(
        address=_integer(fields.get("address"), 0, ADDRESS_MAX),
        priority=_integer(fields.get("priority", 0), I32_MIN, I32_MAX),
        label=_integer(fields.get("label", 0), 0, U32_MAX),
    )


def _named(value: object) -> tuple[str, dict[object, object]]:
    match value:
        case dict() if len(value) == 1:
            [(name, fields)] = value.items()
            if isinstance(name, str) and isinstance(fields, dict):
                return name, fields
    raise WireError("expected a map with one entry")


def _change_self(fields: dict[object, object]) -> ChangeSelf:
    return ChangeSelf(
        user_data=_optional_bytes(fields.get("user_data")),
        parameters=_optional_map(fields.get("parameters")),
        tags=_optional_tags(fields.get("tags")),
    )


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise WireError("expected a string")


def _optional_text(value: object) -> str | None:
    return None if value is None else _text(value)


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    raise WireError("expected bytes")


def _optional_bytes(value: object) -> bytes | None:
    return None if value is None else _bytes(value)


def _optional_map(value: object) -> Mapping[str, object] | None:
    if value is None:
        return None
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return value
    raise WireError("expected a map with strings as keys")


def _optional_tags(value: object) -> tuple[str, ...] | None:
    return None if value is None else tuple(_text(tag) for tag in _list(value, MAX_TAGS))


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise WireError("expected a boolean")


def _integer(value: object, low: int, high: int) -> int:
    if type(value) is int and low <= value <= high:
        return value
    raise WireError("expected an integer in range")


def _list(value: object, most: int) -> list[object]:
    if isinstance(value, list) and len(value) <= most:
        return value
    raise WireError("expected an array that is not too long")


def _peer_ids(value: object) -> tuple[int, ...]:
    return tuple(_integer(peer_id, 0, U32_MAX) for peer_id in _list(value, MAX_MASKS))


def _masks(value: object) -> tuple[tuple[int, int], ...]:
    return tuple(_mask(pair) for pair in _list(value, MAX_MASKS))


def _mask(pair: object) -> tuple[int, int]:
    match pair:
        case [peer_id, mask]:
            return _integer(peer_id, 0, U32_MAX), _integer(mask, 0, U64_MAX)
        case _:
            raise WireError("expected a peer id and a mask")


def _positions(value: object) -> tuple[Position, ...]:
    return tuple(_position(entry) for entry in _list(value, MAX_POSITIONS))


def _position(entry: object) -> Position:
    match entry:
        case {"x": {"bits": x}, "y": {"bits": y}, "z": {"bits": z}, "channel": channel}:
            bits = (_integer(axis, I32_MIN, I32_MAX) for axis in (x, y, z))
            return Position(_integer(channel, 0, MAX_CHANNEL), *bits)
        case _:
            raise WireError("expected a position")
