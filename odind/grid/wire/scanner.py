"""Finds the end of MessagePack values without decoding them; refuses those that are costly to decode."""

from __future__ import annotations

from typing import Final, NamedTuple

from .errors import WireError

MAX_DEPTH: Final = 32
MAX_ELEMENTS: Final = 32 * 1024
"""Bounds of one value: nested arrays and maps, and the elements in all of them together."""


class Header(NamedTuple):
    """The first bytes of a value: its size without its elements, and how many elements follow."""

    size: int
    elements: int


class Scanner:
    """Scans one value after the other in a growing buffer. Each header is read once, however it arrives."""

    def __init__(self) -> None:
        self._at = 0
        self._missing = [1]
        self._elements = 0

    def find_end(self, data: bytes | bytearray) -> int | None:
        """Return where the value at the start of `data` ends, or None while it is incomplete.

        Between two calls `data` may only grow; once the end was returned, the next call starts a new value.
        Raises WireError when the value is malformed, an extension type, or exceeds the bounds.
        """
        while self._missing:
            header = read_header(data, self._at)
            if header is None:
                return None
            self._at += header.size
            self._descend(header.elements)
        if self._at > len(data):
            return None
        end, self._at, self._missing, self._elements = self._at, 0, [1], 0
        return end

    def _descend(self, elements: int) -> None:
        missing = self._missing
        missing[-1] -= 1
        if elements:
            missing.append(elements)
            self._elements += elements
            if len(missing) > MAX_DEPTH or self._elements > MAX_ELEMENTS:
                raise WireError("the value is nested too deeply or has too many elements")
        while missing and not missing[-1]:
            missing.pop()


def read_header(data: bytes | bytearray, at: int) -> Header | None:
    """Read the header of the value at an offset; None when it is incomplete. Raises WireError."""
    if at >= len(data):
        return None
    first = data[at]
    fixed = _FIXED[first]
    if fixed is not None:
        return fixed
    if first not in _SIZED:
        raise WireError("expected a MessagePack value that is not an extension type")
    width, bytes_each, elements_each = _SIZED[first]
    start, end = at + 1, at + 1 + width
    if end > len(data):
        return None
    count = int.from_bytes(data[start:end])
    return Header(1 + width + count * bytes_each, count * elements_each)


def _fixed_header(first: int) -> Header | None:
    """Return the header of a value whose first byte says everything about its size."""
    match first >> 4:
        case 0x8:
            return Header(1, 2 * (first & 0x0F))
        case 0x9:
            return Header(1, first & 0x0F)
        case 0xA | 0xB:
            return Header(1 + (first & 0x1F), 0)
        case 0xC | 0xD:
            size = _SCALAR_SIZES.get(first)
            return None if size is None else Header(size, 0)
        case _:
            return Header(1, 0)


# nil, false, true, floats, unsigned and signed integers
_SCALAR_SIZES: Final = {0xC0: 1, 0xC2: 1, 0xC3: 1, 0xCA: 5, 0xCB: 9} | {
    first: 1 + (1 << (first & 3)) for first in range(0xCC, 0xD4)
}
_FIXED: Final = tuple(_fixed_header(first) for first in range(0x100))
# width of the length, then what each unit of it stands for: bytes of the value, or elements
_SIZED: Final = {
    0xC4: (1, 1, 0),
    0xC5: (2, 1, 0),
    0xC6: (4, 1, 0),
    0xD9: (1, 1, 0),
    0xDA: (2, 1, 0),
    0xDB: (4, 1, 0),
    0xDC: (2, 0, 1),
    0xDD: (4, 0, 1),
    0xDE: (2, 0, 2),
    0xDF: (4, 0, 2),
}
