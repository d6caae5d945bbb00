"""How many more connections fit, in the proto's words and across processes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from odind.core.capacity.capacity import Bottleneck, Bound, Capacity, Cost, Use
from odind.core.fleet.member import FleetCapacity
from odind.pack.capacity import pack_capacity
from odind.workers.wire import decode, encode

numbers = st.integers(0, 2**31 - 1)
amounts = st.floats(0, 1e6)
costs = st.builds(Cost, amounts, amounts, st.integers(0, 2**63))
capacities = st.builds(
    Capacity,
    st.tuples(*(st.builds(Bound, st.just(bottleneck), numbers, numbers) for bottleneck in Bottleneck)),
    st.builds(Use, numbers, numbers, numbers, amounts, amounts, st.integers(0, 2**63)),
    costs,
    costs,
)


@given(capacities)
def test_the_message_says_the_least_bounds_and_all_others(capacity: Capacity) -> None:
    message = pack_capacity(capacity, None)
    assert not message.HasField("fleet")
    assert message.more_connections == capacity.pcm.pcm
    assert message.more_pass_through == capacity.pass_through.pass_through
    assert [(one.connections, one.pass_through) for one in message.bounds] == [
        (one.pcm, one.pass_through) for one in capacity.bounds
    ]
    assert message.use.audio_streams == capacity.use.audio_streams


@given(capacities, st.one_of(st.none(), amounts))
def test_what_the_fleet_has_room_for_is_told_with_its_age(capacity: Capacity, age_s: float | None) -> None:
    fleet = pack_capacity(capacity, FleetCapacity(3, 20, 7, age_s)).fleet
    assert (fleet.members, fleet.connections, fleet.more_connections) == (3, 20, 7)
    assert fleet.HasField("age") == (age_s is not None)


@given(capacities)
def test_a_worker_tells_its_front_exactly_what_it_reckons(capacity: Capacity) -> None:
    assert decode(encode(1, capacity)) == (1, capacity)
