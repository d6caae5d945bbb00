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

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MEDIA_CLOCK_STEP: Final = 1_800
"""20 ms in units of 1/90,000 s, the unit of media timestamps."""
_SESSION: Final = 0
_POSITIONS_ONLY: Final = 0
_AUDIO: Final = 1
_U32_MAX: Final = 2**32 - 1
_I32: Final = (-(2**31), 2**31 - 1)
_STAMPED_BY_CORE: Final = 0
"""The peer id in what we write; the native runtime replaces it by our own on sending."""
_AT_ORIGIN: Final = b"\x91\x90"
_FIXARRAY: Final = range(0x90, 0xA0)
_ARRAY16: Final = 0xDC
_FIXINT_MAX: Final = 0x7F
_NEGATIVE_FIXINT: Final = 0xE0
_INTEGERS: Final = {
    0xCC: (1, False),
    0xCD: (2, False),
    0xCE: (4, False),
    0xCF: (8, False),
    0xD0: (1, True),
    0xD1: (2, True),
    0xD2: (4, True),
    0xD3: (8, True),
}
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


def parse_voice(datagram: bytes) -> VoicePacket:
    """Read a datagram of a peer; raises DatagramError."""
    kind = _kind(datagram)
    peer_id, at = _integer(datagram, 2, 0, _U32_MAX)
    positions, at = _positions(datagram, at)
    if kind == _POSITIONS_ONLY:
        if at != len(datagram):
            raise DatagramError("bytes after the positions")
        return VoicePacket(peer_id, datagram, positions)
    audio = _audio(datagram[at:])
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
    audio: dict[int, object] = {_SEQUENCE: sequence & _U32_MAX, _TIMESTAMP: media_timestamp & _U32_MAX}
    if last:
        audio[_LAST] = True
    audio[_OPUS] = opus
    audio[_SSRC] = ssrc & _U32_MAX
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
    count, at = _length(datagram, at, MAX_POSITIONS)
    positions = []
    for _ in range(count):
        position, at = _position(datagram, at)
        positions.append(position)
    return tuple(positions), at


def _position(datagram: bytes, at: int) -> tuple[Position, int]:
    count, at = _length(datagram, at, 4)
    channel = 0
    if count:
        channel, at = _integer(datagram, at, 0, MAX_CHANNEL)
    coordinates = [0.0, 0.0, 0.0]
    for index in range(count - 1):
        number, at = _integer(datagram, at, *_I32)
        coordinates[index] = number / STEPS_PER_UNIT
    return Position(channel, *coordinates), at


def _length(datagram: bytes, at: int, most: int) -> tuple[int, int]:
    """Return the length of the array at `at`, and the offset of its first element."""
    first = datagram[at] if at < len(datagram) else -1
    if first in _FIXARRAY:
        count, end = first - _FIXARRAY.start, at + 1
    elif first == _ARRAY16 and at + 3 <= len(datagram):
        count, end = int.from_bytes(datagram[at + 1 : at + 3]), at + 3
    else:
        raise DatagramError("an array is missing")
    if count > most:
        raise DatagramError("too many positions or coordinates")
    return count, end


def _integer(datagram: bytes, at: int, low: int, high: int) -> tuple[int, int]:
    """Return the integer at `at`, of any width, and the offset behind it."""
    value, end = _any_integer(datagram, at)
    if not low <= value <= high:
        raise DatagramError("a number is out of range")
    return value, end


def _any_integer(datagram: bytes, at: int) -> tuple[int, int]:
    if at >= len(datagram):
        raise DatagramError("truncated")
    first = datagram[at]
    if first <= _FIXINT_MAX:
        return first, at + 1
    if first >= _NEGATIVE_FIXINT:
        return first - 256, at + 1
    if first not in _INTEGERS:
        raise DatagramError("a number is missing")
    width, signed = _INTEGERS[first]
    end = at + 1 + width
    if end > len(datagram):
        raise DatagramError("truncated")
    return int.from_bytes(datagram[at + 1 : end], signed=signed), end


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
    if _ENCRYPTED in audio:
        raise DatagramError("encrypted with an unknown password")
    return audio


def _u32(value: object) -> bool:
    return type(value) is int and 0 <= value <= _U32_MAX


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
