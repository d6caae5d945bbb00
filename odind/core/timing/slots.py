"""Bounds how many of one kind are done at a time, each kind by itself."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Slots:
    """`at_once` for each kind, so that one whose work hangs delays no other. Belongs to the loop."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._kinds: dict[str, asyncio.Semaphore] = {}
        self._users: Counter[str] = Counter()

    @asynccontextmanager
    async def take(self, kind: str) -> AsyncIterator[None]:
        """Wait for a slot of a kind, and have it for the length of the block."""
        slots = self._kinds.setdefault(kind, asyncio.Semaphore(self._at_once))
        self._users[kind] += 1
        try:
            async with slots:
                yield
        finally:
            self._users[kind] -= 1
            if not self._users[kind]:
                del self._users[kind], self._kinds[kind]
