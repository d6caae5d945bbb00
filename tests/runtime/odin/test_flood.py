"""What a peer sends too often is dropped before it is converted, counted, and told in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from odind.core.bounds.limits import Limits
from odind.core.rooms.signals import MessageArrived, PeerAppeared, PeerUpdated, PeerVanished
from odind.runtime.odin.signals import EventReader

if TYPE_CHECKING:
    from odind.core.rooms.events import Peer
    from odind.core.rooms.signals import Signal

LIMITS = Limits(
    max_message_bytes=1_000,
    peer_messages_per_second=2,
    peer_bytes_per_second=1_000,
    max_user_data_bytes=1_000,
)


class Room:
    """The events of a room at a time that the test sets."""

    def __init__(self) -> None:
        self.now = 0.0
        self.reader = EventReader(LIMITS, lambda: self.now)

    def message(self, peer_id: int = 7, value: Any = "!") -> bool:
        """Receive a message; return whether it is passed on."""
        event = {"MessageReceived": {"sender_peer_id": peer_id, "message": value}}
        return isinstance(self.reader.read(event), MessageArrived)

    def read(self, event: Any) -> Signal | None:
        return self.reader.read(event)

    def enters(self, peer_id: int, user_id: str, **shown: Any) -> Peer:
        """Let a peer enter; return it as it is shown."""
        signal = self.read({"PeerJoined": {"peer_id": peer_id, "user_id": user_id, **shown}})
        assert isinstance(signal, PeerAppeared)
        return signal.peer

    def leaves(self, peer_id: int) -> None:
        """Let a peer leave."""
        assert isinstance(self.read({"PeerLeft": {"peer_id": peer_id}}), PeerVanished)

    def change(self, value: Any) -> bool:
        """Receive a change of user data; return whether it is passed on."""
        event = {"PeerChanged": {"peer_id": 7, "user_data": value}}
        return isinstance(self.reader.read(event), PeerUpdated)


def test_a_peer_has_its_rate_and_twice_that_at_once():
    room = Room()
    assert [room.message() for _ in range(6)] == [True] * 4 + [False] * 2
    room.now = 1.0
    assert [room.message() for _ in range(3)] == [True, True, False]
    assert (room.reader.dropped, room.reader.malformed) == (3, 0)


def test_one_peer_takes_nothing_from_another():
    room = Room()
    while room.message(peer_id=1):
        pass
    assert room.message(peer_id=2)


@pytest.mark.parametrize("value", [[1] * 900, "x" * 900, {"x" * 890: 1}, ["x" * 440, "x" * 450]])
def test_bytes_count_whatever_they_are(value: Any):
    room = Room()
    assert [room.message(value=value) for _ in range(3)] == [True, True, False]


def test_messages_beyond_the_limit_of_size_use_up_the_rate_too():
    room = Room()
    huge = [1] * 131_000
    assert [room.message(value=huge), room.message()] == [False, False]
    assert (room.reader.malformed, room.reader.dropped) == (1, 1)


def test_changes_of_user_data_share_the_rate_with_messages():
    room = Room()
    assert [room.change("x"), room.message(), room.change("y"), room.message(), room.change("z")] == [
        *[True] * 4,
        False,
    ]


def test_a_user_that_leaves_and_enters_again_goes_on_with_what_is_left_of_its_rates():
    room = Room()
    room.enters(7, "eve")
    while room.message(7):
        pass
    room.leaves(7)
    room.enters(8, "eve")
    room.enters(9, "bob")
    assert (room.message(8), room.message(9)) == (False, True)


def test_nobody_is_remembered_whose_rates_are_whole_again():
    room = Room()
    for peer_id, user_id in ((7, "eve"), (8, "bob")):
        room.enters(peer_id, user_id)
        room.message(peer_id)
    room.leaves(7)
    room.now = 10.0
    room.leaves(8)
    flood = room.reader._flood
    assert (flood._peers, flood._users, flood._gone) == ({}, {}, {})


def test_a_user_that_enters_again_and_again_is_shown_with_its_name_alone():
    room = Room()
    seen = []
    for peer_id in range(6):
        seen.append(room.enters(peer_id, "eve", user_data="x" * 900, tags=["tag"]))
        room.leaves(peer_id)
    assert [(peer.user_id, bool(peer.user_data), peer.tags) for peer in seen] == [
        *[("eve", True, ("tag",))] * 2,
        *[("eve", False, ())] * 4,
    ]
    assert room.reader.dropped == 4


def test_tags_count_as_what_a_peer_shows():
    room = Room()
    room.enters(7, "eve")
    shown = [room.read({"PeerChanged": {"peer_id": 7, "tags": ["x" * 900]}}) for _ in range(4)]
    assert [signal is not None for signal in shown] == [True, True, False, False]


def test_tags_are_bounded_in_number_although_each_is_empty():
    room = Room()
    peer = room.enters(7, "eve", tags=[""] * 1_001)
    assert (peer.tags, room.reader.malformed) == ((), 1)


def test_the_log_is_told_at_once_and_then_once_a_minute():
    room = Room()
    with capture_logs() as told:
        for second in range(130):
            room.now = float(second)
            for _ in range(10):
                room.message()
    counts = [(line["event"], line["peer_id"], line["dropped"]) for line in told]
    assert [name for name, _, _ in counts] == ["messages.dropped"] * 3
    assert {peer_id for _, peer_id, _ in counts} == {7}
    assert sum(dropped for _, _, dropped in counts) <= room.reader.dropped
