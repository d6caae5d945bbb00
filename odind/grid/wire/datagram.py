"""Datagrams: positions, voice and unreliable socket messages.

A receiver that gets an ill-formed datagram drops its connection, and some truncations take its whole
process down. Whatever the server forwards has therefore been checked here to the last byte.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from .address import ADDRESS_MAX
from .errors import WireError
from .integers import I32_MAX, I32_MIN, U32_MAX, read_integer

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BYTES: Final = 1414
MAX_POSITIONS: Final = 12
MAX_CHANNEL: Final = 63
ENCRYPTED_MARK: Final = 0x4F44494E
_MIN_BYTES: Final = 3
_FIXARRAY: Final = 0x90
_ARRAY16: Final = 0xDC
_COORDINATES: Final = 3
_MEDIA: Final = 5
_ENCRYPTED: Final = 6
_decode: Final = msgspec.msgpack.Decoder().decode
_encode: Final = msgspec.msgpack.Encoder().encode
_MAX_KEY: Final = 127


class DatagramKind(IntEnum):
    """The second byte of a datagram."""

    POSITION = 0
    AUDIO = 1
    SOCKET = 2


class Position(NamedTuple):
    """A sender's place on one channel, in 1/16 units."""

    channel: int
    x: int
    y: int
    z: int


class Head(NamedTuple):
    """The clear part of a media datagram: who speaks, and where. `end` is where the audio map starts."""

    kind: DatagramKind
    peer_id: int
    positions: tuple[Position, ...]
    end: int


class SocketMessage(NamedTuple):
    """An unreliable socket message; `tail` is everything behind the address, forwarded as it is."""

    address: int
    priority: int
    label: int
    tail: bytes


def kind_of(datagram: bytes) -> DatagramKind:
    """Return what a datagram is; raises WireError if it is none of ours or too long to be forwarded."""
    if not _MIN_BYTES <= len(datagram) <= MAX_BYTES:
        raise WireError("the datagram is too short or too long")
    if datagram[0] != 0:
        raise WireError("the datagram belongs to another session")
    try:
        return DatagramKind(datagram[1])
    except ValueError:
        raise WireError("unknown kind of datagram") from None


def read_head(datagram: bytes) -> Head:
    """Read peer and positions of a media datagram."""
    kind = kind_of(datagram)
    peer_id, at = read_integer(datagram, 2, 0, U32_MAX)
    count, at = _read_array(datagram, at, MAX_POSITIONS)
    positions = []
    for _ in range(count):
        position, at = _read_position(datagram, at)
        positions.append(position)
    return Head(kind, peer_id, tuple(positions), at)


def check_no_body(datagram: bytes, head: Head) -> None:
    """Raise WireError unless the datagram ends behind its head."""
    if head.end != len(datagram):
        raise WireError("bytes behind the positions")


def read_media(datagram: bytes, head: Head) -> int | None:
    """Return which media of its sender an audio datagram belongs to, None when that is encrypted.

    Raises WireError unless what follows the head is exactly one audio map.
    """
    audio = _read_audio(datagram[head.end :])
    return None if _ENCRYPTED in audio else audio.get(_MEDIA, 0)


def read_socket_message(datagram: bytes) -> SocketMessage:
    """Read an unreliable socket message."""
    if kind_of(datagram) is not DatagramKind.SOCKET:
        raise WireError("not a socket message")
    address, tail_at = read_integer(datagram, 2, 0, ADDRESS_MAX)
    priority, at = read_integer(datagram, tail_at, 0, I32_MAX)
    label, _ = read_integer(datagram, at, 0, U32_MAX)
    return SocketMessage(address, priority, label, datagram[tail_at:])


def encode_socket_message(address: int, tail: bytes) -> bytes:
    """Write an unreliable socket message with another address in front of the same tail."""
    return b"\x00\x02" + msgspec.msgpack.encode(address) + tail


def _read_array(datagram: bytes, at: int, most: int) -> tuple[int, int]:
    if at >= len(datagram):
        raise WireError("truncated")
    first = datagram[at]
    if first & 0xF0 == _FIXARRAY:
        count, end = first & 0x0F, at + 1
    elif first == _ARRAY16 and at + 3 <= len(datagram):
        count, end = int.from_bytes(datagram[at + 1 : at + 3]), at + 3
    else:
        raise WireError("expected an array")
    if count > most:
        raise WireError("too many elements")
    return count, end


def _read_position(datagram: bytes, at: int) -> tuple[Position, int]:
    count, at = _read_array(datagram, at, 1 + _COORDINATES)
    values = [0, 0, 0, 0]
    if count:
        values[0], at = read_integer(datagram, at, 0, MAX_CHANNEL)
    for index in range(1, count):
        values[index], at = read_integer(datagram, at, I32_MIN, I32_MAX)
    return Position(*values), at


def _read_audio(body: bytes) -> dict[int, Any]:
    try:
        audio = _decode(body)
    except (ValueError, TypeError, RecursionError):
        raise WireError("the audio part is not one msgpack value") from None
    if type(audio) is not dict:
        raise WireError("the audio part is not a map")
    for key, value in audio.items():
        if type(key) is not int or not 0 <= key <= _MAX_KEY or not _FIELD_CHECKS.get(key, _is_scalar)(value):
            raise WireError("an audio field is of the wrong type")
    # Receivers read the keys byte by byte and fall over other spellings of the same map.
    if _encode(audio) != body:
        raise WireError("the audio part is not written in its shortest form")
    return audio


def _is_u32(value: Any) -> bool:
    return type(value) is int and 0 <= value <= U32_MAX


def _is_bool(value: Any) -> bool:
    return type(value) is bool


def _is_bytes(value: Any) -> bool:
    return type(value) is bytes


def _is_scalar(value: Any) -> bool:
    return value is None or type(value) in {int, float, bool, bytes, str}


def _is_encrypted(value: Any) -> bool:
    match value:
        case [int() as mark, int() as counter, bytes()]:
            return mark == ENCRYPTED_MARK and counter >= 0
        case _:
            return False


_FIELD_CHECKS: Final[dict[int, Callable[[Any], bool]]] = {
    1: _is_u32,
    2: _is_u32,
    3: _is_bool,
    4: _is_bytes,
    _MEDIA: _is_u32,
    _ENCRYPTED: _is_encrypted,
}
