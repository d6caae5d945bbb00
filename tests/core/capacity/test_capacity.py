"""How many more fit, as a formula: bounds, ratios, and the sum over processes."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.bounds.limits import Limits
from odind.core.capacity.capacity import (
    Bottleneck,
    Capacity,
    Cost,
    Costs,
    Machine,
    Streams,
    Use,
    combine,
    live_factor,
    reckon,
)

COSTS = Costs(
    running=Cost(1_000, 2_000, 0), pcm=Cost(400, 500, 600_000), pass_through=Cost(100, 200, 300_000)
)
IDLE = Use(processes=1, connections=0, audio_streams=0, loop_cores=0, cpu_cores=0, memory_bytes=100_000_000)
NOBODY = Streams(0, 0)
LARGE = Machine(64, 0, math.inf, 0, 1 << 40)
LIMITS = Limits(max_connections=10_000, max_audio_streams=10_000)

counts = st.integers(0, 500)
shares = st.floats(0, 4)
costs = st.builds(
    lambda loop, more, memory: Cost(loop, loop + more, memory),
    st.floats(1, 5_000),
    st.floats(0, 5_000),
    st.integers(1, 10_000_000),
)
machines = st.builds(
    Machine,
    st.integers(1, 128),
    st.floats(0, 200),
    st.one_of(st.just(math.inf), st.floats(0.1, 64)),
    st.floats(0, 64),
    st.integers(0, 1 << 40),
)
limits = st.builds(
    Limits, max_connections=st.integers(1, 2**31 - 1), max_audio_streams=st.integers(1, 2**31 - 1)
)
uses = st.builds(Use, st.just(1), counts, counts, shares, shares, st.integers(0, 1 << 40))
capacities = st.builds(
    reckon,
    st.builds(Costs, costs, costs, costs),
    st.builds(Streams, counts, counts),
    uses,
    machines,
    limits,
)


def bound(capacity: Capacity, bottleneck: Bottleneck) -> tuple[int, int]:
    (found,) = (bound for bound in capacity.bounds if bound.bottleneck is bottleneck)
    return found.pcm, found.pass_through


def about(capacity: Capacity) -> Capacity:
    """The same without the last bits of sums of floats."""
    use = capacity.use
    return replace(
        capacity, use=replace(use, loop_cores=round(use.loop_cores, 6), cpu_cores=round(use.cpu_cores, 6))
    )


# One process


def test_an_idle_loop_takes_what_fits_into_three_quarters_beside_the_ticks():
    capacity = reckon(COSTS, NOBODY, IDLE, LARGE, LIMITS)
    assert bound(capacity, Bottleneck.LOOP) == ((15_000 - 1_000) // 400, (15_000 - 1_000) // 100)
    assert (capacity.pcm.pcm, capacity.pcm.bottleneck) == (35, Bottleneck.LOOP)
    assert capacity.pass_through.pass_through == 140


def test_streams_that_are_silent_now_have_their_place():
    quiet = replace(IDLE, connections=10, audio_streams=10)
    capacity = reckon(COSTS, Streams(10, 0), quiet, LARGE, LIMITS)
    assert bound(capacity, Bottleneck.LOOP)[0] == 25
    capacity = reckon(COSTS, Streams(0, 10), quiet, LARGE, LIMITS)
    assert bound(capacity, Bottleneck.LOOP)[0] == 32


def test_streams_that_take_more_than_reckoned_make_those_to_come_dearer():
    busy = replace(IDLE, connections=10, audio_streams=10, loop_cores=0.5)
    capacity = reckon(COSTS, Streams(10, 0), busy, LARGE, LIMITS)
    assert live_factor(COSTS, Streams(10, 0), 0.5) == pytest.approx(2)
    assert capacity.pcm_cost == Cost(800, 1_000, 600_000)
    assert bound(capacity, Bottleneck.LOOP) == (6, 25)


def test_a_loop_that_is_busy_without_streams_teaches_nothing_about_their_cost():
    capacity = reckon(COSTS, NOBODY, replace(IDLE, loop_cores=0.4), LARGE, LIMITS)
    assert capacity.pcm_cost == COSTS.pcm
    assert bound(capacity, Bottleneck.LOOP)[0] == 17


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        (Machine(2, 0, math.inf, 0, 1 << 40), (36_000 - 2_000) // 500),
        (Machine(2, 1, math.inf, 0, 1 << 40), (16_000 - 2_000) // 500),
        (Machine(2, 0, 0.5, 0, 1 << 40), (9_000 - 2_000) // 500),
        (Machine(2, 0, 0.5, 0.2, 1 << 40), (5_000 - 2_000) // 500),
        (Machine(2, 1.9, math.inf, 0, 1 << 40), 0),
    ],
    ids=["two cores", "others are busy", "a quota", "a quota in use", "nothing left"],
)
def test_cores_are_shared_with_everybody_else(machine: Machine, expected: int):
    assert bound(reckon(COSTS, NOBODY, IDLE, machine, LIMITS), Bottleneck.CORES)[0] == expected


def test_memory_is_what_is_available():
    machine = replace(LARGE, memory_available_bytes=7_500_000)
    capacity = reckon(COSTS, NOBODY, IDLE, machine, LIMITS)
    assert bound(capacity, Bottleneck.MEMORY) == (10, 20)
    assert capacity.pcm.bottleneck is Bottleneck.MEMORY


def test_limits_count_what_is_there():
    use = replace(IDLE, connections=5, audio_streams=3)
    capacity = reckon(COSTS, NOBODY, use, LARGE, Limits(max_connections=8, max_audio_streams=4))
    assert bound(capacity, Bottleneck.MAX_CONNECTIONS) == (3, 3)
    assert bound(capacity, Bottleneck.MAX_AUDIO_STREAMS) == (1, 1)
    assert (capacity.pcm.pcm, capacity.pcm.bottleneck) == (1, Bottleneck.MAX_AUDIO_STREAMS)


@given(capacities)
def test_every_bottleneck_is_named_once_and_the_answer_is_the_least(capacity: Capacity):
    assert sorted(bound.bottleneck.value for bound in capacity.bounds) == sorted(b.value for b in Bottleneck)
    assert capacity.pcm.pcm == min(bound.pcm for bound in capacity.bounds)
    assert capacity.pass_through.pass_through == min(bound.pass_through for bound in capacity.bounds)
    assert all(0 <= number < 2**31 for bound in capacity.bounds for number in (bound.pcm, bound.pass_through))


@given(st.builds(Costs, costs, costs, costs), uses, machines, limits, st.builds(Streams, counts, counts))
def test_another_stream_never_makes_room(
    prices: Costs, use: Use, machine: Machine, allowed: Limits, streams: Streams
):
    """Where the streams take what was reckoned: dearer ones are told by the load they make."""
    calm = replace(use, loop_cores=0)
    before = reckon(prices, streams, calm, machine, allowed)
    more = replace(calm, connections=use.connections + 1, audio_streams=use.audio_streams + 1)
    after = reckon(prices, replace(streams, pcm=streams.pcm + 1), more, machine, allowed)
    for bottleneck in Bottleneck:
        assert bound(after, bottleneck) <= bound(before, bottleneck)


@given(capacities)
def test_what_fits_by_the_loop_really_does(capacity: Capacity):
    more, loop = bound(capacity, Bottleneck.LOOP)[0], capacity.use.loop_cores
    assert more == 0 or loop + (more - 2e-6) * capacity.pcm_cost.loop_us / 20_000 <= 0.75


# Several processes


def test_loops_add_up_while_cores_memory_and_limits_are_there_once():
    machine = Machine(4, 1, math.inf, 0, 60_000_000)
    allowed = Limits(max_connections=100, max_audio_streams=60)
    one = reckon(COSTS, Streams(4, 0), replace(IDLE, connections=5, audio_streams=4), machine, allowed)
    two = reckon(COSTS, NOBODY, replace(IDLE, connections=20), replace(machine, busy_cores=1.2), allowed)
    both = combine([one, two])
    assert bound(both, Bottleneck.LOOP) == (31 + 35, 124 + 140)
    assert bound(both, Bottleneck.CORES) == bound(two, Bottleneck.CORES)
    assert bound(both, Bottleneck.MEMORY) == (80, 160)
    assert bound(both, Bottleneck.MAX_CONNECTIONS) == (75, 75)
    assert bound(both, Bottleneck.MAX_AUDIO_STREAMS) == (56, 56)
    assert (both.use.processes, both.use.connections, both.use.audio_streams) == (2, 25, 4)
    assert (both.pcm.pcm, both.pcm.bottleneck) == (56, Bottleneck.MAX_AUDIO_STREAMS)


@given(capacities)
def test_one_process_alone_is_what_it_says(capacity: Capacity):
    assert combine([capacity]) == replace(capacity, bounds=combine([capacity]).bounds)
    for bottleneck in Bottleneck:
        assert bound(combine([capacity]), bottleneck) == bound(capacity, bottleneck)


@given(st.lists(capacities, min_size=2, max_size=5), st.data())
def test_the_sum_does_not_depend_on_how_processes_are_grouped(parts: list[Capacity], data: st.DataObject):
    at = data.draw(st.integers(1, len(parts) - 1))
    assert about(combine([combine(parts[:at]), combine(parts[at:])])) == about(combine(parts))


@given(st.lists(capacities, min_size=1, max_size=5))
def test_what_is_there_once_is_never_counted_twice(parts: list[Capacity]):
    together = combine(parts)
    for bottleneck in set(Bottleneck) - {Bottleneck.LOOP}:
        assert bound(together, bottleneck)[0] <= min(bound(part, bottleneck)[0] for part in parts)
