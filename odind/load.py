"""Measures the load of this process and its machine, on Linux in full, elsewhere as far as Python reports it.

Thread times are those of the calling thread: call it on the loop's thread.
"""

from __future__ import annotations

import math
import os
import resource
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from odind.core.capacity.ports import LoadSample

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROC: Final = Path("/proc")
_GROUPS: Final = Path("/sys/fs/cgroup")
_UNLIMITED_BYTES: Final = 1 << 60
"""Control groups version 1 write about 2^63 for no limit."""
_IDLE_COLUMNS: Final = (3, 4)
"""Columns of /proc/stat: idle, and waiting for a disk."""


class MachineLoad:
    """Implements core's meter. The control groups of this process are looked up once."""

    def __init__(self, proc: Path = _PROC, groups: Path = _GROUPS) -> None:
        self._proc = proc
        self._cpu = _cpu_quota(proc, groups)
        self._memory_groups = list(_groups_of(proc, groups, "memory"))

    def thread_s(self) -> float:
        """Return the CPU time of the calling thread, in seconds."""
        return time.thread_time()

    def sample(self) -> LoadSample:
        """Return the load so far, and the available resources."""
        usable = _usable_cores()
        process_s = time.process_time()
        return LoadSample(
            at_s=time.monotonic(),
            loop_s=time.thread_time(),
            process_s=process_s,
            memory_bytes=self._own_memory(),
            cores=len(usable),
            machine_s=self._busy_s(usable, process_s),
            quota_cores=self._cpu.cores if self._cpu else math.inf,
            quota_s=self._cpu.used_s() if self._cpu else 0.0,
            memory_available_bytes=self._available(),
        )

    def _busy_s(self, usable: set[int], otherwise: float) -> float:
        """Return how many seconds the usable cores were busy, with any process."""
        try:
            lines = (self._proc / "stat").read_text().splitlines()
        except OSError:
            return otherwise
        names = {f"cpu{core}" for core in usable}
        ticks = sum(_busy_ticks(line) for line in lines if line.partition(" ")[0] in names)
        return ticks / os.sysconf("SC_CLK_TCK")

    def _own_memory(self) -> int:
        try:
            pages = int((self._proc / "self/statm").read_text().split()[1])
        except OSError:
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return pages * os.sysconf("SC_PAGE_SIZE")

    def _available(self) -> int:
        """Return the available bytes, within the machine's memory and the limits of our control groups."""
        bounds = [_machine_memory(self._proc), *map(_group_memory, self._memory_groups)]
        return max(0, min(bound for bound in bounds if bound is not None))


class _Quota:
    """A control group with a CPU quota, in cores."""

    def __init__(self, folder: Path, cores: float) -> None:
        self._folder = folder
        self.cores = cores

    def used_s(self) -> float:
        """Return the CPU time of the group in seconds; 0 when it is not reported."""
        used_us = _entry(self._folder / "cpu.stat", "usage_usec")
        return used_us / 1e6 or (_number(self._folder / "cpuacct.usage") or 0) / 1e9


def _usable_cores() -> set[int]:
    if hasattr(os, "sched_getaffinity"):
        return os.sched_getaffinity(0)
    return set(range(os.cpu_count() or 1))


def _busy_ticks(line: str) -> int:
    """Return a core's busy ticks; the guest columns at the end are part of the first ones."""
    columns = [int(column) for column in line.split()[1:9]]
    return sum(columns) - sum(columns[column] for column in _IDLE_COLUMNS if column < len(columns))


def _groups_of(proc: Path, groups: Path, controller: str) -> Iterator[Path]:
    """Yield the folders of this process's control groups, innermost first, of either version.

    Inside a container the path may be the host's, while the folder is the container's own.
    """
    try:
        lines = (proc / "self/cgroup").read_text().splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers and controller not in controllers.split(","):
            continue
        root = groups / controllers if controllers else groups
        inner = root / path.strip("/")
        for folder in (inner, *inner.parents):
            if folder.is_relative_to(root) and folder.is_dir():
                yield folder


def _cpu_quota(proc: Path, groups: Path) -> _Quota | None:
    """Return the tightest quota of our control groups."""
    quotas = []
    for folder in _groups_of(proc, groups, "cpu"):
        cores = _quota_cores(folder)
        if cores is not None:
            quotas.append(_Quota(folder, cores))
    return min(quotas, key=lambda quota: quota.cores, default=None)


def _quota_cores(folder: Path) -> float | None:
    """Return a group's quota in cores, or None: cpu.max in version 2, cpu.cfs_* in version 1."""
    with suppress(OSError, ValueError, ZeroDivisionError):
        quota, period = (folder / "cpu.max").read_text().split()
        return int(quota) / int(period)
    quota_us, period_us = _number(folder / "cpu.cfs_quota_us"), _number(folder / "cpu.cfs_period_us")
    return quota_us / period_us if quota_us and period_us and quota_us > 0 else None


def _machine_memory(proc: Path) -> int | None:
    try:
        lines = (proc / "meminfo").read_text().splitlines()
    except OSError:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    found = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return int(found[0]) * 1024 if found else None


def _group_memory(folder: Path) -> int | None:
    """Return the bytes left to a group, None without a limit. Inactive cached files count as free."""
    for limit_name, usage_name, forgettable in (
        ("memory.max", "memory.current", "inactive_file"),
        ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
    ):
        limit, usage = _number(folder / limit_name), _number(folder / usage_name)
        if limit is not None and usage is not None and limit < _UNLIMITED_BYTES:
            return limit - usage + _entry(folder / "memory.stat", forgettable)
    return None


def _entry(file: Path, name: str) -> int:
    """Return the number after a name in a table; 0 when the name is missing."""
    with suppress(OSError, ValueError):
        for line in file.read_text().splitlines():
            found, _, number = line.partition(" ")
            if found == name:
                return int(number)
    return 0


def _number(file: Path) -> int | None:
    try:
        return int(file.read_text())
    except (OSError, ValueError):
        return None
