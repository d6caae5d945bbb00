"""How peers are heard, as a value."""

from __future__ import annotations

import pytest

from odind.core.errors import InvalidArgumentError
from odind.core.voice.hearing import MAX_GAIN_DB, MIN_GAIN_DB, Listening, PeerHearing


def test_at_first_everybody_is_heard_as_usual():
    usual = PeerHearing()
    assert (Listening().deafened, Listening().peers) == (False, {})
    assert (usual.gain_db, usual.muted, usual.paused, usual.factor) == (0.0, False, False, 1.0)


@pytest.mark.parametrize(
    ("gain_db", "factor"),
    [(MIN_GAIN_DB, 0.001), (-20.0, 0.1), (20.0, 10.0), (MAX_GAIN_DB, 15.849)],
)
def test_a_gain_is_a_factor(gain_db: float, factor: float):
    assert PeerHearing(gain_db).factor == pytest.approx(factor, rel=1e-4)


@pytest.mark.parametrize("gain_db", [-60.1, 24.1, float("nan"), float("inf"), float("-inf")])
def test_a_gain_out_of_range_is_refused_and_changes_nothing(gain_db: float):
    listening = Listening(peers={1: PeerHearing(muted=True)})
    with pytest.raises(InvalidArgumentError) as caught:
        listening.updated({1: {"gain_db": gain_db}, 2: {"muted": True}})
    assert caught.value.reason == "GAIN_INVALID"
    assert listening == Listening(peers={1: PeerHearing(muted=True)})


def test_what_is_not_said_of_a_peer_or_of_deafness_stays():
    listening = Listening().updated({1: {"gain_db": -6.0, "muted": True}}, deafened=True)
    listening = listening.updated({1: {"muted": False}, 2: {"paused": True}})
    assert listening == Listening(deafened=True, peers={1: PeerHearing(-6.0), 2: PeerHearing(paused=True)})
    assert listening.updated({}, deafened=False) == Listening(peers=listening.peers)


def test_what_was_set_for_some_peers_can_be_taken_out_and_deafness_stays():
    listening = Listening(deafened=True, peers={1: PeerHearing(-6.0), 2: PeerHearing(paused=True)})
    assert listening.without({1, 3}) == Listening(deafened=True, peers={2: PeerHearing(paused=True)})
    assert listening.without({1, 2}) == Listening(deafened=True)


def test_who_is_muted_and_who_is_paused_is_told_apart():
    listening = Listening(peers={1: PeerHearing(muted=True), 2: PeerHearing(paused=True), 3: PeerHearing()})
    assert [listening.muted(peer_id) for peer_id in (1, 2, 3, 4)] == [True, False, False, False]
    assert listening.paused == {2}
