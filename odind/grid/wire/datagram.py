"""Datagrams: positions, voice and unreliable socket messages.

A receiver drops its connection when a datagram is malformed, and some truncated datagrams crash its whole
process. The server therefore forwards only datagrams that were checked here to the last byte.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from odind.msgpack_items import I32_MAX, I32_MIN, U32_MAX, ItemError, read_array_length, read_integer

from .address import ADDRESS_MAX
from .errors import WireError

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BYTES: Final = 1414
MAX_POSITIONS: Final = 12
MAX_CHANNEL: Final = 63
ENCRYPTED_MARK: Final = 0x4F44494E
_MIN_BYTES: Final = 3
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
    """A sender's position on one channel, in 1/16 units."""

    channel: int
    x: int
    y: int
    z: int


class Head(NamedTuple):
    """The unencrypted part of a media datagram: sender and positions. The audio map starts at `end`."""

    kind: DatagramKind
    peer_id: int
    positions: tuple[Position, ...]
    end: int


class SocketMessage(NamedTuple):
    """An unreliable socket message; `tail` is everything after the address, which is forwarded unchanged."""

    address: int
    priority: int
    label: int
    tail: bytes


def kind_of(datagram: bytes) -> DatagramKind:
    """Return the kind of a datagram; raises WireError when it is unknown or too long to be forwarded."""
    if not _MIN_BYTES <= len(datagram) <= MAX_BYTES:
        raise WireError("the datagram is too short or too long")
    if datagram[0] != 0:
        raise WireError("the datagram belongs to another session")
    try:
        return DatagramKind(datagram[1])
    except ValueError:
        raise WireError("the kind of the datagram is unknown") from None


def read_head(datagram: bytes) -> Head:
    """Read sender and positions of a media datagram; raises WireError."""
    kind = kind_of(datagram)
    try:
        peer_id, at = read_integer(datagram, 2, 0, U32_MAX)
        positions, end = _read_positions(datagram, at)
    except ItemError as error:
        raise WireError(str(error)) from None
    return Head(kind, peer_id, positions, end)


def check_no_body(datagram: bytes, head: Head) -> None:
    """Raise WireError unless the datagram ends after its head."""
    if head.end != len(datagram):
        raise WireError("the datagram has bytes after its positions")


def read_media(datagram: bytes, head: Head) -> int | None:
    """Return which media of its sender an audio datagram belongs to; None when it is encrypted.

    Raises WireError unless exactly one audio map follows the head.
    """
    audio = _read_audio(datagram[head.end :])
    media = audio.get(_MEDIA, 0)
    return media if isinstance(media, int) and _ENCRYPTED not in audio else None


def read_socket_message(datagram: bytes) -> SocketMessage:
    """Read an unreliable socket message; raises WireError."""
    if kind_of(datagram) is not DatagramKind.SOCKET:
        raise WireError("the datagram must be a socket message")
    try:
        address, tail_at = read_integer(datagram, 2, 0, ADDRESS_MAX)
        priority, at = read_integer(datagram, tail_at, 0, I32_MAX)
        label, _ = read_integer(datagram, at, 0, U32_MAX)
    except ItemError as error:
        raise WireError(str(error)) from None
    return SocketMessage(address, priority, label, datagram[tail_at:])


def encode_socket_message(address: int, tail: bytes) -> bytes:
    """Encode an unreliable socket message with another address and the same tail."""
    return b"\x00\x02" + msgspec.msgpack.encode(address) + tail


def _read_positions(datagram: bytes, at: int) -> tuple[tuple[Position, ...], int]:
    count, at = read_array_length(datagram, at, MAX_POSITIONS)
    positions = []
    for _ in range(count):
        position, at = _read_position(datagram, at)
        positions.append(position)
    return tuple(positions), at


def _read_position(datagram: bytes, at: int) -> tuple[Position, int]:
    count, at = read_array_length(datagram, at, 1 + _COORDINATES)
    values = [0, 0, 0, 0]
    if count:
        values[0], at = read_integer(datagram, at, 0, MAX_CHANNEL)
    for index in range(1, count):
        values[index], at = read_integer(datagram, at, I32_MIN, I32_MAX)
    return Position(*values), at


def _read_audio(body: bytes) -> dict[int, object]:
    try:
        audio = _decode(body)
    except (ValueError, TypeError, RecursionError):
        raise WireError("the audio part must be one MessagePack value") from None
    if type(audio) is not dict:
        raise WireError("the audio part must be a map")
    for key, value in audio.items():
        if type(key) is not int or not 0 <= key <= _MAX_KEY or not _FIELD_CHECKS.get(key, _is_scalar)(value):
            raise WireError("an audio field has the wrong type")
    # Receivers read the keys byte by byte and fail on any other encoding of the same map.
    if _encode(audio) != body:
        raise WireError("the audio part must have its shortest encoding")
    return audio


def _is_u32(value: object) -> bool:
    return type(value) is int and 0 <= value <= U32_MAX


def _is_bool(value: object) -> bool:
    return type(value) is bool


def _is_bytes(value: object) -> bool:
    return type(value) is bytes


def _is_scalar(value: object) -> bool:
    return value is None or type(value) in {int, float, bool, bytes, str}


def _is_encrypted(value: object) -> bool:
    match value:
        case [int() as mark, int() as counter, bytes()]:
            return mark == ENCRYPTED_MARK and counter >= 0
        case _:
            return False


_FIELD_CHECKS: Final[dict[int, Callable[[object], bool]]] = {
    1: _is_u32,
    2: _is_u32,
    3: _is_bool,
    4: _is_bytes,
    _MEDIA: _is_u32,
    _ENCRYPTED: _is_encrypted,
}
