"""Reports of peers' positions: at most ten a second each, the last one always."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from odind.core.space.movement import SPACING_TICKS, Movement
from odind.core.space.place import ORIGIN, Position

HERE, THERE, ELSEWHERE = ((Position(0, x),) for x in (1.0, 2.0, 3.0))


def test_the_first_position_is_reported_at_once():
    assert Movement().take(7, HERE, 100)


def test_who_stands_still_is_reported_once():
    movement = Movement()
    movement.take(7, HERE, 0)
    assert not any(movement.take(7, HERE, tick) for tick in range(1, 100))
    assert movement.resting


def test_who_moves_on_is_reported_when_the_time_has_come():
    movement = Movement()
    movement.take(7, HERE, 0)
    assert not movement.take(7, THERE, 1)
    assert not movement.resting
    assert movement.due(SPACING_TICKS - 1) == []
    assert movement.due(SPACING_TICKS) == [(7, THERE)]
    assert movement.resting


def test_who_comes_back_meanwhile_is_not_reported():
    movement = Movement()
    movement.take(7, HERE, 0)
    movement.take(7, THERE, 1)
    movement.take(7, HERE, 2)
    assert movement.due(50) == []


def test_a_peer_that_left_is_not_reported():
    movement = Movement()
    movement.take(7, HERE, 0)
    movement.take(7, THERE, 1)
    movement.forget(7)
    assert movement.due(50) == []
    assert movement.take(7, THERE, 51)


def test_peers_do_not_slow_each_other_down():
    movement = Movement()
    assert movement.take(7, HERE, 0)
    assert movement.take(8, HERE, 0)


places = st.sampled_from([ORIGIN, HERE, THERE, ELSEWHERE])


@given(st.lists(st.tuples(st.integers(1, 3), places | st.none()), max_size=200))
def test_reports_are_spaced_and_end_with_where_everybody_is(
    steps: list[tuple[int, tuple[Position, ...] | None]],
):
    movement = Movement()
    reports: dict[int, list[tuple[int, tuple[Position, ...]]]] = {1: [], 2: [], 3: []}
    last: dict[int, tuple[Position, ...]] = {}
    for tick, (peer_id, positions) in enumerate(steps):
        if positions is not None:
            last[peer_id] = positions
            if movement.take(peer_id, positions, tick):
                reports[peer_id].append((tick, positions))
        for due_id, due in movement.due(tick):
            reports[due_id].append((tick, due))
    for due_id, due in movement.due(len(steps) + SPACING_TICKS):
        reports[due_id].append((len(steps) + SPACING_TICKS, due))
    assert movement.resting
    for peer_id, told in reports.items():
        assert all(after - before >= SPACING_TICKS for (before, _), (after, _) in itertools.pairwise(told))
        assert all(before != after for (_, before), (_, after) in itertools.pairwise(told))
        assert not told or told[-1][1] == last[peer_id]
