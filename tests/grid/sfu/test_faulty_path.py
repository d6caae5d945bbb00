"""Deliberate faults of one path."""

from __future__ import annotations

import pytest

from odind.core.errors import InvalidArgumentError
from odind.grid import DatagramFault
from odind.grid.sfu.faulty_path import FaultyPath


def fates(fault: DatagramFault, seed: str, count: int = 2000) -> list[list[tuple[float, bytes]]]:
    path = FaultyPath(fault, seed)
    return [path.pass_through(n.to_bytes(2)) for n in range(count)]


def test_the_same_seed_gives_the_same_faults_and_another_one_others():
    fault = DatagramFault(drop=0.1, duplicate=0.1, reorder=0.1, delay=0.01, jitter=0.02)
    assert fates(fault, "1/kim/sent") == fates(fault, "1/kim/sent")
    assert fates(fault, "1/kim/sent") != fates(fault, "2/kim/sent")


def test_datagrams_are_dropped_at_the_rate_asked_for():
    lost = sum(not fate for fate in fates(DatagramFault(drop=0.25), "s"))
    assert 400 < lost < 600


def test_duplicates_are_copies_and_nothing_is_lost():
    passed = [packet for fate in fates(DatagramFault(duplicate=0.5), "s") for _, packet in fate]
    assert len(set(passed)) == 2000
    assert 2800 < len(passed) < 3200


def test_a_reordered_datagram_leaves_behind_the_next():
    passed = [packet for fate in fates(DatagramFault(reorder=1.0), "s", 6) for _, packet in fate]
    assert [int.from_bytes(packet) for packet in passed] == [1, 0, 3, 2, 5, 4]


def test_delays_lie_between_delay_and_delay_plus_jitter():
    delays = [delay for fate in fates(DatagramFault(delay=0.1, jitter=0.05), "s") for delay, _ in fate]
    assert 0.1 <= min(delays) < 0.11
    assert 0.14 < max(delays) <= 0.15


@pytest.mark.parametrize("settings", [{"drop": 1.1}, {"reorder": -0.1}, {"delay": 61}, {"jitter": -1}])
def test_a_fault_out_of_range_is_refused(settings: dict[str, float]):
    with pytest.raises(InvalidArgumentError, match="FAULT_INVALID"):
        DatagramFault(**settings)
