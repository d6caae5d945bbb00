"""How many audio streams each worker has, in memory that all processes of the daemon share.

Each writes its own number and reads all of them, so that the limit is the daemon's: no message could say it
in time. Two workers that take a stream in the same instant may exceed it by one.
"""

from __future__ import annotations

import mmap
from typing import Final

from odind.memory import shared_memory

_SLOT_BYTES: Final = 8


class Tally:
    """Numbers by worker; `file` is inherited by workers."""

    def __init__(self, file: int, workers: int) -> None:
        self.file = file
        self._memory = mmap.mmap(file, workers * _SLOT_BYTES)
        self._slots = memoryview(self._memory).cast("q")

    @classmethod
    def create(cls, workers: int) -> Tally:
        """Make one, all zero, that goes with the last process that has it."""
        return cls(shared_memory("odind-tally", workers * _SLOT_BYTES), workers)

    def __getitem__(self, worker: int) -> int:
        return self._slots[worker]

    def __setitem__(self, worker: int, streams: int) -> None:
        self._slots[worker] = streams

    @property
    def total(self) -> int:
        """The sum over all workers."""
        return sum(self._slots)
