"""Files in a state folder: written completely or not at all, and only when they change."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def make_folder(folder: Path) -> None:
    """Create the folder with mode 0700; an existing folder keeps its mode."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_private(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Replace a file in one step, so that nobody reads half of it; a failure changes nothing.

    A file with that content is left alone, so that a read-only or full disk does no harm. The mode is exact,
    whatever the umask. Raises OSError.
    """
    if _content(path) == content:
        return
    make_folder(path.parent)
    draft = path.with_name(f".{path.name}.draft")
    draft.unlink(missing_ok=True)  # of a process that was killed
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        draft.replace(path)
    except BaseException:
        draft.unlink()
        raise


def is_exposed(path: Path) -> bool:
    """Whether every user of the machine may read a file, or change it. Raises OSError."""
    return bool(path.stat().st_mode & stat.S_IRWXO)


def stamp_of(path: Path) -> tuple[int, int, int] | None:
    """Return what changes with a file, or with what a link leads to; None for one that cannot be seen."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _content(path: Path) -> bytes | None:
    """Return what a plain file holds, None for a link and what cannot be read."""
    try:
        return None if path.is_symlink() else path.read_bytes()
    except OSError:
        return None
