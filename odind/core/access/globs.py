"""Globs of room and user ids, in which `*` stands for any text, and everything else for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def matches(glob: str, text: str) -> bool:
    """Return whether a glob matches a text, in time that grows with their lengths alone."""
    first, *pieces = glob.split("*")
    if not pieces:
        return glob == text
    last = pieces.pop()
    if len(first) + len(last) > len(text) or not (text.startswith(first) and text.endswith(last)):
        return False
    return _follow_each_other(pieces, text, len(first), len(text) - len(last))


def any_matches(globs: Iterable[str], text: str) -> bool:
    """Return whether one of the globs matches a text."""
    return any(matches(glob, text) for glob in globs)


def covers(globs: Iterable[str], others: Iterable[str]) -> bool:
    """Return whether each of the others is within a glob.

    A glob that matches the text of another one matches all that the other does: its `*` takes the other's.
    """
    known = tuple(globs)
    return all(any_matches(known, other) for other in others)


def _follow_each_other(pieces: Iterable[str], text: str, at: int, end: int) -> bool:
    for piece in pieces:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True
