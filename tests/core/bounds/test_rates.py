"""Rates of callers: each has its own, and an error says when to try again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.bounds.rates import Rate
from odind.core.errors import ResourceExhaustedError


def rate(most: int = 10, seconds: float = 1) -> Rate:
    return Rate(most, seconds, "calls", "caller_calls_per_second")


def spent(one: Rate, caller: str, now: float, count: int) -> int:
    """How many of so many calls were let through."""
    passed = 0
    for _ in range(count):
        try:
            one.spend(caller, now)
        except ResourceExhaustedError:
            continue
        passed += 1
    return passed


def test_twice_as_much_is_there_at_once_and_the_rate_from_then_on():
    one = rate()
    assert spent(one, "a", 0, 100) == 20
    assert spent(one, "a", 1, 100) == 10
    assert spent(one, "a", 100, 100) == 20


def test_callers_have_nothing_to_do_with_one_another():
    one = rate()
    spent(one, "a", 0, 100)
    assert spent(one, "b", 0, 100) == 20


def test_the_error_says_when_to_try_again_and_that_is_true():
    one = rate(2, 60)
    spent(one, "a", 0, 4)
    with pytest.raises(ResourceExhaustedError, match=r"2 calls in 60 s.*limits\.caller") as refused:
        one.spend("a", 0)
    assert (refused.value.reason, refused.value.retry_after_s) == ("RATE_EXCEEDED", 30)
    one.spend("a", 30)


@given(st.lists(st.tuples(st.floats(0, 2), st.integers(1, 30)), max_size=50))
def test_never_more_than_burst_and_rate_in_any_time(steps: list[tuple[float, int]]):
    one, now, passed = rate(), 0.0, 0
    for pause, count in steps:
        now += pause
        passed += spent(one, "a", now, count)
        assert passed <= 20 + 10 * now + 1e-6


def test_callers_that_are_forgotten_are_those_that_called_least_lately():
    one = rate()
    spent(one, "busy", 0, 20)
    for number in range(4_095):
        one.spend(f"other {number}", 0)
    assert spent(one, "busy", 0, 1) == 0
    for number in range(4_095):
        one.spend(f"third {number}", 0)
    assert len(one._buckets) == 4_096
    assert spent(one, "busy", 0, 1) == 0
