"""The bytes that a decoder reads, through descriptors that it was given."""

from __future__ import annotations

import os
import select
from typing import TYPE_CHECKING, Final

from .hurry import unhurried
from .packets import Input

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .packets import Order

_LOOK_S: Final = 0.02
_END_BYTES: Final = 66_000
"""Where formats are looked through for tags, and for the last page of an Ogg file."""


class FileInput:
    """A file, read at a position of its own: other processes may share the descriptor."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._at = 0
        self._begun = os.fstat(descriptor)

    @property
    def size(self) -> int:
        """How long the file is, or will be."""
        return os.fstat(self._descriptor).st_size

    @property
    def overwritten(self) -> bool:
        """Whether somebody has written into the file since, other than at its end."""
        now = os.fstat(self._descriptor)
        return now.st_mtime_ns != self._begun.st_mtime_ns and now.st_size <= self._begun.st_size

    @property
    def empty(self) -> bool:
        """Whether there is not one byte."""
        return not self.size

    def read(self, size: int) -> bytes:
        """Return the next bytes."""
        data = os.pread(self._descriptor, size, self._at)
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a position."""
        bases = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}
        self._at = max(0, bases[whence] + offset)
        return self._at

    def tell(self) -> int:
        """Return the position."""
        return self._at


class SpoolInput(FileInput):
    """A file of `size` bytes, which grows until the other end of a pipe is closed; reading waits for it.

    Most formats are only looked through for tags at their end, which are not there then: who waited for them
    would wait for the whole file. An MP4 may have its table of contents at its end.
    """

    def __init__(self, descriptor: int, growing: int, size: int) -> None:
        super().__init__(descriptor)
        self._growing = growing
        self._size = size

    @property
    def size(self) -> int:
        """How long the file will be."""
        return self._size

    @property
    def overwritten(self) -> bool:
        """Nobody else has the file."""
        return False

    def read(self, size: int) -> bytes:
        """Return the next bytes."""
        if self._at >= self._size:
            return b""
        with unhurried():
            while not (data := super().read(size)) and not self._complete():
                if self._looks_at_the_end() and not self._is_mp4():
                    return b""
        return data or super().read(size)

    def _complete(self) -> bool:
        return bool(select.select([self._growing], [], [], _LOOK_S)[0])

    def _looks_at_the_end(self) -> bool:
        """Whether the next bytes are among the last ones, and not all before them are there."""
        return super().size < self._at and self._at >= self._size - _END_BYTES

    def _is_mp4(self) -> bool:
        return os.pread(self._descriptor, 4, 4) == b"ftyp"


class PipeInput:
    """A pipe or socket. `empty` says whether not one byte has come."""

    def __init__(self, descriptor: int) -> None:
        self.empty = True
        self._descriptor = descriptor

    def read(self, size: int) -> bytes:
        """Return what is there, or wait for it."""
        with unhurried():
            data = os.read(self._descriptor, size)
        self.empty = self.empty and not data
        return data


def input_of(order: Order, descriptors: Sequence[int]) -> FileInput | PipeInput:
    """Return what an order is to be read from."""
    match order.input:
        case Input.FILE:
            return FileInput(descriptors[0])
        case Input.SPOOL:
            return SpoolInput(descriptors[0], descriptors[1], order.spool_bytes)
        case Input.PIPE:
            return PipeInput(descriptors[0])
