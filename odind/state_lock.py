"""One process to a state folder: two would overwrite each other's cookie, keys and sockets."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import structlog

from odind.core.errors import UnavailableError

from .private_files import make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = structlog.get_logger("odind.state")
_KERNELS_LOCKS: Final = Path("/proc/locks")


@contextmanager
def locked(folder: Path, setting: str) -> Iterator[None]:
    """Keep other processes from using the folder for the length of the block.

    The lock is on the folder itself: it needs no file, so that a read-only or full disk is enough, and the
    system frees it when the process dies. `setting` says how to name another folder. A folder that the system
    cannot lock is used without. Raises UnavailableError STATE_IN_USE.
    """
    try:
        make_folder(folder)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        yield  # whoever needs the folder says what is wrong with it
        return
    try:
        _lock(descriptor, folder, setting)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path, setting: str) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise UnavailableError(
            "STATE_IN_USE",
            "the state folder {folder} is in use by {holder}: stop it, or name another folder with {setting}",
            folder=folder,
            holder=_holder(os.fstat(descriptor)),
            setting=setting,
        ) from None
    except OSError as error:  # a network file system, perhaps
        _log.warning("state.unlocked", folder=str(folder), problem=str(error))


def _holder(folder: os.stat_result) -> str:
    """Name the process that holds the lock, which the kernel lists by device and inode."""
    place = f"{os.major(folder.st_dev):02x}:{os.minor(folder.st_dev):02x}:{folder.st_ino}"
    try:
        rows = [line.split() for line in _KERNELS_LOCKS.read_text().splitlines()]
    except OSError:
        rows = []
    pids = [row[4] for row in rows if row[1:2] == ["FLOCK"] and row[5:6] == [place]]
    return f"process {pids[0]}" if pids else "another process"
