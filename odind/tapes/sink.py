"""A file that keeps in memory what the disk does not take, within a bound."""

from __future__ import annotations

import errno
import os
from collections import deque
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from pathlib import Path

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class File(Protocol):
    """A file that is written at any place; raises OSError."""

    size: int

    def pwrite(self, data: memoryview, offset: int, /) -> int:
        """Write, and return how many bytes were taken."""

    def sync(self) -> None:
        """Have the disk keep everything."""

    def close(self) -> None:
        """Close the file."""


class PlainFile:
    """A file as it is, made if it is not there; `size` is its length. Zeros at its end take no room."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        self.size = os.fstat(self._descriptor).st_size

    def pwrite(self, data: memoryview, offset: int) -> int:
        """Write, and return how many bytes were taken."""
        end = offset + len(data)
        if offset >= self.size and data == bytes(len(data)):
            os.ftruncate(self._descriptor, end)
            written = len(data)
        else:
            written = os.pwrite(self._descriptor, data, offset)
        self.size = max(self.size, offset + written)
        return written

    def sync(self) -> None:
        """Have the disk keep everything."""
        os.fdatasync(self._descriptor)

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)


class Sink:
    """Written and sought by one thread. Nothing raises: what cannot be written waits, and is tried again.

    `failure` is set, with reason and detail, once more than `hold_bytes` wait; what comes then is dropped.
    """

    def __init__(self, file: File, hold_bytes: int) -> None:
        self._file = file
        self._hold_bytes = hold_bytes
        self._position = self._end = file.size
        self._held: deque[tuple[int, memoryview]] = deque()
        self._held_bytes = 0
        self.failure: tuple[str, str] | None = None

    @property
    def size(self) -> int:
        """The length of the file, with what waits."""
        return self._end

    def write(self, data: bytes) -> int:
        """Write at the position, and move it behind."""
        if data and not self.failure:
            self._held.append((self._position, memoryview(bytes(data))))
            self._held_bytes += len(data)
            self._drain()
        self._position += len(data)
        self._end = max(self._end, self._position)
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move the position."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._end}[whence]
        self._position = start + offset
        return self._position

    def tell(self) -> int:
        """Return the position."""
        return self._position

    def close(self) -> None:
        """Have the disk keep everything; what still waits then is lost, and `failure` says so."""
        self._hold_bytes = 0
        try:
            self._drain()
            self._file.sync()
        except OSError as error:
            self._fail(error)
        finally:
            self._file.close()

    def _drain(self) -> None:
        try:
            while self._held:
                position, data = self._held[0]
                written = self._file.pwrite(data, position)
                self._held_bytes -= written
                if written == len(data):
                    self._held.popleft()
                else:
                    self._held[0] = (position + written, data[written:])
        except OSError as error:
            if self._held_bytes > self._hold_bytes:
                self._fail(error)

    def _fail(self, error: OSError) -> None:
        reason = "DISK_FULL" if error.errno in _FULL else "DISK_FAILED"
        self.failure = self.failure or (reason, os.strerror(error.errno or errno.EIO))
        self._held.clear()
