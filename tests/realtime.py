"""Which tests need the machine for themselves, and how the others are spread over its cores.

Sound in real time fails on a machine that is busy elsewhere. Those tests run last, one after the other in one
process; the others run in as many processes as `-n` says.
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
    "tests/devices/test_contract.py::*",
    "tests/e2e/*",
    "tests/grid/test_stand_alone.py::*_speech_*",
    "tests/grid/test_voice_with_clients.py::*",
    "tests/hostile/*",
    "tests/http/test_installed_daemon.py::*_speech_*",
    "tests/services/*",
)
"""Node ids of tests that listen as people do, or measure CPU time; who adds one elsewhere adds it here."""
BUT_NOT = (
    "tests/e2e/test_devices.py::test_*_come_and_go_*",
    "tests/e2e/test_devices.py::test_*_default_*",
    "tests/e2e/test_devices.py::test_*_drifts_*",
    "tests/e2e/test_devices.py::test_*_hangs_*",
    "tests/e2e/test_devices.py::test_*_return*",
    "tests/e2e/test_devices.py::test_without_*",
    "tests/e2e/test_errors.py::*",
    "tests/e2e/test_file_devices.py::*",
    "tests/e2e/test_odindctl.py::test_a_room_*",
    "tests/e2e/test_odindctl.py::test_an_error_*",
    "tests/e2e/test_odindctl.py::test_without_*",
    "tests/e2e/test_lingering.py::*",
    "tests/e2e/test_payloads.py::*",
    "tests/e2e/test_starting.py::*",
    "tests/e2e/test_stopping.py::*",
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
    "tests/e2e/test_workers.py::test_while_*",
    "tests/e2e/test_workers.py::test_workers_end_*",
)
"""Those among them that wait for events, or measure what a busy machine does not change, as drift."""

_AHEAD = 3
"""Tests that a process holds: one that runs, one after it, and one until we hear that the first has ended."""


def needs_real_time(node_id: str) -> bool:
    """Say whether a test fails when others run beside it."""
    return _is_one_of(node_id, IN_REAL_TIME) and not _is_one_of(node_id, BUT_NOT)


def _is_one_of(node_id: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(node_id, pattern) for pattern in patterns)


class RealTimeLast(LoadScheduling):
    """Spreads the tests over all processes, then gives those in real time to one, when the others have ended.

    A process runs the last test that it holds only when it gets another, or is told to shut down.
    """

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        self._alone: list[int] = []

    def schedule(self) -> None:
        """Begin, or go on after a process was replaced."""
        if self.collection is None and self._check_nodes_have_same_collection():
            self.collection = next(iter(self.node2collection.values()))
            indices = range(len(self.collection))
            self._alone = [index for index in indices if needs_real_time(self.collection[index])]
            self.pending = sorted(set(indices).difference(self._alone))
        self._go_on()

    def check_schedule(self, node: WorkerController, duration: float = 0) -> None:
        """Give a process what it needs, and others what they waited for."""
        del node, duration
        self._go_on()

    @property
    def tests_finished(self) -> bool:
        """Whether everything was given out, and no process needs more to go on."""
        return self.collection_is_completed and not self._alone and super().tests_finished

    def _go_on(self) -> None:
        running = [node for node in self.nodes if not node.shutting_down]
        for held in range(_AHEAD):
            for node in running:
                if len(self.node2pending[node]) <= held:
                    self._send_tests(node, 1)
        if running and not self.pending:
            self._end_but(*running)

    def _end_but(self, last: WorkerController, *others: WorkerController) -> None:
        for node in others:
            node.shutdown()
        if not any(self.node2pending[node] for node in self.nodes if node is not last):
            self.pending, self._alone = self._alone, []
            self._send_tests(last, len(self.pending))
            last.shutdown()
