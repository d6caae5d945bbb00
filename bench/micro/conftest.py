"""What every measurement works on: the clip of the examples."""

from __future__ import annotations

from typing import Any

import pytest

from .inputs import Clip, read_clip


@pytest.fixture(scope="session")
def clip() -> Clip:
    return read_clip()


def pytest_benchmark_update_json(output_json: dict[str, Any]) -> None:
    """Keep the statistics, not every single round: those would be a hundred megabytes."""
    for benchmark in output_json["benchmarks"]:
        del benchmark["stats"]["data"]
