"""Ledgers that the processes of a daemon share."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.bounds.budget import EVERYBODY, streams_budget
from odind.core.bounds.limits import Limits
from odind.core.errors import ResourceExhaustedError
from odind.daemon.tally import Kind, Tally


def test_a_limit_holds_over_all_processes_in_total_and_for_each_caller():
    tally = Tally.create(2)
    other = Tally(os.dup(tally.file), 2)  # as a worker maps it
    limits = Limits(max_audio_streams=4)
    here = streams_budget(limits, tally.ledger(Kind.STREAMS, 0))
    there = streams_budget(limits, other.ledger(Kind.STREAMS, 1))
    here.take("greedy", 2)
    there.take("greedy")
    with pytest.raises(ResourceExhaustedError, match="one caller may hold 3"):
        there.take("greedy")
    last = there.take("modest")
    with pytest.raises(ResourceExhaustedError, match="all callers together may hold 4"):
        here.take("late")
    last.release()
    here.take("late")
    assert [tally.streams(worker) for worker in range(2)] == [3, 1]


def test_what_a_lost_worker_held_is_free_again():
    tally = Tally.create(2)
    for row in (0, 1, tally.front):
        tally.ledger(Kind.BUFFERS, row).add(["one"], 10)
    tally.clear(0)
    assert tally.ledger(Kind.BUFFERS, 1).held("one") == 20


@given(st.lists(st.tuples(st.text(max_size=20), st.integers(1, 100), st.integers(0, 2)), max_size=30))
def test_everybody_is_the_sum_of_all_and_kinds_do_not_mix(steps: list[tuple[str, int, int]]):
    tally = Tally.create(2)
    for caller, amount, row in steps:
        tally.ledger(Kind.CALLS, row).add([caller], amount)
    ledger = tally.ledger(Kind.CALLS, 0)
    assert ledger.held(EVERYBODY) == sum(amount for _, amount, _ in steps)
    for caller, amount, _ in steps:
        assert ledger.held(caller) >= amount
    assert tally.ledger(Kind.STREAMS, 0).held(EVERYBODY) == 0
    for caller, amount, row in steps:
        tally.ledger(Kind.CALLS, row).add(caller, -amount)
    assert ledger.held(EVERYBODY) == 0
