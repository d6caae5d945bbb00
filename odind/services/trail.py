"""The latest lines of the audit, for those who follow it from anywhere."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    Line = Mapping[str, Any]

KEPT: Final = 1_000


class AuditTrail:
    """Keeps the last lines in memory. Used on the loop's thread."""

    def __init__(self) -> None:
        self._lines: deque[Line] = deque(maxlen=KEPT)
        self._next = 0
        self._more = asyncio.Event()
        self._closed = False

    def add(self, line: Line) -> None:
        """Keep a line, and wake those who follow."""
        self._lines.append(line)
        self._next += 1
        self._wake()

    def close(self) -> None:
        """End the iterators of all who follow."""
        self._closed = True
        self._wake()

    async def follow(self, last: int, *, until_now: bool = False) -> AsyncGenerator[tuple[Line, int]]:
        """Yield so many of the latest lines and then those to come, each with how many were lost before it.

        A reader that is slower than `KEPT` lines loses the oldest.
        """
        end, at = self._next, self._next - min(last, len(self._lines))
        while True:
            while at < (end if until_now else self._next):
                oldest = self._next - len(self._lines)
                lost = max(0, oldest - at)
                at += lost
                yield self._lines[at - oldest], lost
                at += 1
            if until_now or self._closed:
                return
            await self._more.wait()

    def _wake(self) -> None:
        self._more.set()
        self._more = asyncio.Event()
