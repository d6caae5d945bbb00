"""What holds of a daemon in one process holds of one with workers: some telling tests once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from . import test_audio_engine, test_errors, test_lingering, test_payloads
from .processes import DaemonProcess
from .test_audio_engine import pair

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

__all__ = ["pair"]


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaemonProcess]:
    """A daemon with two workers."""
    started = DaemonProcess(tmp_path_factory.mktemp("workers"), "--workers", "2")
    started.wait_until("READY=1")
    yield started
    started.end()


NOT_HERE = {
    # its lanes are on two workers, whose frames do not travel together; test_workers.py has the rest of it
    "test_one_call_speaks_and_listens_on_three_connections",
    # it would take a minute
    "test_speech_in_one_format_is_heard_in_every_other",
}


def collected_from(module: ModuleType) -> dict[str, object]:
    """The tests of another module."""
    return {
        name: one for name, one in vars(module).items() if name.startswith("test_") and name not in NOT_HERE
    }


for chosen in (test_audio_engine, test_errors, test_lingering, test_payloads):
    globals().update(collected_from(chosen))
