"""Tests of sound in real time run in pairs after all others, and some of them alone after these."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.realtime import ALONE, BUT_NOT, IN_REAL_TIME, RealTimeLast, needs_real_time, runs_alone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

FOLDER = Path(__file__).parent
QUIET = [f"tests/core/test_a.py::test_{number}" for number in range(8)]
SOUND = [f"tests/services/test_b.py::test_{number}" for number in range(7)]
LOUD = [f"tests/bench/test_run.py::test_{number}" for number in range(3)]
STAGES = (set(QUIET), set(SOUND), set(LOUD))


class Process:
    """A process of pytest-xdist: it runs its last test only when another comes, or when it is to end."""

    def __init__(self, name: str) -> None:
        self.gateway = SimpleNamespace(id=name)
        self.held: list[int] = []
        self.shutting_down = False

    def send_runtest_some(self, indices: list[int]) -> None:
        self.held += indices

    def shutdown(self) -> None:
        self.shutting_down = True

    @property
    def can_run(self) -> bool:
        return len(self.held) >= (1 if self.shutting_down else 2)


class Run:
    """A run over some processes."""

    def __init__(self, collected: list[str], processes: int = 3) -> None:
        names = ["popen"] * processes
        config: Any = SimpleNamespace(getvalue=lambda _name: names, getoption=lambda _name: None)
        self.scheduler = RealTimeLast(config)
        self.processes = [Process(f"gw{number}") for number in range(processes)]
        self.collected = collected
        for process in self.processes:
            self.add(process)

    def add(self, process: Any) -> None:
        self.scheduler.add_node(process)
        self.scheduler.add_node_collection(process, self.collected)
        if self.scheduler.collection_is_completed:
            self.scheduler.schedule()

    def running(self) -> list[Process]:
        return [process for process in self.processes if process.can_run]

    def steps(self) -> list[list[str]]:
        """Run to the end; return what ran side by side, step by step."""
        steps = []
        while running := self.running():
            steps.append([self.collected[process.held[0]] for process in running])
            for process in running:
                self.end_first(process)
        return steps

    def end_first(self, process: Any) -> None:
        self.scheduler.mark_test_complete(process, process.held.pop(0))
        if self.scheduler.tests_finished:  # as pytest-xdist does
            for one in self.processes:
                one.shutdown()


def test_a_stage_runs_in_its_number_of_processes_and_begins_when_the_one_before_it_has_ended():
    run = Run([*LOUD, *SOUND, *QUIET])
    steps = run.steps()
    stages = [[step for step in steps if set(step) <= stage] for stage in STAGES]

    assert [*chain(*stages)] == steps
    assert [sorted(test for step in steps for test in step) for steps in stages] == [QUIET, SOUND, LOUD]
    assert [max(map(len, steps)) for steps in stages] == [3, 3, 1]
    assert [len(steps) for steps in stages] == [3, 3, 3]
    assert run.scheduler.tests_finished


@given(
    order=st.randoms(use_true_random=False),
    counts=st.tuples(*[st.integers(0, 8)] * 3),
    processes=st.integers(1, 4),
)
def test_in_whatever_order_tests_end_all_run_and_no_two_stages_meet(
    order: Random, counts: tuple[int, ...], processes: int
):
    chosen = [
        test for tests, count in zip((QUIET, SOUND, LOUD), counts, strict=True) for test in tests[:count]
    ]
    run = Run(order.sample(chosen, len(chosen)), processes)
    ran = []
    while running := run.running():
        side_by_side = {run.collected[process.held[0]] for process in running}
        assert any(side_by_side <= stage for stage in STAGES)
        assert len(side_by_side & STAGES[1]) <= 3
        assert len(side_by_side & STAGES[2]) <= 1
        ended = order.choice(running)
        ran.append(run.collected[ended.held[0]])
        run.end_first(ended)
    assert sorted(ran) == sorted(chosen)
    assert run.scheduler.tests_finished


@pytest.mark.parametrize("done", range(0, 18, 3))
def test_what_a_process_that_died_held_is_run_by_the_one_in_its_place(done: int):
    run = Run([*QUIET, *SOUND, *LOUD])
    ran = []
    for _ in range(done):
        process = run.running()[0]
        ran.append(run.collected[process.held[0]])
        run.end_first(process)
    died = run.running()[0]
    run.processes.remove(died)
    lost = run.scheduler.remove_node(died)  # type: ignore[arg-type]
    run.processes.append(Process("new"))
    run.add(run.processes[-1])
    ran += [test for step in run.steps() for test in step]
    assert sorted([*ran, lost]) == sorted([*QUIET, *SOUND, *LOUD])


def test_processes_that_collected_different_tests_run_none():
    run = Run([])
    collected = (QUIET, SOUND, LOUD)
    run.scheduler.node2collection = dict(zip(run.processes, collected, strict=True))  # type: ignore[arg-type]
    run.scheduler.collection = run.scheduler.config = None  # type: ignore[assignment]
    run.scheduler.schedule()
    assert run.steps() == []
    assert run.scheduler.tests_finished


@pytest.mark.parametrize("pattern", [*IN_REAL_TIME, *BUT_NOT, *ALONE])
def test_every_pattern_names_tests_that_are_there(pattern: str):
    assert any(fnmatchcase(node_id, pattern) for node_id in written())


def written() -> Iterator[str]:
    """The tests that stand in the files, without their parameters."""
    for path in FOLDER.rglob("test_*.py"):
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(), re.MULTILINE):
            yield f"tests/{path.relative_to(FOLDER)}::{name}"


def test_what_hears_needs_real_time_and_what_waits_for_events_does_not():
    assert not needs_real_time("tests/core/voice/test_speaker.py::test_any")
    assert needs_real_time("tests/services/test_space.py::test_any")
    assert not needs_real_time("tests/e2e/test_errors.py::test_any")
    assert not runs_alone("tests/services/test_space.py::test_any")
    assert runs_alone("tests/bench/test_run.py::test_any")
