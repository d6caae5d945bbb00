"""A file that is being written, without a buffer: the write that meets an error of the disk raises it."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from .error import SoundFileError, SoundFileExistsError, sentence

if TYPE_CHECKING:
    from pathlib import Path


class NewFile:
    """A new file, or one that is emptied first where it may `replace` another.

    Its methods are those that PyAV needs to write into it. Raises SoundFileError, SoundFileExistsError.
    """

    def __init__(self, path: Path, *, replace: bool) -> None:
        self._path = path
        self._created = not replace
        self._cut = False
        try:
            self._file = path.open("wb" if replace else "xb", buffering=0)
        except FileExistsError:
            raise SoundFileExistsError("it exists already") from None
        except (OSError, ValueError) as error:
            raise SoundFileError(sentence(error)) from None

    def write(self, data: bytes | memoryview) -> int:
        """Write all of it; raises OSError."""
        rest = memoryview(data)
        while rest and not self._cut:
            rest = rest[self._file.write(rest) or 0 :]
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a position."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the position."""
        return self._file.tell()

    def cut(self, size: int) -> None:
        """Drop what lies beyond `size` bytes; from now on writes are ignored."""
        self._cut = True
        with suppress(OSError):  # what is no plain file has no size
            self._file.truncate(size)

    def discard(self) -> None:
        """Close the file, and remove it where it was not there before."""
        self.close()
        if self._created:
            self._path.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
