"""Places: what is allowed, and how they get onto the wire and back."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.errors import InvalidArgumentError
from odind.core.space.place import ORIGIN, Place, Position

coordinate = st.floats(-1_000, 1_000)
position = st.builds(Position, st.integers(0, 63), coordinate, coordinate, coordinate)
positions = st.lists(position, max_size=12, unique_by=lambda place: place.channel)


def test_without_positions_one_is_on_channel_0_at_the_origin():
    assert Place().on_the_wire == ORIGIN


def test_coordinates_are_scaled():
    place = Place().moved([Position(3, 10, -20, 40)], 0.05)
    assert place.on_the_wire == (Position(3, 0.5, -1.0, 2.0),)


def test_another_scale_holds_for_what_was_set_before():
    place = Place().moved([Position(3, 10)], 1.0).moved([], 0.1)
    assert place.on_the_wire == (Position(3, 1.0),)


def test_moving_on_one_channel_leaves_the_others():
    place = Place().moved([Position(3, 1), Position(0, 1)]).moved([Position(3, 2)])
    assert place.positions == (Position(0, 1), Position(3, 2))


def test_the_last_position_of_a_channel_counts():
    assert Place().moved([Position(3, 1), Position(3, 2)]).positions == (Position(3, 2),)


def test_leaving_channels():
    place = Place(0.5, (Position(0), Position(3), Position(5)))
    assert place.left([3, 9]).positions == (Position(0), Position(5))
    assert place.left([]) == Place(0.5)


@given(positions, st.floats(0.001, 1_000))
def test_positions_come_back_from_the_wire_by_channel(there: list[Position], scale: float):
    place = Place(scale)
    wired = Place().moved(there).moved([], scale).on_the_wire if there else ()
    back = place.from_the_wire(reversed(wired))
    assert [one.channel for one in back] == sorted(one.channel for one in there)
    for ours, theirs in zip(back, sorted(there, key=lambda one: one.channel), strict=True):
        assert (ours.x, ours.y, ours.z) == pytest.approx((theirs.x, theirs.y, theirs.z))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1_048_577.0, -1_048_577.0])
@pytest.mark.parametrize("axis", ["x", "y", "z"])
def test_what_is_nowhere_is_refused(axis: str, value: float):
    with pytest.raises(InvalidArgumentError, match="POSITION_INVALID"):
        Place().moved([Position(1, **{axis: value})])


def test_a_scale_that_sends_a_position_too_far_is_refused():
    place = Place().moved([Position(1, 2_000)])
    with pytest.raises(InvalidArgumentError, match="POSITION_INVALID"):
        place.moved([], 1_000)


@pytest.mark.parametrize("scale", [0.0, -1.0, math.nan, math.inf, 1e-10, 1e10])
def test_a_scale_has_bounds(scale: float):
    with pytest.raises(InvalidArgumentError, match="POSITION_SCALE_INVALID"):
        Place(scale)


@pytest.mark.parametrize("channel", [-1, 64, 2**32 - 1])
def test_there_are_64_channels(channel: int):
    with pytest.raises(InvalidArgumentError, match="CHANNEL_INVALID"):
        Place().moved([Position(channel)])


def test_at_most_twelve_channels():
    full = Place().moved([Position(channel) for channel in range(12)])
    with pytest.raises(InvalidArgumentError, match="TOO_MANY_POSITIONS"):
        full.moved([Position(12)])
    assert len(full.left([0]).moved([Position(12)]).positions) == 12
