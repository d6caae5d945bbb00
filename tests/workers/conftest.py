"""Fixtures for tests of a front over workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rpc.conftest import log, no_task_is_left

from .bench import FrontBench, open_front_bench

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

__all__ = ["bench", "log", "no_task_is_left"]


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[FrontBench]:
    """A front over two workers in memory."""
    async with open_front_bench(tmp_path) as opened:
        yield opened
