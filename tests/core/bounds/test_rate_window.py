"""So many in any minute, and no more in the minute in which they come back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from odind.core.bounds.rate_window import RateWindow

EIGHTHS = st.integers(0, 240).map(lambda eighths: eighths / 8)
"""Seconds of which sums are exact."""


@given(st.integers(1, 8), st.lists(EIGHTHS, max_size=60))
def test_no_minute_has_more_than_is_allowed_and_the_wait_is_as_long_as_needed(most: int, gaps: list[float]):
    window, now, taken = RateWindow(most, 60.0), 0.0, list[float]()
    for gap in gaps:
        now += gap
        wait = window.wait_s(now)
        recent = [when for when in taken if when > now - 60.0]
        assert (wait > 0) == (len(recent) >= most)
        assert window.free(now) == max(0, most - len(recent))
        now += wait
        window.take(now)
        taken.append(now)
    for first, after in zip(taken, taken[most:], strict=False):
        assert after - first >= 60.0
