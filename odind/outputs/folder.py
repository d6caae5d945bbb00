"""A folder as a destination, as of a mounted disk."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, BinaryIO, Final

from .failures import differs, exists, no_object, reading, writing
from .fingerprint import pieces

if TYPE_CHECKING:
    from pathlib import Path

    from .threaded import Step

_PIECE_BYTES: Final = 1 << 20


class FolderDestination:
    """Files in a folder, which must be there: a disk that is not mounted is no place to write to.

    A file has the suffix `.part` until all of it is there and has been read back.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def check(self) -> None:
        """Try whether a file can be made; raises the errors of `writing`."""
        probe = self._folder / f".odind-{os.getpid()}.part"
        with writing(self._folder):
            probe.touch()
            probe.unlink()

    def store(self, file: Path, name: str, step: Step) -> str:
        """Copy a file, read the copy back, and give it its name in one step."""
        target = self._folder / name
        with reading(file):
            digest = _digest(file)
        if target.exists():
            _require_same(target, digest)
            return target.absolute().as_uri()
        part = _part_of(target)
        with writing(self._folder):
            self._make_folders(target)
            _copy(file, part, step)
            if _digest(part) != digest:
                raise differs(str(target))
            part.rename(target)
        return target.absolute().as_uri()

    def put(self, name: str, data: bytes, kind: str, *, lasting: bool) -> None:  # noqa: ARG002 - of the port
        """Write a file beside, and give it its name in one step."""
        target = self._folder / name
        part = _part_of(target)
        with writing(self._folder):
            self._make_folders(target)
            part.write_bytes(data)
            part.replace(target)

    def read(self, name: str, offset: int, count: int) -> bytes:
        """Read from a file; raises OBJECT_NOT_FOUND, and the errors of `writing`."""
        target = self._folder / name
        with writing(self._folder):
            self._folder.stat()
            if not target.is_file():
                raise no_object(str(target))
            with target.open("rb") as source:
                source.seek(offset)
                return source.read(count)

    def sign(self, name: str, lifetime_s: int) -> str:  # noqa: ARG002 - of the port
        """Return "": files have no address for everybody."""
        return ""

    def sweep(self, name: str) -> None:
        """Delete a copy that was cut short."""
        with writing(self._folder):
            _part_of(self._folder / name).unlink(missing_ok=True)

    def delete(self, name: str) -> None:
        """Delete a file, and the folder below ours that it leaves empty."""
        target = self._folder / name
        with writing(self._folder):
            target.unlink(missing_ok=True)
            folder = target.parent
            if folder != self._folder and folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def _make_folders(self, target: Path) -> None:
        self._folder.stat()
        target.parent.mkdir(parents=True, exist_ok=True)


def _part_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def _require_same(target: Path, digest: bytes) -> None:
    """Raise OBJECT_EXISTS unless a file is the very one that an earlier attempt has brought."""
    with writing(target):
        if _digest(target) != digest:
            raise exists(str(target))


def _copy(file: Path, part: Path, step: Step) -> None:
    with _opened(file) as source, part.open("wb") as copy:
        for piece in pieces(source, _PIECE_BYTES):
            copy.write(piece)
            step(copy.tell())
        copy.flush()
        os.fsync(copy.fileno())


def _opened(file: Path) -> BinaryIO:
    with reading(file):
        return file.open("rb")


def _digest(file: Path) -> bytes:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").digest()
