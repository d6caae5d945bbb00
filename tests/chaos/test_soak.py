"""While workers are killed, the grid restarts and the store is away, nothing is lost and nothing is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .soak import soaking

if TYPE_CHECKING:
    from pathlib import Path


async def test_one_round_of_all_faults_loses_no_event_no_connection_and_no_task(tmp_path: Path) -> None:
    async with soaking(tmp_path, seed=1) as soak:
        await soak.run(0)
    first, *others = soak.looks
    assert len(others) >= 4
    assert soak.told.joined
    assert len(soak.told.events) > 100
    assert others[-1].tasks <= first.tasks + 5
