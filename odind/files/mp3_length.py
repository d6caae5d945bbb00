"""How long an MP3 is that does not say so: FFmpeg guesses that its bit rate is that of its first frames.

The layout of frames is that of "MPEG Audio Frame Header" by Konrad Windszus; tables are those of Xing and of
Fraunhofer's encoder (VBRI).
"""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD_BYTES: Final = 16_384
_PLACES: Final = 16
"""Where frames are looked at, all over a file, before a bit rate counts as constant."""
_PLACE_BYTES: Final = 8_192
_PIECE_BYTES: Final = 262_144
_FRAMES_A_PLACE: Final = 8
_SURE: Final = 3
"""So many frames in a row are no accident in a file that is entered somewhere."""
_MOST_COUNTED: Final = 33_554_432
"""The bytes of a file whose frames are counted: half an hour to two hours."""
_ID3_HEADER: Final = 10
_SYNC_MASK: Final = 0xFFE6_0000
_LAYER_3: Final = 0xFFE2_0000
"""The first eleven bits of a header, and which layer it is of."""
_MPEG_1: Final = 3
_KBITS: Final = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Bit rates of MPEG 1, and of the others."""
_RATES_HZ: Final = {
    _MPEG_1: (44_100, 48_000, 32_000),
    2: (22_050, 24_000, 16_000),
    0: (11_025, 12_000, 8_000),
}


class Seekable(Protocol):
    """An open file of bytes."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most `size`."""

    def seek(self, offset: int, whence: int = ..., /) -> int:
        """Move to a position, and return it."""


class _Frame(NamedTuple):
    size: int
    bit_rate: int
    seconds: float


def seconds_of(source: Seekable, guess_s: float, *, coming: bool = False) -> float | None:
    """Return how long an MP3 is, None when only reading all of a long file would tell.

    `guess_s` is what FFmpeg says: right where a table tells the number of frames, and where the bit rate is
    constant. Elsewhere the frames are counted. Of a file that is still `coming`, the beginning says whether
    the bit rate is constant, and nothing is counted. The position of `source` is another one afterwards.
    """
    begin = _behind_tags(source)
    head = _at(source, begin, _HEAD_BYTES)
    if _has_table(head) or not next(_frames(head), None):
        return guess_s
    end = begin + len(head) if coming else source.seek(0, os.SEEK_END)
    if len(_rates_within(source, begin, end)) <= 1:
        return guess_s
    if coming or end - begin > _MOST_COUNTED:
        return None
    return _counted_s(source, begin)


def _rates_within(source: Seekable, begin: int, end: int) -> set[int]:
    """Return the bit rates of frames at some places of a file."""
    places = range(begin, end, max(1, (end - begin) // _PLACES))
    return {rate for place in places for rate in _rates(_at(source, place, min(_PLACE_BYTES, end - place)))}


def _counted_s(source: Seekable, begin: int) -> float:
    """Add up the frames from a place on, a piece at a time."""
    seconds, at = 0.0, begin
    while True:
        sizes = [(frame.size, frame.seconds) for frame in _frames(_at(source, at, _PIECE_BYTES))]
        if not sizes:
            return seconds
        seconds += sum(one for _, one in sizes)
        at += sum(size for size, _ in sizes)


def _behind_tags(source: Seekable) -> int:
    """Return where the first ID3v2 tag ends, which says so, or 0."""
    header = _at(source, 0, _ID3_HEADER)
    if len(header) < _ID3_HEADER or header[:3] != b"ID3":
        return 0
    size = 0
    for septet in header[6:]:
        size = size << 7 | septet & 0x7F
    return _ID3_HEADER + size


def _has_table(head: bytes) -> bool:
    """Whether the first frame tells the number of frames, instead of sound."""
    first = next(_frames(head), None)
    frame = head[: first.size] if first else b""
    _, tag, content = frame.partition(b"Xing" if b"Xing" in frame else b"Info")
    return bool(tag and content[3:4] and content[3] & 1) or b"VBRI" in frame


def _rates(found: bytes) -> set[int]:
    """Return the bit rates of some frames after a place in the middle of one."""
    at = found.find(b"\xff")
    while at >= 0:
        frames = list(islice(_frames(found[at:]), _FRAMES_A_PLACE))
        if len(frames) >= _SURE:
            return {frame.bit_rate for frame in frames}
        at = found.find(b"\xff", at + 1)
    return set()


def _frames(data: bytes) -> Iterator[_Frame]:
    """Yield the frames at the beginning, as long as one follows the other."""
    at = 0
    while frame := _frame(data, at):
        yield frame
        at += frame.size


def _frame(data: bytes, at: int) -> _Frame | None:
    """Return the frame of layer III at a position, None where there is none."""
    header = int.from_bytes(data[at : at + 4])
    if len(data) < at + 4 or header & _SYNC_MASK != _LAYER_3:
        return None
    version, number, rate = header >> 19 & 3, header >> 12 & 15, header >> 10 & 3
    kbits, rates_hz = _KBITS[version == _MPEG_1], _RATES_HZ.get(version, ())
    if not number or number >= len(kbits) or rate >= len(rates_hz):
        return None
    samples = 1_152 if version == _MPEG_1 else 576
    bit_rate, padding = 1_000 * kbits[number], header >> 9 & 1
    return _Frame(samples // 8 * bit_rate // rates_hz[rate] + padding, bit_rate, samples / rates_hz[rate])


def _at(source: Seekable, place: int, count: int) -> bytes:
    source.seek(place)
    return source.read(count)
