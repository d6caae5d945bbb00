"""What a start, the client and the commands load: each module is named that made them slow."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.e2e.processes import DaemonProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVES_HTTP = {"connectrpc", "h11", "odind.asgi", "odind.http.app", "starlette", "uvicorn", "websockets"}
ASKS_OTHERS = {"botocore", "httpcore", "httpx", "opentelemetry"}
HAS_A_GRID = {"cryptography.x509", "odind.grid.server", "qh3"}
FOR_NEW_STORES = {"alembic", "sqlalchemy"}
FOR_TRACEBACKS = {"rich.console"}
FOR_SOUND_CARDS = {"sounddevice"}
SMALL = {"cython_runtime", "google", "grpc", "odind", "typing_extensions"}
IMPORTED = re.compile(r"^import time:.*\| +(\S+)$", re.MULTILINE)
LOADED = "import sys; import {module}; print(*sys.modules)"
COUNT_DATA_CLASSES = """
import dataclasses, gc
from odind.core.values import late
made, make = set(), dataclasses._process_class
def count(kind, *options):
    made.add((kind.__module__, kind.__qualname__))
    return make(kind, *options)
dataclasses._process_class = count
import odind.__main__, odind.daemon, odind.daemon.kernel
waiting = [one for one in gc.get_objects() if isinstance(one, late._Late)]
print(sum(module.startswith("odind") for module, _ in made), len(waiting))
"""


@pytest.fixture
def started(tmp_path: Path) -> Iterator[DaemonProcess]:
    """A daemon with a past that uses a gateway elsewhere and serves no HTTP, and logs what it imports."""
    gateway = ("--gateway", "http://127.0.0.1:9")
    before = DaemonProcess(tmp_path / "before", *gateway, "--state", str(tmp_path / "state"))
    before.wait_until("READY=1")
    before.end()
    daemon = DaemonProcess(tmp_path, *gateway, environment={"PYTHONPROFILEIMPORTTIME": "1"})
    daemon.wait_until("READY=1")
    yield daemon
    daemon.end()


def loaded_by(module: str) -> set[str]:
    """Return the modules that are there once `module` is imported, and are not without it."""
    return _all_with(module) - _all_with("sys")


def _all_with(module: str) -> set[str]:
    command = [sys.executable, "-c", LOADED.format(module=module)]
    return set(subprocess.run(command, capture_output=True, check=True, text=True).stdout.split())


def test_a_start_loads_nothing_that_its_settings_do_not_ask_for(started: DaemonProcess) -> None:
    loaded = set(IMPORTED.findall(started.log()))
    assert {"odind.daemon.kernel", "odind.storage.sqlite"} <= loaded
    assert loaded & (SERVES_HTTP | ASKS_OTHERS | HAS_A_GRID | FOR_SOUND_CARDS) == set()
    assert loaded & (FOR_NEW_STORES | FOR_TRACEBACKS) == set()


def test_the_client_loads_grpc_and_nothing_else_of_size() -> None:
    ours = {name.partition(".")[0] for name in loaded_by("odind.client")} - set(sys.stdlib_module_names)
    assert {name for name in ours if not name.startswith(("_", "grpc_"))} <= SMALL


def test_the_command_of_the_daemon_loads_neither_the_daemon_nor_a_grid() -> None:
    loaded = loaded_by("odind.__main__")
    assert loaded & (SERVES_HTTP | ASKS_OTHERS | HAS_A_GRID | {"grpc", "numpy", "odind.daemon"}) == set()


def test_most_data_classes_of_a_start_wait_for_their_first_object() -> None:
    command = [sys.executable, "-c", COUNT_DATA_CLASSES]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    made, waiting = map(int, said.split())
    assert made < waiting / 3
