"""A sealed file, read and written at any place. Used by one thread at a time; raises OSError as files do."""

from __future__ import annotations

import errno
import io
import os
from typing import TYPE_CHECKING

from odind.core.errors import FailedPreconditionError

from .chunks import CHUNK_BYTES, HEADER_BYTES, MAGIC, SEALED_BYTES, ChunkSeal, place_of, plain_size

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import ReadableBuffer, WriteableBuffer

    from .keys import SealingKeys


class SealedFile:
    """Keeps the chunk that was used last; what was written is in the file when `pwrite` returns.

    A last chunk that a crash has torn is left out, and written anew by what comes next.
    """

    def __init__(self, descriptor: int, seal: ChunkSeal) -> None:
        self._descriptor = descriptor
        self._seal = seal
        self._number = -1
        self._plain = bytearray()
        self.size = plain_size(os.fstat(descriptor).st_size)
        self._leave_out_what_is_torn()

    @classmethod
    def create(cls, path: Path, keys: SealingKeys) -> SealedFile:
        """Make a file, or an empty one of what is there."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o640)
        seal = ChunkSeal.new(keys)
        os.pwrite(descriptor, seal.header, 0)
        return cls(descriptor, seal)

    @classmethod
    def open(cls, path: Path, keys: SealingKeys, *, writable: bool = False) -> SealedFile:
        """Open a file that is there; raises SEALING_KEY_UNKNOWN, SEALED_FILE_DAMAGED."""
        descriptor = os.open(path, (os.O_RDWR if writable else os.O_RDONLY) | os.O_CLOEXEC)
        try:
            return cls(descriptor, ChunkSeal.of(os.pread(descriptor, HEADER_BYTES, 0), keys))
        except BaseException:
            os.close(descriptor)
            raise

    def pread(self, count: int, offset: int) -> bytes:
        """Return at most `count` bytes, fewer at a chunk's end, none at the end of the file."""
        number, start = divmod(offset, CHUNK_BYTES)
        if offset >= self.size:
            return b""
        self._take(number)
        return bytes(self._plain[start : start + count])

    def pwrite(self, data: ReadableBuffer, offset: int) -> int:
        """Write all of `data`, which may begin beyond the end: zeros lie between; return its length."""
        view = memoryview(data).cast("B")
        if view and offset > self.size:
            self._fill(offset)
        done = 0
        while done < len(view):
            done += self._patch(view[done:], offset + done)
        return done

    def sync(self) -> None:
        """Have the disk keep everything."""
        os.fdatasync(self._descriptor)

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)

    def _fill(self, end: int) -> None:
        while self.size < end:
            room = CHUNK_BYTES - self.size % CHUNK_BYTES
            self._patch(memoryview(bytes(min(room, end - self.size))), self.size)

    def _patch(self, data: memoryview, offset: int) -> int:
        """Write what belongs into one chunk; return how much that was."""
        number, start = divmod(offset, CHUNK_BYTES)
        self._take(number)
        part = data[: CHUNK_BYTES - start]
        self._plain[start : start + len(part)] = part
        self._write(self._seal.seal(number, bytes(self._plain)), place_of(number))
        self.size = max(self.size, offset + len(part))
        return len(part)

    def _write(self, sealed: bytes, place: int) -> None:
        """Write all of a chunk; one that a full disk has cut is written again by the next attempt."""
        if os.pwrite(self._descriptor, sealed, place) < len(sealed):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _take(self, number: int) -> None:
        """Have a chunk at hand; one behind the end is empty."""
        if number != self._number:
            self._plain = bytearray(self._read(number))
            self._number = number

    def _read(self, number: int) -> bytes:
        if number * CHUNK_BYTES >= self.size:
            return b""
        return self._seal.open(number, os.pread(self._descriptor, SEALED_BYTES, place_of(number)))

    def _leave_out_what_is_torn(self) -> None:
        if not self.size:
            return
        last = (self.size - 1) // CHUNK_BYTES
        try:
            self._take(last)
        except FailedPreconditionError:
            self.size = last * CHUNK_BYTES


class SealedReader(io.RawIOBase):
    """What a sealed file holds, to read from; a growing one ends where it ended when it was opened."""

    def __init__(self, file: SealedFile) -> None:
        self._file = file
        self._position = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read up to the end of a chunk."""
        view = memoryview(buffer).cast("B")
        piece = self._file.pread(len(view), self._position)
        view[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move the position."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._file.size}[whence]
        self._position = start + offset
        return self._position

    def close(self) -> None:
        """Close the file."""
        if not self.closed:
            self._file.close()
        super().close()


def is_sealed(path: Path) -> bool:
    """Whether a file begins as a sealed one; raises OSError."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def open_sealed(path: Path, keys: SealingKeys) -> io.BufferedReader:
    """Open a sealed file to read what it holds; raises as `SealedFile.open`."""
    return io.BufferedReader(SealedReader(SealedFile.open(path, keys)), 16 * CHUNK_BYTES)


def open_plain(path: Path, keys: SealingKeys) -> io.BufferedReader:
    """Open any file to read what it holds: what is sealed is opened, everything else is as it is."""
    return open_sealed(path, keys) if is_sealed(path) else path.open("rb")


def size_of(path: Path) -> int:
    """Return the length of what any file holds, sealed or not; of a torn one, with what is torn."""
    size = path.stat().st_size
    return plain_size(size) if is_sealed(path) else size
