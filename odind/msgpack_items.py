"""MessagePack integers and array lengths, read one at a time from the head of a datagram.

Pure. A whole decoder would cost more, and would not say where the head ends. Non-minimal forms are accepted.
"""

from __future__ import annotations

from typing import Final

U32_MAX: Final = 0xFFFF_FFFF
U64_MAX: Final = 0xFFFF_FFFF_FFFF_FFFF
I32_MIN: Final = -0x8000_0000
I32_MAX: Final = 0x7FFF_FFFF
_POSITIVE_FIXINT_MAX: Final = 0x7F
_NEGATIVE_FIXINT_MIN: Final = 0xE0
_FIXARRAY: Final = 0x90
_ARRAY16: Final = 0xDC
# width in bytes, and whether the integer is signed
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


class ItemError(ValueError):
    """The bytes are not the expected item. The text never repeats them."""


def read_integer(data: bytes, at: int, low: int, high: int) -> tuple[int, int]:
    """Return the integer at an offset and the offset after it; raises ItemError unless `low..high` has it."""
    value, end = _read(data, at)
    if not low <= value <= high:
        raise ItemError("an integer is out of range")
    return value, end


def read_array_length(data: bytes, at: int, longest: int) -> tuple[int, int]:
    """Return the length of the array at an offset, and the offset of its first element; raises ItemError."""
    if at >= len(data):
        raise ItemError("truncated")
    first = data[at]
    if first & 0xF0 == _FIXARRAY:
        length, end = first & 0x0F, at + 1
    elif first == _ARRAY16 and at + 3 <= len(data):
        length, end = int.from_bytes(data[at + 1 : at + 3]), at + 3
    else:
        raise ItemError("expected an array")
    if length > longest:
        raise ItemError("an array has too many elements")
    return length, end


def _read(data: bytes, at: int) -> tuple[int, int]:
    if at >= len(data):
        raise ItemError("truncated")
    first = data[at]
    if first <= _POSITIVE_FIXINT_MAX:
        return first, at + 1
    if first >= _NEGATIVE_FIXINT_MIN:
        return first - 0x100, at + 1
    if first not in _INTEGERS:
        raise ItemError("expected an integer")
    width, signed = _INTEGERS[first]
    end = at + 1 + width
    if end > len(data):
        raise ItemError("truncated")
    return int.from_bytes(data[at + 1 : end], signed=signed), end
