"""Joins, leaves and cancelled joins for a long time, and what each leaves behind.

    python -m tests.hostile.soak MINUTES

It prints a line whenever it looks, and at the end the slopes of memory, descriptors and threads per join, by
least squares over all looks but the first quarter, in which caches fill.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from dataclasses import astuple
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from .attacks.joins import AT_ONCE, give_up, leave_what_was_answered, visit
from .attacks.tools import at_once, daemon_of, told
from .ground import Ground

if TYPE_CHECKING:
    from collections import Counter

    from .ground import Footprint, Home

_BATCH: Final = 100
"""Joins between two looks; every fifth of them is cancelled."""
_NAMES: Final = ("bytes", "descriptors", "threads")


class Soak:
    """Looks at a daemon through which many come and go."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._numbers = count()
        self.looks: list[tuple[int, Footprint]] = []

    async def run(self, seconds: float) -> None:
        """Have them come and go for so long."""
        end = time.monotonic() + seconds
        self._look(0)
        while time.monotonic() < end:
            outcomes = await self._batch()
            self._look(self.looks[-1][0] + _BATCH, told(outcomes))

    def slopes(self) -> dict[str, float]:
        """What one join leaves behind."""
        rows = [(joins, *astuple(footprint)) for joins, footprint in self.looks[len(self.looks) // 4 :]]
        joins, *columns = np.array(rows, float).T
        return {n: float(np.polyfit(joins, column, 1)[0]) for n, column in zip(_NAMES, columns, strict=True)}

    async def _batch(self) -> Counter[str]:
        async with daemon_of(self._home.target) as daemon:
            numbers = [next(self._numbers) for _ in range(_BATCH)]
            works = (partial(visit if number % 5 else give_up, daemon, number % 60) for number in numbers)
            outcomes = await at_once(AT_ONCE, works)
            outcomes["answered and then cancelled"] += await leave_what_was_answered(daemon)
            return outcomes

    def _look(self, joins: int, outcomes: str = "") -> None:
        now = self._home.footprint()
        self.looks.append((joins, now))
        held = f"{now.bytes / 1e6:.1f} MB, {now.descriptors} descriptors, {now.threads} threads"
        _tell(f"{joins} joins: {held} {outcomes}")


def main(minutes: float) -> None:
    """Soak a daemon whose healthy caller goes on beside."""
    with tempfile.TemporaryDirectory() as folder, Ground(Path(folder)) as ground:
        soak = Soak(ground.attacked)
        homes = {"healthy": ground.attacked, "unattacked": ground.control}
        before = {name: asyncio.run(home.counted()) for name, home in homes.items()}
        asyncio.run(soak.run(minutes * 60))
        beside = {name: asyncio.run(home.counted()).since(before[name]) for name, home in homes.items()}
        slopes = soak.slopes()
    _tell("each join left " + ", ".join(f"{slopes[name]:.4g} {name}" for name in _NAMES))
    for name, noticed in beside.items():
        late = f"{noticed.late} of {noticed.ticks} ticks were late"
        _tell(f"the {name} caller lost {noticed.lost} of {noticed.heard} frames, {late}")


def _tell(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - its answer


if __name__ == "__main__":
    main(float(sys.argv[1]))
