"""A daemon in memory with an audio socket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rpc.bench import Bench, open_bench
from tests.rpc.conftest import log, no_task_is_left

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

__all__ = ["bench", "log", "no_task_is_left"]


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """Audio calls are made at the audio socket."""
    async with open_bench(tmp_path, door=True) as opened:
        yield opened
