"""The number of audio streams of each worker, in memory that all processes of the daemon share.

Each worker writes its own number and reads all of them, so that the limit holds for the whole daemon: a
message would be too late. Two workers that accept a stream at the same instant may exceed the limit by one.
"""

from __future__ import annotations

import mmap
from typing import Final

from odind.memory import shared_memory

_SLOT_BYTES: Final = 8


class Tally:
    """Audio streams by worker number. Workers inherit the file descriptor `file`."""

    def __init__(self, file: int, workers: int) -> None:
        self.file = file
        self._memory = mmap.mmap(file, workers * _SLOT_BYTES)
        self._slots = memoryview(self._memory).cast("q")

    @classmethod
    def create(cls, workers: int) -> Tally:
        """Return a new tally, all zero. The memory is freed with the last process that maps it."""
        return cls(shared_memory("odind-tally", workers * _SLOT_BYTES), workers)

    def __getitem__(self, worker: int) -> int:
        return self._slots[worker]

    def __setitem__(self, worker: int, streams: int) -> None:
        self._slots[worker] = streams

    @property
    def total(self) -> int:
        """The sum over all workers."""
        return sum(self._slots)
