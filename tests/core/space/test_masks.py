"""Who decides what the server sends: set masks, deafness, pauses, and whether anybody listens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.base.errors import InvalidArgumentError
from odind.core.space.masks import FULL_MASK, SILENCE, Masks, MaskSettings

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
    server.masks.set(MaskSettings(5, {7: 3}))
    server.masks.pause([8])
    assert server.told == []


def test_listening_sends_what_was_set_before():
    server = Server()
    server.masks.set(MaskSettings(5, {7: 3}))
    server.masks.pause([8])
    server.masks.listen(wanted=True)
    assert server.told == [{0: 5, 7: 3, 8: 0}]


def test_deafness_beats_everything_and_ends_as_it_was():
    server = Server()
    server.masks.listen(wanted=True)
    server.masks.deafen(deafened=True)
    server.masks.set(MaskSettings(peers={7: 3}))
    server.masks.deafen(deafened=False)
    assert server.told == [{0: FULL_MASK}, SILENCE, {0: FULL_MASK, 7: 3}]


def test_a_pause_beats_the_peers_mask_and_gives_it_back():
    server = Server()
    server.masks.listen(wanted=True)
    server.masks.set(MaskSettings(peers={7: 3}))
    server.masks.pause([7])
    assert server.knows == {0: FULL_MASK, 7: 0}
    server.masks.pause([])
    assert server.knows == {0: FULL_MASK, 7: 3}


def test_what_changes_nothing_is_not_sent():
    server = Server()
    server.masks.listen(wanted=True)
    server.masks.listen(wanted=True)
    server.masks.set(MaskSettings())
    server.masks.pause([])
    assert len(server.told) == 1


def test_a_server_that_lets_us_in_again_is_told_everything_about_those_who_are_there():
    server = Server()
    server.masks.listen(wanted=True)
    server.masks.set(MaskSettings(9, {7: 3, 8: 4}))
    server.masks.pause([5])
    server.masks.keep({8})
    server.masks.rejoined()
    assert server.knows == {0: 9, 8: 4}
    count = len(server.told)
    server.masks.rejoined()
    assert len(server.told) == count + 1


def test_peers_that_left_are_forgotten_with_the_next_change():
    server = Server()
    server.masks.listen(wanted=True)
    server.masks.set(MaskSettings(peers={7: 3, 8: 4}))
    server.masks.pause([5, 6])
    count = len(server.told)
    server.masks.keep({6, 8})
    assert server.masks.effective == {0: FULL_MASK, 8: 4, 6: 0}
    assert len(server.told) == count
    server.masks.pause([])
    assert server.knows == {0: FULL_MASK, 8: 4}


# What callers set


def test_masks_are_merged_until_they_are_reset():
    settings = MaskSettings().changed(1, {7: 3}, reset=False).changed(None, {8: 4}, reset=False)
    assert settings == MaskSettings(1, {7: 3, 8: 4})
    assert settings.changed(None, {7: 5}, reset=False) == MaskSettings(1, {7: 5, 8: 4})
    assert settings.changed(None, {9: 5}, reset=True) == MaskSettings(FULL_MASK, {9: 5})
    assert settings.changed(2, {}, reset=True) == MaskSettings(2)


def test_masks_of_peers_that_are_gone_are_not_kept():
    settings = MaskSettings(1, {7: 3, 8: 4})
    assert settings.keeping({8, 9}) == MaskSettings(1, {8: 4})
    assert settings.keeping(()) == MaskSettings(1)


def test_masks_of_as_many_peers_as_allowed_are_kept_and_no_more_by_another_change():
    full = MaskSettings().changed(None, dict.fromkeys(range(1, 1_025), FULL_MASK), reset=False)
    assert full.changed(0, {1: 0}, reset=False).peers[1] == 0
    with pytest.raises(InvalidArgumentError, match="TOO_MANY_MASKS"):
        full.changed(None, {2_000: 1}, reset=False)
    assert full.changed(None, {2_000: 1}, reset=True) == MaskSettings(peers={2_000: 1})


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
    settings = MaskSettings(3, {9: 1})
    for reset in (False, True):
        with pytest.raises(InvalidArgumentError, match=reason):
            settings.changed(default, peers, reset=reset)
    assert settings == MaskSettings(3, {9: 1})


wish = st.one_of(
    st.builds(
        lambda default, peers: ("set", MaskSettings(default, peers)), mask, st.dictionaries(peer, mask)
    ),
    st.builds(lambda on: ("listen", on), st.booleans()),
    st.builds(lambda on: ("deafen", on), st.booleans()),
    st.builds(lambda who: ("pause", who), st.sets(peer)),
    st.builds(lambda who: ("keep", who), st.sets(peer)),
)


@given(st.lists(wish))
def test_the_server_always_knows_what_is_in_force(wishes: list[tuple]):  # type: ignore[type-arg]
    server = Server()
    settings, paused, listening, deafened = MaskSettings(), set(), False, False
    for one in wishes:
        match one:
            case ("set", settings):
                server.masks.set(settings)
            case ("listen", listening):
                server.masks.listen(wanted=listening)
            case ("deafen", deafened):
                server.masks.deafen(deafened=deafened)
            case ("pause", paused):
                server.masks.pause(paused)
            case ("keep", present):
                server.masks.keep(present)
                settings, paused = settings.keeping(present), paused & present
                continue  # the server forgets the masks of the others by itself
        masks = {0: settings.default} | settings.peers | dict.fromkeys(paused, 0)
        assert server.knows == (masks if listening and not deafened else SILENCE)
