"""Packets stay where they were said, however the clock of their peer runs."""

from __future__ import annotations

import pytest

from odind.core.recordings.placement import Placement

STEP = 1_800


def test_packets_of_a_steady_peer_lie_where_they_are_reckoned():
    placement = Placement()
    slots = [placement.slot(10 + number, number * STEP, 10 + number) for number in range(1_000)]
    assert slots == list(range(10, 1_010))
    assert placement.corrections == 0


@pytest.mark.parametrize("ppm", [200, -200, 1_000, -1_000])
def test_a_clock_that_drifts_is_followed_for_hours(ppm: int):
    placement, farthest = Placement(), 0
    for number in range(2 * 3_600 * 50):
        now = int(number / (1 + ppm / 1e6))
        farthest = max(farthest, abs(placement.slot(number, number * STEP, now) - now))
    assert farthest <= 5
    assert placement.corrections == pytest.approx(2 * 3_600 * 50 * abs(ppm) / 1e6, abs=5)


def test_a_first_packet_that_comes_late_costs_no_packet():
    placement = Placement()
    slots = [placement.slot(13 + number, number * STEP, max(13, 10 + number)) for number in range(1_000)]
    assert slots == list(range(13, 1_013))


def test_another_talkspurt_begins_where_its_first_packet_came():
    placement = Placement()
    for number in range(50 * 60 * 10):
        placement.slot(number, number * STEP, int(number * 1.001))
    assert placement.corrections
    assert placement.slot(40_000, 5, 40_000) == 40_000
