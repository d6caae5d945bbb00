"""Refusals that repeat: the first is told at once, the others of its second as one line with their number.

So nobody can fill the audit, and push out what it holds, by calls that are refused. Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Hashable

    Line = dict[str, Any]

_MOST: Final = 1_000
_OTHERS: Final = "others"
"""What stands for all further refusals of a second in which there are many different ones."""


class Folding:
    """Belongs to one thread. `take` what comes, and `flush` once a second."""

    def __init__(self) -> None:
        self._repeated: dict[Hashable, tuple[Line, int]] = {}

    def take(self, key: Hashable, line: Line) -> Line | None:
        """Return the line if it is to be told now."""
        if key not in self._repeated and len(self._repeated) >= _MOST:
            key = _OTHERS
        known = self._repeated.get(key)
        self._repeated[key] = (line, known[1] + 1 if known else 0)
        return None if known else line

    def flush(self) -> list[Line]:
        """Return the lines that stand for those that were not told, and begin another second."""
        repeated, self._repeated = self._repeated, {}
        return [{**line, "times": times} for line, times in repeated.values() if times]
