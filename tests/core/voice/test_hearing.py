"""How peers are heard, as a value."""

from __future__ import annotations

import pytest

from odind.core.base.errors import InvalidArgumentError
from odind.core.voice.hearing import Listening, PeerHearing


def test_changes_of_a_peer_leave_its_other_settings_and_other_peers_alone():
    before = Listening(peers={1: PeerHearing(gain_db=-6.0), 2: PeerHearing(muted=True)})
    after = before.updated({1: {"muted": True}, 3: {"paused": True}})
    assert after.peers == {
        1: PeerHearing(gain_db=-6.0, muted=True),
        2: PeerHearing(muted=True),
        3: PeerHearing(paused=True),
    }
    assert before.peers[1] == PeerHearing(gain_db=-6.0)


def test_deafness_stays_unless_it_is_changed():
    deaf = Listening().updated({}, deafened=True)
    assert deaf.updated({1: {"muted": True}}).deafened
    assert not deaf.updated({}, deafened=False).deafened


def test_a_wrong_gain_is_refused():
    with pytest.raises(InvalidArgumentError, match="GAIN_INVALID"):
        Listening().updated({1: {"muted": True}, 2: {"gain_db": 24.1}})


def test_peers_that_are_gone_leave_nothing_behind():
    listening = Listening(deafened=True, peers={1: PeerHearing(paused=True), 2: PeerHearing(muted=True)})
    assert listening.without({1, 3}) == Listening(deafened=True, peers={2: PeerHearing(muted=True)})
    assert (listening.paused, listening.muted(2), listening.muted(7)) == ({1}, True, False)
