"""Fixtures for the tests of the gRPC face."""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from typing import TYPE_CHECKING

import pytest

from odind import logs

from .bench import Bench, open_bench

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


_PATIENCE_S = 10.0


@pytest.fixture(autouse=True)
async def no_task_is_left() -> AsyncIterator[None]:
    """Fail a test after which anything still runs in its loop."""
    yield
    await asyncio.sleep(0)
    left = asyncio.all_tasks() - {asyncio.current_task()}
    if left:  # gRPC ends a cancelled call in a task, which a thread of its own wakes
        _, left = await asyncio.wait(left, timeout=_PATIENCE_S)
    assert not left, f"still running: {left}"


@pytest.fixture
def door() -> bool:
    """Whether audio calls are made at the audio socket; tests of both ways have it as a parameter."""
    return False


@pytest.fixture
async def bench(tmp_path: Path, *, door: bool) -> AsyncIterator[Bench]:
    """A served daemon in memory."""
    async with open_bench(tmp_path, door=door) as opened:
        yield opened


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the daemon logs, everything it can log, as it would in production."""
    root, ours = logging.getLogger(), logging.getLogger("odind")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    logs.configure("debug", "json")
    root.setLevel(logging.DEBUG)
    yield written
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])
