"""Who decides what the server sends: set masks, deafness, pauses, and whether anybody listens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.base.errors import InvalidArgumentError
from odind.core.space.masks import FULL_MASK, SILENCE, Masks

if TYPE_CHECKING:
    from collections.abc import Mapping

peer = st.integers(1, 5)
mask = st.integers(0, FULL_MASK)


class Server:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[Mapping[int, int]] = []
        self.masks = Masks(self.told.append)

    @property
    def knows(self) -> Mapping[int, int]:
        return self.told[-1] if self.told else SILENCE


def test_nothing_is_sent_to_a_connection_without_listeners():
    server = Server()
    server.masks.set(5, {7: 3}, reset=False)
    server.masks.pause(8, paused=True)
    assert server.told == []


def test_listening_sends_what_was_set_before():
    server = Server()
    server.masks.set(5, {7: 3}, reset=False)
    server.masks.pause(8, paused=True)
    server.masks.listen(wanted=True)
    assert server.told == [{0: 5, 7: 3, 8: 0}]


def test_deafness_beats_everything_and_ends_as_it_was():
    server = Server()
    server.masks.listen(wanted=True)
    server.masks.deafen(deafened=True)
    server.masks.set(None, {7: 3}, reset=False)
    server.masks.deafen(deafened=False)
    assert server.told == [{0: FULL_MASK}, SILENCE, {0: FULL_MASK, 7: 3}]


def test_a_pause_beats_the_peers_mask_and_gives_it_back():
    server = Server()
    server.masks.listen(wanted=True)
    server.masks.set(None, {7: 3}, reset=False)
    server.masks.pause(7, paused=True)
    assert server.knows == {0: FULL_MASK, 7: 0}
    server.masks.pause(7, paused=False)
    assert server.knows == {0: FULL_MASK, 7: 3}


def test_masks_are_merged_until_they_are_reset():
    server = Server()
    server.masks.listen(wanted=True)
    server.masks.set(1, {7: 3}, reset=False)
    server.masks.set(None, {8: 4}, reset=False)
    assert server.knows == {0: 1, 7: 3, 8: 4}
    server.masks.set(None, {9: 5}, reset=True)
    assert server.knows == {0: FULL_MASK, 9: 5}


def test_what_changes_nothing_is_not_sent():
    server = Server()
    server.masks.listen(wanted=True)
    server.masks.listen(wanted=True)
    server.masks.set(None, {}, reset=True)
    server.masks.pause(7, paused=False)
    assert len(server.told) == 1


def test_a_server_that_lets_us_in_again_is_told_everything_about_those_who_are_there():
    server = Server()
    server.masks.listen(wanted=True)
    server.masks.set(9, {7: 3, 8: 4}, reset=False)
    server.masks.pause(5, paused=True)
    server.masks.rejoined({8})
    assert server.knows == {0: 9, 8: 4}
    count = len(server.told)
    server.masks.rejoined({8})
    assert len(server.told) == count + 1


def test_a_peer_that_left_is_forgotten():
    server = Server()
    server.masks.listen(wanted=True)
    server.masks.set(None, {7: 3}, reset=False)
    server.masks.forget(7)
    assert server.masks.effective == {0: FULL_MASK}


@pytest.mark.parametrize(
    ("default", "peers", "reason"),
    [
        (-1, {}, "MASK_INVALID"),
        (2**64, {}, "MASK_INVALID"),
        (None, {7: 2**64}, "MASK_INVALID"),
        (None, {0: 1}, "PEER_ID_INVALID"),
        (None, dict.fromkeys(range(1, 1_026), 1), "TOO_MANY_MASKS"),
    ],
)
def test_wrong_masks_are_refused_and_change_nothing(default: int | None, peers: dict[int, int], reason: str):
    server = Server()
    server.masks.listen(wanted=True)
    server.masks.set(3, {9: 1}, reset=False)
    with pytest.raises(InvalidArgumentError, match=reason):
        server.masks.set(default, peers, reset=True)
    assert server.masks.effective == {0: 3, 9: 1}


wish = st.one_of(
    st.builds(lambda d, p, r: ("set", d, p, r), st.none() | mask, st.dictionaries(peer, mask), st.booleans()),
    st.builds(lambda on: ("listen", on), st.booleans()),
    st.builds(lambda on: ("deafen", on), st.booleans()),
    st.builds(lambda who, on: ("pause", who, on), peer, st.booleans()),
)


@given(st.lists(wish))
def test_the_server_always_knows_what_is_in_force(wishes: list[tuple]):  # type: ignore[type-arg]
    server = Server()
    for one in wishes:
        match one:
            case ("set", default, peers, reset):
                server.masks.set(default, peers, reset=reset)
            case ("listen", on):
                server.masks.listen(wanted=on)
            case ("deafen", on):
                server.masks.deafen(deafened=on)
            case ("pause", who, on):
                server.masks.pause(who, paused=on)
        assert server.knows == server.masks.effective
        assert all(server.knows[who] == 0 for who in server.masks.paused if who in server.knows)
