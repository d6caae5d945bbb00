"""Every test here runs against each implementation of the runtime port."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from .houses import HOUSES, Visits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture(params=list(HOUSES))
async def visits(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Visits]:
    """A house that can be visited; every room is left at the end, and no task stays behind."""
    async with HOUSES[request.param](tmp_path, monkeypatch) as house:
        opened = Visits(house)
        yield opened
        await opened.aclose()
    left = asyncio.all_tasks() - {asyncio.current_task()}
    assert not left, f"still running: {left}"
