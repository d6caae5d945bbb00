"""Who hears whom: masks and distance."""

from __future__ import annotations

import pytest

from odind.grid.sfu.hearing import FULL_MASK, Hearing
from odind.grid.wire.datagram import Position

ORIGIN = (Position(0, 0, 0, 0),)


def test_without_masks_and_positions_everybody_is_heard():
    assert Hearing().hears(7, (Position(63, 10_000, 0, 0),))


def test_a_packet_without_channels_is_heard_by_nobody():
    assert not Hearing().hears(7, ())


@pytest.mark.parametrize(
    ("masks", "channel", "heard"),
    [
        ([(0, 0b10)], 0, False),
        ([(0, 0b10)], 1, True),
        ([(7, 0b10)], 0, False),
        ([(7, 0b10)], 1, True),
        ([(8, 0)], 0, True),
        ([(0, 0b11), (7, 0b10)], 0, False),
        ([(0, 0b01), (7, 0b10)], 1, False),
        ([(0, 0)], 0, False),
        ([(0, 0), (7, 1)], 0, True),
        ([(0, 0), (8, 1)], 0, False),
    ],
)
def test_the_default_mask_and_the_senders_own_decide(
    masks: list[tuple[int, int]], channel: int, *, heard: bool
):
    hearing = Hearing()
    hearing.set_masks(masks, reset=False)
    assert hearing.hears(7, (Position(channel, 0, 0, 0),)) is heard


def test_one_unmasked_channel_of_several_suffices():
    hearing = Hearing()
    hearing.set_masks([(0, 1 << 63)], reset=False)
    assert hearing.hears(7, (*ORIGIN, Position(63, 0, 0, 0)))


def test_masks_are_merged_unless_reset():
    hearing = Hearing()
    hearing.set_masks([(0, 3)], reset=False)
    hearing.set_masks([(7, 1)], reset=False)
    assert hearing.mask_for(7) == 1
    assert hearing.mask_for(8) == 3
    hearing.set_masks([(7, 5)], reset=True)
    assert hearing.mask_for(8) == FULL_MASK
    assert hearing.mask_count == 1


def test_the_mask_of_a_peer_that_is_gone_is_forgotten():
    hearing = Hearing()
    hearing.set_masks([(7, 0)], reset=False)
    hearing.forget(7)
    hearing.forget(7)
    assert hearing.mask_for(7) == FULL_MASK


@pytest.mark.parametrize(
    ("speaker", "heard"),
    [
        ((16, 0, 0), True),
        ((17, 0, 0), False),
        ((9, 9, 9), True),
        ((10, 10, 10), False),
        ((0, -16, 0), True),
        ((0, 0, -17), False),
        ((2**31 - 1, 0, 0), False),
    ],
)
def test_what_is_further_than_one_unit_is_not_heard(speaker: tuple[int, int, int], *, heard: bool):
    hearing = Hearing()
    hearing.place(ORIGIN)
    assert hearing.hears(7, (Position(0, *speaker),)) is heard


def test_distance_counts_per_channel():
    hearing = Hearing()
    hearing.place((Position(0, 0, 0, 0), Position(3, 1000, 0, 0)))
    assert not hearing.hears(7, (Position(0, 1000, 0, 0),))
    assert hearing.hears(7, (Position(3, 1000, 0, 0),))
    assert hearing.hears(7, (Position(0, 1000, 0, 0), Position(3, 1000, 0, 0)))
    assert hearing.hears(7, (Position(5, 9999, 0, 0),))


def test_the_last_packets_positions_replace_the_former():
    hearing = Hearing()
    assert hearing.place((Position(3, 1000, 0, 0),))
    assert not hearing.place((Position(3, 1000, 0, 0),))
    assert hearing.place(ORIGIN)
    assert hearing.hears(7, (Position(3, 0, 0, 0),))
