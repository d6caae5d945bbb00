"""How recordings lie on the disk: as they are, or sealed."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import av

from odind.sealing.file import SealedFile, is_sealed, open_plain, size_of
from odind.sealing.keys import SealingKeys

from .sink import PlainFile, Sink

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Safe:
    """Opens what any of the keys has sealed; with `seals`, the first of them seals what is new."""

    def __init__(self, keys: SealingKeys, *, seals: bool) -> None:
        self._keys = keys
        self._seals = seals

    def sink(self, path: Path, hold_bytes: int = 0) -> Sink:
        """Make a file to write to."""
        made = SealedFile.create(path, self._keys) if self._seals else PlainFile(path)
        return Sink(made, hold_bytes)

    def appended(self, path: Path, hold_bytes: int) -> Sink:
        """Open a file to write behind what it holds; made if it is not there. Raises as `sound`."""
        if not path.exists():
            return self.sink(path, hold_bytes)
        opened = SealedFile.open(path, self._keys, writable=True) if is_sealed(path) else PlainFile(path)
        return Sink(opened, hold_bytes)

    def read(self, path: Path) -> bytes:
        """Return what a file holds; raises as `sound`."""
        with open_plain(path, self._keys) as file:
            return file.read()

    def write(self, path: Path, content: bytes) -> None:
        """Write a file, in place of another; raises OSError."""
        path.unlink(missing_ok=True)
        sink = self.sink(path)
        sink.write(content)
        sink.close()
        if sink.failure:
            raise OSError(*sink.failure)

    @contextmanager
    def sound(self, path: Path) -> Iterator[av.container.InputContainer]:
        """Open a sound file; raises OSError, PyAV's errors, SEALING_KEY_UNKNOWN, SEALED_FILE_DAMAGED."""
        if is_sealed(path):
            with open_plain(path, self._keys) as file, av.open(file, "r") as container:
                yield container
        else:
            with av.open(str(path), "r") as container:
                yield container

    def size(self, path: Path) -> int:
        """Return the length of what a file holds."""
        return size_of(path)

    def sha256(self, path: Path) -> str:
        """Return the checksum of what a file holds."""
        with open_plain(path, self._keys) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


OPEN: Final = Safe(SealingKeys(()), seals=False)
"""Seals nothing."""
