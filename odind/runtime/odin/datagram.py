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
from odind.msgpack_items import I32_MAX, I32_MIN, U32_MAX, ItemError, read_array_length, read_integer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MEDIA_CLOCK_STEP: Final = 1_800
"""20 ms in 1/90,000 s, in which media timestamps count."""
_SESSION: Final = 0
_POSITIONS_ONLY: Final = 0
_AUDIO: Final = 1
_STAMPED_BY_CORE: Final = 0
"""The peer id of what we write; the core puts our own there when it sends."""
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
    """A datagram that is not what ODIN's protocol allows, or that is encrypted. Never repeats its bytes."""


def parse_voice(datagram: bytes) -> VoicePacket:
    """Return what a datagram of a peer says; raises DatagramError."""
    kind = _kind(datagram)
    try:
        peer_id, at = read_integer(datagram, 2, 0, U32_MAX)
        positions, at = _positions(datagram, at)
    except ItemError as error:
        raise DatagramError(str(error)) from None
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
    audio: dict[int, object] = {_SEQUENCE: sequence & U32_MAX, _TIMESTAMP: media_timestamp & U32_MAX}
    if last:
        audio[_LAST] = True
    audio[_OPUS] = opus
    audio[_SSRC] = ssrc & U32_MAX
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
