"""Tests of sound in real time run alone, after all others."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from tests.realtime import BUT_NOT, IN_REAL_TIME, RealTimeLast, needs_real_time

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent
QUIET = [f"tests/core/test_a.py::test_{number}" for number in range(8)]
SOUND = [f"tests/services/test_b.py::test_{number}" for number in range(3)]


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
    """A run over two processes."""

    def __init__(self, collected: list[str]) -> None:
        config: Any = SimpleNamespace(getvalue=lambda _name: ["popen", "popen"], getoption=lambda _name: None)
        self.scheduler = RealTimeLast(config)
        self.processes = [Process("gw0"), Process("gw1")]
        self.collected = collected
        for process in self.processes:
            self.add(process)

    def add(self, process: Any) -> None:
        self.scheduler.add_node(process)
        self.scheduler.add_node_collection(process, self.collected)
        if self.scheduler.collection_is_completed:
            self.scheduler.schedule()

    def steps(self) -> list[dict[str, str]]:
        """Run to the end; return what ran side by side, step by step."""
        steps = []
        while running := [process for process in self.processes if process.can_run]:
            steps.append({process.gateway.id: self.collected[process.held[0]] for process in running})
            for process in running:
                self.end_first(process)
        return steps

    def end_first(self, process: Any) -> None:
        self.scheduler.mark_test_complete(process, process.held.pop(0))


def test_others_run_side_by_side_and_those_in_real_time_alone_after_them():
    run = Run([*SOUND, *QUIET])
    side_by_side, alone = [], []
    for step in run.steps():
        (alone if set(step.values()) & set(SOUND) else side_by_side).append(step)

    assert [list(step.values()) for step in alone] == [[test] for test in SOUND]
    assert sorted(test for step in side_by_side for test in step.values()) == QUIET
    assert all(len(step) == 2 for step in side_by_side[:-2])
    assert run.scheduler.tests_finished


def test_nothing_in_real_time_begins_while_another_process_is_at_its_last_test():
    run = Run([*QUIET, *SOUND])
    first, second = run.processes
    while len(first.held) > 1:
        run.end_first(first)
    while len(second.held) > 1:
        run.end_first(second)
    assert (second.shutting_down, first.can_run, run.scheduler.tests_finished) == (True, False, False)
    run.end_first(second)
    assert first.can_run


def test_what_a_process_that_died_held_is_run_by_the_one_in_its_place():
    run = Run([*QUIET, *SOUND])
    died = run.processes.pop(0)
    lost = run.scheduler.remove_node(died)  # type: ignore[arg-type]
    run.processes.append(Process("gw2"))
    run.add(run.processes[-1])
    ran = [test for step in run.steps() for test in step.values()]
    assert sorted([*ran, lost]) == sorted([*QUIET, *SOUND])


@pytest.mark.parametrize("collected", [SOUND, QUIET[:1], []], ids=["real time only", "one", "none"])
def test_a_choice_of_tests_runs_to_its_end(collected: list[str]):
    run = Run(collected)
    assert [test for step in run.steps() for test in step.values()] == collected
    assert run.scheduler.tests_finished


def test_processes_that_collected_different_tests_run_none():
    run = Run([])
    run.scheduler.node2collection = dict(zip(run.processes, (QUIET, SOUND), strict=True))  # type: ignore[arg-type]
    run.scheduler.collection = run.scheduler.config = None  # type: ignore[assignment]
    run.scheduler.schedule()
    assert run.steps() == []
    assert run.scheduler.tests_finished


@pytest.mark.parametrize("pattern", [*IN_REAL_TIME, *BUT_NOT])
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
