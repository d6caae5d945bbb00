"""What the machine leaves the daemon: disk, file descriptors, memory."""

from __future__ import annotations

import os
import resource
import shutil
import stat
import tempfile
from typing import TYPE_CHECKING, Final

from odind.core.health.checks import failed, ok, warning
from odind.load import MachineLoad

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from odind.core.bounds.limits import Limits
    from odind.core.health.checks import Check

_MIB: Final = 1024 * 1024
_DISK_MIB: Final = 100
_MEMORY_MIB: Final = 256
_FILES_OF_A_CONNECTION: Final = 8
"""Descriptors of one room while it is joined; a few less afterwards."""
_OTHER_FILES: Final = 200
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class MachineExaminer:
    """Looks at the machine, and at the daemon's state folder on it."""

    def __init__(self, state_dir: Path, limits: Limits, workers: int) -> None:
        self._state_dir = state_dir
        self._limits = limits
        self._processes = max(1, workers)

    async def __call__(self) -> Sequence[Check]:
        """Return the checks; all of them take well under a millisecond."""
        return _state(self._state_dir), _disk(self._state_dir), self._files(), _memory()

    def _files(self) -> Check:
        """Compare the limit on descriptors with what the most connections of one process would take."""
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        connections = -(-self._limits.max_connections // self._processes)
        wanted = connections * _FILES_OF_A_CONNECTION + _OTHER_FILES
        if limit == resource.RLIM_INFINITY or limit >= wanted:
            return ok("files", f"{limit} descriptors may be open")
        found = f"{limit} descriptors may be open; {connections} connections can take {wanted}"
        return warning("files", found, f"set LimitNOFILE={wanted} (ulimit -n), or lower max_connections")


def _state(folder: Path) -> Check:
    """Look whether the folder can be written, by us alone."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"odind")
    except OSError as error:
        found = f"{folder} cannot be written: {os.strerror(error.errno or 0)}"
        return failed("state", found, "free the disk, or make the folder writable for the daemon's user")
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & _OTHERS:
        found = f"{folder} has mode {mode:04o}: others can look into it"
        return warning("state", found, f"chmod 700 {folder}")
    return ok("state", f"{folder} can be written")


def _disk(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free // _MIB
    found = f"{free} MiB are free at {folder}"
    if free >= _DISK_MIB:
        return ok("disk", found)
    return warning("disk", found, "free some: events cannot be stored on a full disk")


def _memory() -> Check:
    free = MachineLoad().sample().memory_available_bytes // _MIB
    found = f"{free} MiB of memory are available"
    if free >= _MEMORY_MIB:
        return ok("memory", found)
    return warning("memory", found, "end something, or raise the limit of the control group")
