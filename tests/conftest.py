"""What all tests share: the loop that the daemon runs on, and which of them run alone."""

from __future__ import annotations

import gc
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest
import uvloop
from hypothesis import HealthCheck, settings

from tests.hostile.table import print_table
from tests.realtime import RealTimeLast, needs_real_time

if TYPE_CHECKING:
    from xdist.remote import Producer

os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # no lines of its threads between ours, as in odindctl
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")  # its handlers may crash a fresh child
os.register_at_fork(before=gc.disable, after_in_parent=gc.enable)  # as the daemon does: see its __main__
# Nothing asserts an absolute time: on a busy machine one example of many takes long.
settings.register_profile("patient", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
    if signal.getsignal(number) is signal.SIG_IGN:  # as under nohup or in the background; children inherit it
        signal.signal(number, signal.SIG_DFL)


def pytest_asyncio_loop_factories() -> dict[str, Any]:
    """Run every test on uvloop, as the daemon does: its handles and timers are not asyncio's."""
    return {"uvloop": uvloop.new_event_loop}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs real time, so that `-m realtime` and `-m "not realtime"` choose."""
    for item in items:
        if needs_real_time(item.nodeid):
            item.add_marker(pytest.mark.realtime)


def pytest_xdist_auto_num_workers() -> int:
    """Run two processes for each core, for most tests wait more than they compute."""
    return 2 * len(os.sched_getaffinity(0))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> RealTimeLast:
    """Spread the tests over processes so that those in real time run alone."""
    return RealTimeLast(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table of attacks."""
    print_table(terminalreporter)
