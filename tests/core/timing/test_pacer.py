from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from odind.core.timing.pacer import Pacer
from odind.core.timing.tick import TICK_S

delays = st.one_of(st.just(0.0), st.floats(0, 0.05), st.floats(0, 5), st.floats(0, 500))


def test_ticks_come_every_20_ms():
    pacer = Pacer(100.0)
    for number in range(200):
        assert abs(pacer.due_at() - (100.0 + number * TICK_S)) < 1e-9
        assert pacer.run(pacer.due_at()) == number
    assert (pacer.late, pacer.given_up) == (0, 0)


def test_late_ticks_are_made_up_for_closer_together_and_counted():
    pacer = Pacer(0.0)
    pacer.run(0.0)
    now = 0.25
    assert pacer.run(now) == 1
    numbers = []
    while pacer.due_at() > pacer._next * TICK_S + 1e-9:
        assert abs(pacer.due_at() - now - TICK_S / 4) < 1e-9
        now = pacer.due_at()
        numbers.append(pacer.run(now))
    assert numbers == list(range(2, 2 + len(numbers)))
    assert pacer.late > 0
    assert pacer.given_up == 0
    assert abs(pacer._next * TICK_S - now) < 2 * TICK_S


def test_a_tick_is_late_from_its_successors_time_on():
    pacer = Pacer(0.0)
    pacer.run(0.019)
    assert pacer.late == 0
    pacer.run(0.041)
    assert (pacer.late, pacer.given_up) == (1, 0)


def test_beyond_a_second_the_missing_ticks_are_given_up_and_counted():
    pacer = Pacer(0.0)
    pacer.run(0.0)
    assert pacer.run(10.01) == 500
    assert pacer.given_up == 499
    assert pacer.late == 1
    assert pacer.run(pacer.due_at()) == 501


def test_after_a_rest_the_clock_says_the_number():
    pacer = Pacer(0.0)
    assert pacer.run(0.0) == 0
    assert pacer.upcoming(7.001, resting=True) == 351
    pacer.resume(7.001)
    assert pacer.upcoming(7.001, resting=False) == 351
    assert abs(pacer.due_at() - 7.02) < 1e-9
    assert (pacer.late, pacer.given_up) == (0, 0)


def test_a_rest_of_no_length_repeats_no_tick():
    pacer = Pacer(0.1)
    for _ in range(1_000):
        now = pacer.due_at()
        ran = pacer.run(now)
        pacer.resume(now)
        assert pacer.upcoming(now, resting=False) == ran + 1


@given(st.floats(0, 1e6), st.lists(st.tuples(delays, st.booleans(), delays), max_size=60))
def test_numbers_strictly_increase_spacing_is_kept_and_the_clock_is_followed(
    start: float, steps: list[tuple[float, bool, float]]
) -> None:
    pacer = Pacer(start)
    now, last_number, last_run = start, -1, start - TICK_S
    for delay, rests, rest in steps:
        if rests:
            now += rest
            announced = pacer.upcoming(now, resting=True)
            pacer.resume(now)
            assert pacer.upcoming(now, resting=False) == announced
        now = max(now, pacer.due_at()) + delay
        number = pacer.run(now)
        assert number > last_number
        assert now - last_run >= TICK_S / 4 - 1e-6
        clock = (now - start) / TICK_S
        assert clock - 52 < number < clock + 2
        last_number, last_run = number, now


@given(st.lists(delays, min_size=1, max_size=40))
def test_every_tick_of_the_clock_is_run_or_counted_as_given_up(stalls: list[float]) -> None:
    pacer = Pacer(0.0)
    now = 0.0
    for runs, stall in enumerate(stalls):
        now = max(now, pacer.due_at()) + stall
        assert pacer.run(now) == runs + pacer.given_up
