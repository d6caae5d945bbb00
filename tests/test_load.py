"""The meter on this machine, and on machines and control groups that are written down."""

from __future__ import annotations

import math
import os
import time
from typing import TYPE_CHECKING

import pytest

from odind.load import MachineLoad

if TYPE_CHECKING:
    from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
GIB = 1 << 30


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def meter(folder: Path, groups: dict[str, str], membership: str) -> MachineLoad:
    """A machine whose first core was busy for 30 s, with 4 GiB to be had."""
    idle = " ".join(["0"] * 10)
    lines = [f"cpu {idle}", *(f"cpu{core} {idle}" for core in range(256))]
    (first,) = sorted(os.sched_getaffinity(0))[:1]
    lines[1 + first] = f"cpu{first} {10 * TICKS} 0 {20 * TICKS} {99 * TICKS} {7 * TICKS} 0 0 0 {5 * TICKS} 0"
    write(
        folder / "proc",
        {
            "stat": "\n".join([*lines, "intr 1 2 3"]),
            "meminfo": f"MemTotal: 9 kB\nMemAvailable:   {4 * GIB // 1024} kB\n",
            "self/cgroup": membership,
            "self/statm": "1000 250 0 0 0 0 0",
        },
    )
    write(folder / "groups", groups)
    return MachineLoad(folder / "proc", folder / "groups")


def test_this_machine_is_measured():
    load = MachineLoad()
    before = load.sample()
    while time.process_time() < before.process_s + 0.05:
        pass
    after = load.sample()
    assert after.at_s > before.at_s
    assert after.loop_s - before.loop_s > 0.03
    assert after.process_s - before.process_s >= 0.05
    assert after.machine_s >= before.machine_s
    assert after.cores == len(os.sched_getaffinity(0))
    assert after.memory_bytes > 1 << 20
    assert after.memory_available_bytes > 0
    assert load.thread_s() >= after.loop_s


def test_a_machine_without_control_groups(tmp_path: Path):
    sample = meter(tmp_path, {}, "0::/\n").sample()
    assert (sample.machine_s, sample.quota_cores, sample.quota_s) == (30, math.inf, 0)
    assert sample.memory_available_bytes == 4 * GIB
    assert sample.memory_bytes == 250 * os.sysconf("SC_PAGE_SIZE")


def test_the_tightest_quota_of_all_groups_around_us_counts(tmp_path: Path):
    groups = {
        "pod/cpu.max": "50000 100000",
        "pod/cpu.stat": "usage_usec 7500000\nuser_usec 1",
        "pod/odind/cpu.max": "max 100000",
        "pod/odind/memory.max": str(GIB),
        "pod/odind/memory.current": str(GIB // 2),
        "pod/odind/memory.stat": f"anon 5\ninactive_file {GIB // 4}\n",
        "pod/memory.max": str(8 * GIB),
        "pod/memory.current": str(GIB),
    }
    sample = meter(tmp_path, groups, "0::/pod/odind\n").sample()
    assert (sample.quota_cores, sample.quota_s) == (0.5, 7.5)
    assert sample.memory_available_bytes == GIB * 3 // 4


def test_groups_of_version_1_count_as_well(tmp_path: Path):
    groups = {
        "cpu,cpuacct/pod/cpu.cfs_quota_us": "150000",
        "cpu,cpuacct/pod/cpu.cfs_period_us": "100000",
        "cpu,cpuacct/pod/cpuacct.usage": "2500000000",
        "cpu,cpuacct/cpu.cfs_quota_us": "-1",
        "cpu,cpuacct/cpu.cfs_period_us": "100000",
        "memory/memory.limit_in_bytes": "9223372036854771712",
        "memory/memory.usage_in_bytes": "1",
        "memory/pod/memory.limit_in_bytes": str(GIB),
        "memory/pod/memory.usage_in_bytes": str(GIB),
        "memory/pod/memory.stat": f"total_inactive_file {GIB // 8}\n",
    }
    sample = meter(tmp_path, groups, "5:cpu,cpuacct:/pod\n4:memory:/pod\n0::/\n").sample()
    assert (sample.quota_cores, sample.quota_s) == (1.5, 2.5)
    assert sample.memory_available_bytes == GIB // 8


def test_a_container_sees_its_own_group_at_the_root_whatever_the_path_says(tmp_path: Path):
    groups = {"cpu.max": "200000 100000", "cpu.stat": "usage_usec 1000000"}
    sample = meter(tmp_path, groups, "0::/docker/0123456789abcdef\n").sample()
    assert (sample.quota_cores, sample.quota_s) == (2, 1)


def test_a_group_that_is_beyond_its_limit_leaves_nothing(tmp_path: Path):
    groups = {"memory.max": "1000", "memory.current": "2000"}
    assert meter(tmp_path, groups, "0::/\n").sample().memory_available_bytes == 0


@pytest.mark.parametrize("text", ["", "max", "max max", "100000 0", "rubbish 100000"])
def test_a_quota_that_cannot_be_read_is_none(tmp_path: Path, text: str):
    assert meter(tmp_path, {"cpu.max": text}, "0::/\n").sample().quota_cores == math.inf


def test_without_proc_only_what_python_knows_is_told(tmp_path: Path):
    sample = MachineLoad(tmp_path / "proc", tmp_path / "groups").sample()
    assert sample.machine_s == sample.process_s > 0
    assert sample.memory_bytes > 1 << 20
    assert sample.memory_available_bytes > 1 << 20
