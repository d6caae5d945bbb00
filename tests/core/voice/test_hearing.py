"""How peers are heard, as a value."""

from __future__ import annotations

import pytest

from odind.core.base.errors import InvalidArgumentError
from odind.core.voice.hearing import MAX_GAIN_DB, MIN_GAIN_DB, USUAL, Listening, PeerHearing


def test_at_first_everybody_is_heard_as_usual():
    assert (Listening().deafened, Listening().peers) == (False, {})
    assert (USUAL.gain_db, USUAL.muted, USUAL.paused, USUAL.factor) == (0.0, False, False, 1.0)


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
        listening.updated(None, {1: {"gain_db": gain_db}, 2: {"muted": True}})
    assert caught.value.reason == "GAIN_INVALID"
    assert listening == Listening(peers={1: PeerHearing(muted=True)})


def test_what_is_not_said_of_a_peer_or_of_deafness_stays():
    listening = Listening().updated(deafened=True, changes={1: {"gain_db": -6.0, "muted": True}})
    listening = listening.updated(None, {1: {"muted": False}, 2: {"paused": True}})
    assert listening == Listening(deafened=True, peers={1: PeerHearing(-6.0), 2: PeerHearing(paused=True)})
    assert listening.updated(deafened=False, changes={}) == Listening(peers=listening.peers)


def test_peers_that_are_gone_are_not_kept_and_deafness_is():
    listening = Listening(deafened=True, peers={1: PeerHearing(-6.0), 2: PeerHearing(paused=True)})
    assert listening.keeping({2, 3}) == Listening(deafened=True, peers={2: PeerHearing(paused=True)})
    assert listening.keeping(()) == Listening(deafened=True)
