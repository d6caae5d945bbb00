"""MessagePack integers, read one at a time from a datagram's head."""

from __future__ import annotations

from typing import Final

from .errors import WireError

U32_MAX: Final = 0xFFFF_FFFF
U64_MAX: Final = 0xFFFF_FFFF_FFFF_FFFF
I32_MIN: Final = -0x8000_0000
I32_MAX: Final = 0x7FFF_FFFF
_POSITIVE_FIXINT_MAX: Final = 0x7F
_NEGATIVE_FIXINT_MIN: Final = 0xE0
_WIDTHS: Final = {
    0xCC: (1, False),
    0xCD: (2, False),
    0xCE: (4, False),
    0xCF: (8, False),
    0xD0: (1, True),
    0xD1: (2, True),
    0xD2: (4, True),
    0xD3: (8, True),
}


def read_integer(data: bytes, at: int, low: int, high: int) -> tuple[int, int]:
    """Return the integer at offset `at` and the offset behind it; non-minimal forms are fine.

    Raises WireError when there is none, or when it is outside `low..high`.
    """
    value, end = _read(data, at)
    if not low <= value <= high:
        raise WireError("an integer is out of range")
    return value, end


def _read(data: bytes, at: int) -> tuple[int, int]:
    if at >= len(data):
        raise WireError("truncated")
    first = data[at]
    if first <= _POSITIVE_FIXINT_MAX:
        return first, at + 1
    if first >= _NEGATIVE_FIXINT_MIN:
        return first - 0x100, at + 1
    if first not in _WIDTHS:
        raise WireError("expected an integer")
    width, signed = _WIDTHS[first]
    end = at + 1 + width
    if end > len(data):
        raise WireError("truncated")
    return int.from_bytes(data[at + 1 : end], signed=signed), end
