"""Who decides what the server sends: set masks, deafness, pauses, and whether anybody listens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.errors import InvalidArgumentError
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
    server.masks.apply(MaskSettings(5, {7: 3}))
    server.masks.listen(wanted=False, paused={8})
    assert server.told == []


def test_listening_sends_what_was_set_before():
    server = Server()
    server.masks.apply(MaskSettings(5, {7: 3}))
    server.masks.listen(wanted=True, paused={8})
    assert server.told == [{0: 5, 7: 3, 8: 0}]


def test_a_pause_beats_the_peers_mask_and_gives_it_back():
    server = Server()
    server.masks.listen(wanted=True)
    server.masks.apply(MaskSettings(peers={7: 3}))
    server.masks.listen(wanted=True, paused={7})
    assert server.knows == {0: FULL_MASK, 7: 0}
    server.masks.listen(wanted=True)
    assert server.knows == {0: FULL_MASK, 7: 3}


def test_masks_are_merged_until_they_are_reset():
    settings = MaskSettings().changed(1, {7: 3}).changed(None, {8: 4})
    assert settings == MaskSettings(1, {7: 3, 8: 4})
    assert settings.changed(None, {9: 5}, reset=True) == MaskSettings(FULL_MASK, {9: 5})


def test_what_changes_nothing_is_not_sent():
    server = Server()
    for _ in range(2):
        server.masks.listen(wanted=True)
        server.masks.apply(MaskSettings())
    assert len(server.told) == 1


def test_a_server_that_lets_us_in_again_is_told_everything():
    server = Server()
    server.masks.apply(MaskSettings(9, {8: 4}))
    server.masks.listen(wanted=True, paused={5})
    server.masks.rejoined()
    assert server.told == [{0: 9, 8: 4, 5: 0}] * 2


def test_a_peer_that_left_is_forgotten_without_a_word():
    server = Server()
    server.masks.apply(MaskSettings(peers={7: 3, 8: 1}))
    server.masks.listen(wanted=True, paused={9})
    server.masks.forget(7)
    server.masks.forget(9)
    server.masks.apply(server.masks.settings.without({7}))
    server.masks.listen(wanted=True)
    assert server.masks.effective == {0: FULL_MASK, 8: 1}
    assert len(server.told) == 1


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
def test_wrong_masks_are_refused(default: int | None, peers: dict[int, int], reason: str):
    settings = MaskSettings(3, {9: 1})
    with pytest.raises(InvalidArgumentError, match=reason):
        settings.changed(default, peers, reset=True)


wish = st.one_of(
    st.builds(lambda d, p, r: ("set", d, p, r), st.none() | mask, st.dictionaries(peer, mask), st.booleans()),
    st.builds(lambda on, who: ("listen", on, who), st.booleans(), st.frozensets(peer)),
    st.just(("rejoined",)),
)


@given(st.lists(wish))
def test_the_server_always_knows_what_is_in_force(wishes: list[tuple]):  # type: ignore[type-arg]
    server = Server()
    for one in wishes:
        match one:
            case ("set", default, peers, reset):
                server.masks.apply(server.masks.settings.changed(default, peers, reset=reset))
            case ("listen", on, paused):
                server.masks.listen(wanted=on, paused=paused)
            case _:
                server.told.clear()
                server.masks.rejoined()
        assert server.knows == server.masks.effective
