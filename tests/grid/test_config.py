"""The grid's settings: addresses and limits."""

from __future__ import annotations

import dataclasses

import pytest

from odind.core.errors import InvalidArgumentError
from odind.grid import GridConfig, GridLimits, Rate


@pytest.mark.parametrize("address", ["", "localhost", ":1", "h:", "h:x", "h:65536", "h:-1", "h:٣"])
def test_a_malformed_address_is_refused(address: str):
    with pytest.raises(InvalidArgumentError, match="GRID_ADDRESS_INVALID"):
        GridConfig(udp=address)


def test_limits_must_be_greater_than_zero():
    with pytest.raises(InvalidArgumentError, match="max_rooms"):
        GridConfig(limits=dataclasses.replace(GridLimits(), max_rooms=0))
    with pytest.raises(InvalidArgumentError, match="media_packets"):
        GridConfig(limits=GridLimits(media_packets=Rate(0, 1)))


def test_the_defaults_are_those_of_odins_own_server():
    limits = GridLimits()
    assert limits.media_packets == Rate(per_second=50, burst=100)
    assert limits.incoming_messages == Rate(per_second=10, burst=50)
    assert limits.medias == 5
