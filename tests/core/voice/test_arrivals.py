"""Packets that came and packets that are missing."""

from __future__ import annotations

import pytest

from odind.core.voice.arrivals import Arrivals, PeerArrivals
from odind.core.voice.ports import VoicePacket


def packet(sequence: int, *, ssrc: int = 1, peer_id: int = 7) -> VoicePacket:
    return VoicePacket(peer_id, b"", (), b"opus", sequence=sequence % 2**32, ssrc=ssrc)


@pytest.mark.parametrize(
    ("sequences", "lost"),
    [
        ([1, 2, 3], 0),
        ([1, 2, 5, 6], 2),
        ([1, 4, 2, 3, 5], 0),
        ([-2, -1, 0, 2], 1),
        ([1, 100_000, 100_001], 0),
        ([5, 5, 6], 0),
    ],
)
def test_what_is_missing_by_its_number_is_lost_unless_it_comes_late(sequences: list[int], lost: int):
    arrivals = Arrivals()
    for sequence in sequences:
        arrivals.on_packet(packet(sequence))
    assert arrivals.take() == (PeerArrivals(7, len(sequences), lost),)
    assert arrivals.take() == ()


def test_another_source_and_a_peer_that_comes_back_begin_anew():
    arrivals = Arrivals()
    for one in (packet(1), packet(90, ssrc=2), packet(92, ssrc=2), packet(1, peer_id=8)):
        arrivals.on_packet(one)
    arrivals.forget(8)
    arrivals.on_packet(packet(300, peer_id=8))
    assert arrivals.take() == (PeerArrivals(7, 3, 1), PeerArrivals(8, 2, 0))


def test_a_gap_over_two_looks_is_counted_once():
    arrivals = Arrivals()
    arrivals.on_packet(packet(1))
    arrivals.take()
    arrivals.on_packet(packet(4))
    assert arrivals.take() == (PeerArrivals(7, 1, 2),)
