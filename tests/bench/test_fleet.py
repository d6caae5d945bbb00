"""A fleet of simulated members is measured by the same code as a large one."""

from __future__ import annotations

import pytest

from bench.fleet import measure
from bench.fleet_report import HEAD, Size, row, statements
from tests.storage.servers import programs


async def test_a_small_fleet_is_measured() -> None:
    if not programs():
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    found = await measure(Size(3, 300, seconds=0.5, probed_s=0.1, dying=False))
    assert found.lived.joins
    assert found.load.cores > 0
    assert found.load.wal_bytes_per_s > 0
    assert found.load.statements_per_s > 0
    assert found.memory.session_mb > 0
    assert found.times.own_rows > found.times.holder > 0
    assert row(found).count("|") == HEAD[0].count("|")
    assert any("with held as" in line for line in statements(found))


@pytest.mark.parametrize("wrong", [(1, 10), (10, 9), (10, 100, 0)])
def test_a_size_that_cannot_be_measured_is_refused(wrong: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="it takes 2 members"):
        Size(*wrong)
