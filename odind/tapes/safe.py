"""How the sound of recordings lies on the disk: as it is, or sealed."""

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
