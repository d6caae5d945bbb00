"""Fixtures for tests of the installed commands."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from .processes import PATIENCE, DaemonProcess, children

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaemonProcess]:
    """A daemon with its embedded grid, shared by all tests that do not end it."""
    started = DaemonProcess(tmp_path_factory.mktemp("shared"))
    started.wait_until("READY=1")
    yield started
    started.end()


@pytest.fixture(autouse=True)
async def nothing_is_left(daemon: DaemonProcess) -> AsyncIterator[None]:
    """Fail a test after which a process or a task still runs."""
    before = children()
    yield
    await asyncio.sleep(0)
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    if tasks:  # gRPC ends a cancelled call in a task, which a thread of its own wakes
        _, tasks = await asyncio.wait(tasks, timeout=PATIENCE)
    assert not tasks, f"tasks still running: {tasks}"
    left = children() - before
    assert not left, f"processes still running: {left}"
    assert daemon.process.poll() is None, daemon.log()


@pytest.fixture
def start_daemon(tmp_path: Path) -> Iterator[Callable[..., DaemonProcess]]:
    """Start a daemon of the test's own, in a folder of that name."""
    started: list[DaemonProcess] = []

    def start(*arguments: str, name: str = "own", **how: Any) -> DaemonProcess:
        started.append(DaemonProcess(tmp_path / name, *arguments, **how))
        return started[-1]

    yield start
    for one in started:
        one.end()


@pytest.fixture
def room(request: pytest.FixtureRequest) -> str:
    """A room of the test's own in the shared grid."""
    return str(request.node.name)
