"""Killed at a random moment, a daemon takes back nothing of what its callers were told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .killing import killing

if TYPE_CHECKING:
    from pathlib import Path

_KILLS = 3


@pytest.mark.parametrize("workers", [0, 2])
async def test_events_that_were_seen_and_joins_that_were_answered_outlive_kills(
    tmp_path: Path, workers: int
) -> None:
    async with killing(tmp_path, "--workers", str(workers), seed=workers) as work:
        for _ in range(_KILLS):
            await work.once()
    assert len(work.told.events) > _KILLS
    assert work.told.joined
