"""Who holds how much in which process of the daemon, in memory that all of them share.

Each process writes its own row and reads all of them, so that limits hold for the whole daemon: a message
would come too late. Two processes that take something at the same instant may exceed a limit by that.
"""

from __future__ import annotations

import mmap
import zlib
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.bounds.budget import EVERYBODY
from odind.memory import shared_memory

if TYPE_CHECKING:
    from collections.abc import Collection

_COLUMNS: Final = 4_096
"""The first is everybody's. Callers share the others by a hash of their names: two that meet in a column have
the share of one."""


class Kind(IntEnum):
    """What is held."""

    CALLS = 0
    STREAMS = 1
    BUFFERS = 2


class Tally:
    """Amounts by kind, process and caller. Rows are workers, by number, and after them the front.

    Workers inherit the descriptor `file`.
    """

    def __init__(self, file: int, workers: int) -> None:
        self.file = file
        self.front = workers
        cells = np.frombuffer(mmap.mmap(file, _size(workers)), np.int64)
        self._cells = cells.reshape(len(Kind), workers + 1, _COLUMNS)

    @classmethod
    def create(cls, workers: int) -> Tally:
        """Return a new tally, all zero. Its memory is freed with the last process that has it."""
        return cls(shared_memory("odind-tally", _size(workers)), workers)

    def streams(self, worker: int) -> int:
        """Return how many audio streams a worker has."""
        return int(self._cells[Kind.STREAMS, worker, 0])

    def clear(self, worker: int) -> None:
        """Forget what a worker held, which is gone."""
        self._cells[:, worker] = 0

    def ledger(self, kind: Kind, row: int) -> SharedLedger:
        """Return the ledger of a kind for the process that writes that row."""
        return SharedLedger(self._cells[kind], row)


class SharedLedger:
    """A ledger that adds to one row, and sums up all of them."""

    def __init__(self, cells: np.ndarray[tuple[int, int], np.dtype[np.int64]], row: int) -> None:
        self._cells = cells
        self._own = cells[row]

    def held(self, caller: str) -> int:
        """Return how much a caller holds in all processes; for EVERYBODY, all together."""
        return int(self._cells[:, _column(caller)].sum())

    def add(self, callers: Collection[str], amount: int) -> None:
        """Note that callers together hold so much more in this process."""
        for column in {0, *map(_column, callers)}:
            self._own[column] += amount


def _column(caller: str) -> int:
    return 1 + zlib.crc32(caller.encode()) % (_COLUMNS - 1) if caller != EVERYBODY else 0


def _size(workers: int) -> int:
    return len(Kind) * (workers + 1) * _COLUMNS * 8
