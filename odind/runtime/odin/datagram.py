"""Voice datagrams of ODIN 2: read and checked to the last byte before anything else sees them, and written.

The layout is two bytes (session 0, kind), then MessagePack: the sender's peer id, its positions, and, in
audio, one map. A decoder of the native core panics on some truncated datagrams, and a server passes on what
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
"""20 ms in 1/90,000 s, in which media timestamps count."""
_SESSION: Final = 0
_POSITIONS_ONLY: Final = 0
_AUDIO: Final = 1
_U32_MAX: Final = 2**32 - 1
_I32: Final = (-(2**31), 2**31 - 1)
_STAMPED_BY_CORE: Final = 0
"""The peer id of what we write; the core puts our own there when it sends."""
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
    """A datagram that is not what ODIN's protocol allows, or that is encrypted. Never repeats its bytes."""


def parse_voice(datagram: bytes) -> VoicePacket:
    """Return what a datagram of a peer says; raises DatagramError."""
    kind = _kind(datagram)
    peer_id, at = _integer(datagram, 2, 0, _U32_MAX)
    positions, at = _positions(datagram, at)
    if kind == _POSITIONS_ONLY:
        if at != len(datagram):
            raise DatagramError("bytes behind the positions")
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
    """Return a datagram of ours with one Opus packet of 20 ms; counters are taken modulo 2^32."""
    audio: dict[int, object] = {_SEQUENCE: sequence & _U32_MAX, _TIMESTAMP: media_timestamp & _U32_MAX}
    if last:
        audio[_LAST] = True
    audio[_OPUS] = opus
    audio[_SSRC] = ssrc & _U32_MAX
    return _head(_AUDIO, positions) + _encode(audio)


def build_positions(positions: Sequence[Position]) -> bytes:
    """Return a datagram of ours that says only where we are."""
    return _head(_POSITIONS_ONLY, positions)


def is_voice(datagram: bytes) -> bool:
    """Whether a datagram of an encoder holds voice, and not positions alone."""
    return datagram[1] == _AUDIO


def steps(coordinate: float) -> int:
    """Return a coordinate on the wire's grid, half-way cases to the even step as the core rounds them."""
    return round(coordinate * STEPS_PER_UNIT)


def _head(kind: int, positions: Sequence[Position]) -> bytes:
    return bytes((_SESSION, kind, _STAMPED_BY_CORE)) + _encode([_shortest(place) for place in positions])


def _shortest(position: Position) -> list[int]:
    """Return a position as the wire has it: zeros at its end are left away."""
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
    """Return the length of the array at `at`, and where its first element is."""
    first = datagram[at] if at < len(datagram) else -1
    if first in _FIXARRAY:
        count, end = first - _FIXARRAY.start, at + 1
    elif first == _ARRAY16 and at + 3 <= len(datagram):
        count, end = int.from_bytes(datagram[at + 1 : at + 3]), at + 3
    else:
        raise DatagramError("no array where one belongs")
    if count > most:
        raise DatagramError("too many positions or coordinates")
    return count, end


def _integer(datagram: bytes, at: int, low: int, high: int) -> tuple[int, int]:
    """Return the integer at `at`, in whatever width it is written, and where it ends."""
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
        raise DatagramError("no number where one belongs")
    width, signed = _INTEGERS[first]
    end = at + 1 + width
    if end > len(datagram):
        raise DatagramError("truncated")
    return int.from_bytes(datagram[at + 1 : end], signed=signed), end


def _audio(body: bytes) -> dict[int, Any]:
    """Return the map behind the head, which has to be all there is. Keys that we do not know are ignored."""
    try:
        audio = _decode(body)
    except (ValueError, TypeError, RecursionError):
        raise DatagramError("no MessagePack value, or more than one") from None
    if type(audio) is not dict:
        raise DatagramError("no audio map")
    for key, value in audio.items():
        if type(key) is not int or not _FIELDS.get(key, _anything)(value):
            raise DatagramError("no audio map")
    if _ENCRYPTED in audio:
        raise DatagramError("encrypted with a password that we do not have")
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
