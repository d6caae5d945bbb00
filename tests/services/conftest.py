"""A whole daemon for each test that asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .household import Household, open_household

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def household(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Household]:
    async with open_household(tmp_path, monkeypatch) as opened:
        yield opened
