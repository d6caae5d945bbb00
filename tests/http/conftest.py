"""A served bench."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rpc.conftest import log, no_task_is_left

from .bench import Bench, open_bench

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

__all__ = ["bench", "log", "no_task_is_left"]


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    """The HTTP face with the limits of a fresh installation."""
    async with open_bench() as bench:
        yield bench


@pytest.fixture
async def unix_bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """The same on a unix socket as well."""
    async with open_bench(socket=tmp_path / "http.sock") as bench:
        yield bench
