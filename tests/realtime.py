"""Which tests need real time, and how all are spread over the machine's cores.

Sound in real time fails on a machine that is busy elsewhere. Those tests run last, three at a time, for each
leaves most of a core idle; some of them run alone at the end. All others run in as many processes as `-n`
says.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from xdist.scheduler import LoadScheduling

if TYPE_CHECKING:
    import pytest
    from xdist.remote import Producer
    from xdist.workermanage import WorkerController

IN_REAL_TIME = (
    "tests/bench/test_capacity.py::test_a_limited_process_*",
    "tests/bench/test_run.py::*",
    "tests/captions/test_long_talk.py::*",
    "tests/devices/test_contract.py::*",
    "tests/docs/test_blocks.py::test_the_commands_*",
    "tests/e2e/*",
    "tests/fleet/test_adoption.py::*",
    "tests/fleet/test_bad_ground.py::*",
    "tests/fleet/test_callers.py::*_sound_*",
    "tests/fleet/test_events.py::*",
    "tests/fleet/test_failure.py::*",
    "tests/fleet/test_managed*.py::*",
    "tests/grid/test_memory.py::*",
    "tests/grid/test_stand_alone.py::*_speech_*",
    "tests/grid/test_voice_with_clients.py::*",
    "tests/hls/test_in_a_browser.py::*",
    "tests/hostile/*",
    "tests/http/test_installed_daemon.py::*_speech_*",
    "tests/runtime/odin/test_releasing.py::*_no_memory",
    "tests/services/*",
)
"""Node ids of tests that listen as people do, or measure CPU time or memory; who adds one elsewhere adds it
here."""
BUT_NOT = (
    "tests/bench/test_run.py::test_a_wrong_*",
    "tests/bench/test_run.py::test_an_unknown_*",
    "tests/bench/test_run.py::test_without_*",
    "tests/devices/test_contract.py::test_a_device_that_is_not_there_*",
    "tests/devices/test_contract.py::test_ids_*",
    "tests/devices/test_contract.py::test_the_inventory_*",
    "tests/e2e/test_audio_engine.py::test_marks_*",
    "tests/e2e/test_audio_engine.py::test_those_who_watch_*",
    "tests/e2e/test_capacity.py::test_the_command_*",
    "tests/e2e/test_cpp_client.py::test_over_tls_*",
    "tests/e2e/test_cpp_client.py::test_the_first_program_*",
    "tests/e2e/test_devices.py::test_*_come_and_go_*",
    "tests/e2e/test_devices.py::test_*_default_*",
    "tests/e2e/test_devices.py::test_*_drifts_*",
    "tests/e2e/test_devices.py::test_*_hangs_*",
    "tests/e2e/test_devices.py::test_*_return*",
    "tests/e2e/test_devices.py::test_without_*",
    "tests/e2e/test_errors.py::*",
    "tests/e2e/test_examples.py::*",
    "tests/e2e/test_file_devices.py::*",
    "tests/e2e/test_csharp_client.py::test_the_program_*",
    "tests/e2e/test_go_client.py::test_the_program_*",
    "tests/e2e/test_odindctl.py::test_a_room_*",
    "tests/e2e/test_odindctl.py::test_an_error_*",
    "tests/e2e/test_odindctl.py::test_without_*",
    "tests/e2e/test_java_client.py::test_the_program_*",
    "tests/e2e/test_lingering.py::*",
    "tests/e2e/test_rust_client.py::test_the_examples_*",
    "tests/e2e/test_rust_client.py::test_the_program_*",
    "tests/e2e/test_payloads.py::*",
    "tests/e2e/test_sound.py::test_the_measure_*",
    "tests/e2e/test_sounds.py::*",
    "tests/e2e/test_starting.py::*",
    "tests/e2e/test_stopping.py::*",
    "tests/e2e/test_typescript_client.py::test_a_page_that_the_daemon_*",
    "tests/e2e/test_upgrading.py::test_a_daemon_*",
    "tests/e2e/test_upgrading.py::test_a_version_*",
    "tests/e2e/test_upgrading.py::test_callers_*",
    "tests/e2e/test_upgrading.py::test_odindctl_*",
    "tests/e2e/test_upgrading.py::test_the_*",
    "tests/e2e/test_upgrading.py::test_[!a]*",
    "tests/e2e/test_upgrading.py::test_a_version_*",
    "tests/e2e/test_upgrading.py::test_a_daemon_*",
    "tests/e2e/test_workers.py::test_a_*_signal_*",
    "tests/e2e/test_workers.py::test_a_connection_whose_token_*",
    "tests/e2e/test_workers.py::test_a_stop_*",
    "tests/e2e/test_workers.py::test_a_worker_*",
    "tests/e2e/test_workers.py::test_a_wrong_*",
    "tests/e2e/test_workers.py::test_events_*",
    "tests/e2e/test_workers.py::test_joins_*",
    "tests/e2e/test_workers.py::test_signals_*",
    "tests/e2e/test_workers.py::test_the_limits_*",
    "tests/e2e/test_workers.py::test_the_native_core_*",
    "tests/e2e/test_workers.py::test_what_one_caller_*",
    "tests/e2e/test_workers.py::test_while_*",
    "tests/e2e/test_workers.py::test_workers_end_*",
    "tests/services/test_access.py::*",
    "tests/services/test_calls.py::*",
    "tests/services/test_capacity.py::test_the_answer_*",
    "tests/services/test_fleet_calls.py::*",
    "tests/services/test_processing.py::test_a_connection_that_*",
    "tests/services/test_processing.py::test_an_answer_*",
    "tests/services/test_processing.py::test_the_default_*",
    "tests/services/test_processing.py::test_what_is_wrong_*",
    "tests/services/test_space.py::test_masks_and_deafness_*",
    "tests/services/test_space.py::test_places_*",
    "tests/services/test_space.py::test_what_is_wrong_*",
    "tests/services/test_statistics.py::test_a_watch_of_one_*",
    "tests/services/test_statistics.py::test_watchers_*",
    "tests/services/test_statistics.py::test_what_cannot_*",
)
"""Those among them that wait for events, or measure what a busy machine does not change, as drift."""
ALONE = (
    "tests/bench/*",
    "tests/e2e/test_many_players.py::*",
    "tests/fleet/test_failure.py::*",
    "tests/fleet/test_managed*.py::*",
    "tests/grid/test_memory.py::*",
    "tests/hls/test_in_a_browser.py::*",
    "tests/hostile/*",
    "tests/services/test_capacity.py::*",
    "tests/services/test_processing.py::test_an_echo_*",
)
"""Those in real time that compare CPU times or memory, or one daemon with another. The others use a third of
a core each, and run three at a time."""

_AHEAD = 3
"""Tests that a process holds: one that runs, one after it, and one until we hear that the first has ended."""


def needs_real_time(node_id: str) -> bool:
    """Say whether a test fails on a machine that is busy elsewhere."""
    return _is_one_of(node_id, IN_REAL_TIME) and not _is_one_of(node_id, BUT_NOT)


def runs_alone(node_id: str) -> bool:
    """Say whether a test in real time fails even beside another one of them."""
    return needs_real_time(node_id) and _is_one_of(node_id, ALONE)


def _is_one_of(node_id: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(node_id, pattern) for pattern in patterns)


class RealTimeLast(LoadScheduling):
    """Runs three stages: in all processes what needs no real time, in three what does, in one the rest.

    A stage begins when the one before it has ended. A process runs the last test that it holds only when it
    gets another, or is told to shut down.
    """

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        self._stage: frozenset[int] = frozenset()
        self._later: list[tuple[int, list[int]]] = []

    def schedule(self) -> None:
        """Begin, or go on after a process was replaced."""
        if self.collection is None and self._check_nodes_have_same_collection():
            self.collection = next(iter(self.node2collection.values()))
            self._later = _stages(self.collection, len(self.nodes))
        self._go_on()

    def check_schedule(self, node: WorkerController, duration: float = 0) -> None:
        """Give a process what it needs, and others what they waited for."""
        del node, duration
        self._go_on()

    @property
    def tests_finished(self) -> bool:
        """Whether everything was given out, and no process needs more to go on."""
        return not self._later and super().tests_finished

    def _running(self) -> list[WorkerController]:
        return [node for node in self.nodes if not node.shutting_down]

    def _go_on(self) -> None:
        self._stage = self._stage.union(self.pending)  # with what a process that died has left
        self._give_out()
        while not self.pending and self._has_begun():
            processes, tests = self._later[0] if self._later else (0, [])
            if not self._is_down_to(processes):
                return
            del self._later[0]
            self._stage, self.pending = frozenset(tests), tests
            self._give_out()

    def _is_down_to(self, processes: int) -> bool:
        """End processes but for so many; say whether these hold one test at most, and the others none."""
        kept = self._running()[:processes]
        for node in self._running()[processes:]:
            node.shutdown()
        return bool(kept) and all(len(held) <= (node in kept) for node, held in self.node2pending.items())

    def _has_begun(self) -> bool:
        """Whether no process holds a test of an earlier stage."""
        return all(self._stage.issuperset(held) for held in self.node2pending.values())

    def _give_out(self) -> None:
        """Give each process one test of this stage, and more once it has begun."""
        held = {node: len(self._stage.intersection(tests)) for node, tests in self.node2pending.items()}
        for most in range(_AHEAD if self._has_begun() else 1):
            for node in self._running():
                if held[node] <= most:
                    self._send_tests(node, 1)
                    held[node] += 1


def _stages(collection: list[str], processes: int) -> list[tuple[int, list[int]]]:
    """Return how many processes run which tests, stage by stage."""
    stages: tuple[list[int], ...] = ([], [], [])
    for index, node_id in enumerate(collection):
        stages[needs_real_time(node_id) + runs_alone(node_id)].append(index)
    return [
        (min(most, processes, len(tests)), tests)
        for most, tests in zip((processes, 3, 1), stages, strict=True)
        if tests
    ]
