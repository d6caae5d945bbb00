"""Lengths of time as people write them."""

from __future__ import annotations

import pytest

from odind.core.values.span import fine_span_s, span_s


@pytest.mark.parametrize(("text", "seconds"), [("0", 0), ("90", 90), ("90s", 90), ("5m", 300), ("2h", 7_200)])
def test_a_span_is_a_number_and_its_unit(text: str, seconds: int):
    assert span_s(text) == seconds


@pytest.mark.parametrize("text", ["", "s", "-1", "1d", "1.5h", "1 h", "5h30m", "\uff19s", "1" * 10])
def test_anything_else_is_refused_with_an_example(text: str):
    with pytest.raises(ValueError, match="such as 90s, 5m or 2h"):
        span_s(text)


@pytest.mark.parametrize(("text", "seconds"), [("0.5s", 0.5), ("0.02", 0.02), ("90", 90.0), ("1.5m", 90.0)])
def test_a_fine_length_may_have_a_fraction(text: str, seconds: float) -> None:
    assert fine_span_s(text) == seconds


@pytest.mark.parametrize("text", ["", ".5s", "0.5.5", "-1", "1e3", "0.0001s", "nan"])
def test_what_is_no_fine_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"0\.5s"):
        fine_span_s(text)
