"""Lengths of time as people write them."""

from __future__ import annotations

import pytest

from odind.core.values.span import span_s


@pytest.mark.parametrize(("text", "seconds"), [("0", 0), ("90", 90), ("90s", 90), ("5m", 300), ("2h", 7_200)])
def test_a_span_is_a_number_and_its_unit(text: str, seconds: int):
    assert span_s(text) == seconds


@pytest.mark.parametrize("text", ["", "s", "-1", "1d", "1.5h", "1 h", "5h30m", "\uff19s", "1" * 10])
def test_anything_else_is_refused_with_an_example(text: str):
    with pytest.raises(ValueError, match="such as 90s, 5m or 2h"):
        span_s(text)
