"""Which cores the processes of the benchmark run on."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from odind.core.errors import FailedPreconditionError

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Cores:
    """The cores of the program under test, and those of its callers and the grid. None stands for any."""

    tested: frozenset[int] = frozenset()
    others: frozenset[int] = frozenset()


ANY = Cores()


def apart() -> Cores:
    """Return a half of the cores for each; raises FailedPreconditionError CORES_TOO_FEW."""
    usable = sorted(os.sched_getaffinity(0))
    half = len(usable) // 2
    if not half:
        raise FailedPreconditionError(
            "CORES_TOO_FEW",
            "a daemon and its callers cannot be held apart on one core: leave out --apart",
        )
    return Cores(frozenset(usable[:half]), frozenset(usable[half:]))


@contextmanager
def on_cores(cores: frozenset[int]) -> Iterator[None]:
    """Have the processes that are started in the block run on these cores alone, with their children."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores or before)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
