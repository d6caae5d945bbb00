"""The list of cases that are known to fail. It cannot rot: what stands there must fail, and must be there."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class KnownFailing:
    """Patterns, one a line, in which * stands for one component of a name; # begins a remark."""

    def __init__(self, patterns: Iterable[str] = ()) -> None:
        self._patterns = tuple(patterns)

    @classmethod
    def read(cls, file: Path) -> KnownFailing:
        """Read a list. Raises OSError."""
        lines = (line.partition("#")[0].strip() for line in file.read_text().splitlines())
        return cls(filter(None, lines))

    def names(self, case: str) -> bool:
        """Whether a case is on the list."""
        return any(_fits(pattern, case) for pattern in self._patterns)

    def unmatched(self, cases: Iterable[str]) -> list[str]:
        """Return the patterns that fit none of all cases."""
        names = list(cases)
        return [pattern for pattern in self._patterns if not any(_fits(pattern, name) for name in names)]


def _fits(pattern: str, name: str) -> bool:
    patterns, names = pattern.split("/"), name.split("/")
    return len(patterns) == len(names) and all(map(fnmatchcase, names, patterns))
