"""Pauses between attempts."""

from __future__ import annotations

from odind.core.timing.backoff import Backoff


def test_pauses_double_up_to_a_bound_and_begin_anew_after_a_steady_run() -> None:
    backoff = Backoff(0.25, 8.0, steady_s=5.0, restart_s=0.0)
    assert [backoff.pause_s(0.1) for _ in range(8)] == [0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0]
    assert [backoff.pause_s(5.0), backoff.pause_s(0.1)] == [0.0, 0.25]


def test_without_a_steady_run_pauses_never_shrink() -> None:
    backoff = Backoff(0.5, 2.0)
    assert [backoff.pause_s(1e9) for _ in range(4)] == [0.5, 1.0, 2.0, 2.0]
