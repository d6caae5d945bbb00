"""Every decoder of strangers' bytes, with the same damaged bytes at every run; `make fuzz` tries others."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from .mutations import bytes_like
from .targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_but_a_refusal_comes_of_damaged_bytes(name: str) -> None:
    target = TARGETS[name]
    check = settings(
        max_examples=target.examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )(given(bytes_like(target.seeds))(target.run))
    check()


@pytest.mark.parametrize("name", TARGETS)
def test_every_seed_is_taken(name: str) -> None:
    for seed in TARGETS[name].seeds:
        TARGETS[name].run(seed)
