"""Reads and writes voice datagrams of ODIN 2, and checks what it reads to the last byte.

The layout is two bytes (session 0, kind), then MessagePack: the sender's peer id, its positions, and, in
audio, one map. A decoder of the native runtime panics on some truncated datagrams, and a server forwards what
a stranger sent, so nothing is taken on trust.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from odind.core.space.place import MAX_CHANNEL, MAX_POSITIONS, ORIGIN, STEPS_PER_UNIT, Position
from odind.core.voice.ports import VoicePacket
from odind.msgpack_items import I32_MAX, I32_MIN, U32_MAX, ItemError, read_array_length, read_integer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MEDIA_CLOCK_STEP: Final = 1_800
"""20 ms in units of 1/90,000 s, the unit of media timestamps."""
_SESSION: Final = 0
_POSITIONS_ONLY: Final = 0
_AUDIO: Final = 1
_STAMPED_BY_CORE: Final = 0
"""The peer id in what we write; the native runtime replaces it by our own on sending."""
_AT_ORIGIN: Final = b"\x91\x90"
_SEQUENCE: Final = 1
_TIMESTAMP: Final = 2
_LAST: Final = 3
_OPUS: Final = 4
_SSRC: Final = 5
_ENCRYPTED: Final = 6
_encode: Final = msgspec.msgpack.encode
_decode: Final = msgspec.msgpack.Decoder().decode


class DatagramError(ValueError):
    """A datagram violates ODIN's protocol or is encrypted. Never repeats its bytes."""


class EncryptedError(DatagramError):
    """A datagram is encrypted, and we have no cipher."""

    def __init__(self, peer_id: int) -> None:
        super().__init__("encrypted")
        self.peer_id = peer_id


def parse_voice(datagram: bytes) -> VoicePacket:
    """Read a datagram of a peer; raises DatagramError."""
    kind = _kind(datagram)
    try:
        peer_id, at = read_integer(datagram, 2, 0, U32_MAX)
        positions, at = _positions(datagram, at)
    except ItemError as error:
        raise DatagramError(str(error)) from None
    if kind == _POSITIONS_ONLY:
        if at != len(datagram):
            raise DatagramError("bytes after the positions")
        return VoicePacket(peer_id, datagram, positions)
    audio = _audio(datagram[at:])
    if _ENCRYPTED in audio:
        raise EncryptedError(peer_id)
    return VoicePacket(
        peer_id,
        datagram,
        positions,
        opus=audio.get(_OPUS, b""),
        sequence=audio.get(_SEQUENCE, 0),
        media_timestamp=audio.get(_TIMESTAMP, 0),
        ssrc=audio.get(_SSRC, 0),
        last=audio.get(_LAST, False),
    )


def build_voice(
    opus: bytes,
    *,
    sequence: int,
    media_timestamp: int,
    ssrc: int,
    last: bool = False,
    positions: Sequence[Position] = ORIGIN,
) -> bytes:
    """Write a datagram with one Opus packet of 20 ms; counters are taken modulo 2^32."""
    audio: dict[int, object] = {_SEQUENCE: sequence & U32_MAX, _TIMESTAMP: media_timestamp & U32_MAX}
    if last:
        audio[_LAST] = True
    audio[_OPUS] = opus
    audio[_SSRC] = ssrc & U32_MAX
    return _head(_AUDIO, positions) + _encode(audio)


def build_positions(positions: Sequence[Position]) -> bytes:
    """Write a datagram with positions alone."""
    return _head(_POSITIONS_ONLY, positions)


def is_voice(datagram: bytes) -> bool:
    """Whether a datagram of an encoder contains voice and not positions alone."""
    return datagram[1] == _AUDIO


def steps(coordinate: float) -> int:
    """Return a coordinate in steps of the wire, rounded half to even as the native runtime does."""
    return round(coordinate * STEPS_PER_UNIT)


def _head(kind: int, positions: Sequence[Position]) -> bytes:
    return bytes((_SESSION, kind, _STAMPED_BY_CORE)) + _encode([_shortest(place) for place in positions])


def _shortest(position: Position) -> list[int]:
    """Return a position as it is on the wire: without trailing zeros."""
    numbers = [position.channel, steps(position.x), steps(position.y), steps(position.z)]
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers


def _kind(datagram: bytes) -> int:
    if len(datagram) < 3 or datagram[0] != _SESSION:  # noqa: PLR2004 - session, kind and peer id
        raise DatagramError("too short, or of another session")
    if datagram[1] not in (_POSITIONS_ONLY, _AUDIO):
        raise DatagramError("neither voice nor positions")
    return datagram[1]


def _positions(datagram: bytes, at: int) -> tuple[tuple[Position, ...], int]:
    if datagram[at : at + 2] == _AT_ORIGIN:
        return ORIGIN, at + 2
    count, at = read_array_length(datagram, at, MAX_POSITIONS)
    positions = []
    for _ in range(count):
        position, at = _position(datagram, at)
        positions.append(position)
    return tuple(positions), at


def _position(datagram: bytes, at: int) -> tuple[Position, int]:
    count, at = read_array_length(datagram, at, 4)
    channel = 0
    if count:
        channel, at = read_integer(datagram, at, 0, MAX_CHANNEL)
    coordinates = [0.0, 0.0, 0.0]
    for index in range(count - 1):
        number, at = read_integer(datagram, at, I32_MIN, I32_MAX)
        coordinates[index] = number / STEPS_PER_UNIT
    return Position(channel, *coordinates), at


def _audio(body: bytes) -> dict[int, Any]:
    """Return the map behind the head; nothing may follow it. Unknown keys are ignored."""
    try:
        audio = _decode(body)
    except (ValueError, TypeError, RecursionError):
        raise DatagramError("the body must be one MessagePack value") from None
    if type(audio) is not dict:
        raise DatagramError("the body must be a map of audio")
    for key, value in audio.items():
        if type(key) is not int or not _FIELDS.get(key, _anything)(value):
            raise DatagramError("the body must be a map of audio")
    return audio


def _u32(value: object) -> bool:
    return type(value) is int and 0 <= value <= U32_MAX


def _bool(value: object) -> bool:
    return type(value) is bool


def _bytes(value: object) -> bool:
    return type(value) is bytes


def _anything(_value: object) -> bool:
    return True


_FIELDS: Final[dict[int, Callable[[object], bool]]] = {
    _SEQUENCE: _u32,
    _TIMESTAMP: _u32,
    _LAST: _bool,
    _OPUS: _bytes,
    _SSRC: _u32,
}
