"""The fixture of tests of HLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .cinema import Cinema, open_cinema

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def cinema() -> AsyncIterator[Cinema]:
    async with open_cinema() as opened:
        yield opened
