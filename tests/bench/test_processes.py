"""Processes are weighed with their children, and one that fails says why."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from odind.bench.cores import Cores, apart
from odind.bench.processes import measure_usage, run_command, started
from odind.core.errors import FailedPreconditionError, UnavailableError

if TYPE_CHECKING:
    from pathlib import Path

PARENT = """
import subprocess, sys, threading
burn = "sum(range(20_000_000)); print('burnt', flush=True); input()"
child = subprocess.Popen([sys.executable, "-c", burn], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
child.stdout.readline()
print("ready", flush=True)
input()
child.communicate(b"\\n")
print("alone", flush=True)
input()
"""


def test_children_count_while_they_run_and_when_they_are_over():
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdin
        assert parent.stdout
        parent.stdout.readline()
        both = measure_usage(parent.pid)
        parent.stdin.write("\n")
        parent.stdin.flush()
        parent.stdout.readline()
        alone = measure_usage(parent.pid)
        parent.communicate("\n")
    assert len(both.threads) >= 2
    assert len(alone.threads) == len(both.threads) - 1
    assert both.pss_kib > both.anonymous_kib > alone.anonymous_kib > 0
    assert both.cpu_s > sum(both.threads.values()) * 0.9
    assert alone.cpu_s > both.cpu_s * 0.9


async def test_a_process_that_ends_is_an_error_with_its_last_words(tmp_path: Path):
    async with started("echo", tmp_path, "odind.bench.echo") as process:
        process.tell({"no": "job"})
        with pytest.raises(UnavailableError) as caught:
            await process.answer(str)
    assert caught.value.reason == "BENCH_PROCESS_FAILED"
    assert "missing required field" in caught.value.message


async def test_a_command_that_is_not_there_says_so(tmp_path: Path):
    with pytest.raises(UnavailableError, match=r"the command failed: .*No such file"):
        async with run_command("command", tmp_path, ["./nothing"], environment={}, cores=frozenset()):
            pass


async def test_a_line_that_is_no_answer_is_shown(tmp_path: Path):
    words = ["echo", "hello"]
    async with run_command("command", tmp_path, words, environment={}, cores=frozenset()) as command:
        with pytest.raises(UnavailableError, match=r"hello.* is no str"):
            await command.answer(str)


async def test_processes_run_on_the_cores_that_they_are_given_and_ours_on_all(tmp_path: Path):
    before = os.sched_getaffinity(0)
    one = frozenset([min(before)])
    async with run_command("command", tmp_path, ["cat"], environment={}, cores=one) as command:
        assert os.sched_getaffinity(command.pid) == one
    assert os.sched_getaffinity(0) == before


def test_halves_of_the_cores_have_none_in_common(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 3, 5})
    assert apart() == Cores(frozenset([0]), frozenset([3, 5]))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    with pytest.raises(FailedPreconditionError, match="leave out --apart"):
        apart()
