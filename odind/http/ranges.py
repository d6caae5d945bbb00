"""The part of a file that a Range header asks for (RFC 9110, section 14). Pure."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_RANGE: Final = re.compile(r"\s*bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*", re.IGNORECASE)


class Part(NamedTuple):
    """The bytes from `start` up to `stop`, which is not among them."""

    start: int
    stop: int


class UnsatisfiableRangeError(Exception):
    """A range has no byte of the file."""


def part_of(header: str, size: int) -> Part | None:
    """Return the part that a header asks for, None for the whole file.

    A header that is none, or that asks for several parts, is ignored, as the RFC allows. Raises
    UnsatisfiableRangeError.
    """
    match = _RANGE.fullmatch(header)
    if match is None or match[1] == match[2] == "":
        return None
    if not match[1]:
        part = Part(max(0, size - int(match[2])), size)
    else:
        part = Part(int(match[1]), min(size, int(match[2]) + 1) if match[2] else size)
        if match[2] and int(match[2]) < int(match[1]):
            return None
    if part.start >= part.stop:
        raise UnsatisfiableRangeError
    return part
