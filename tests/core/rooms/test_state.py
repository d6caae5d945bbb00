"""RoomState and SignalReader as transcripts: `>>` is a signal going in, `<<` the event coming out.

Every event also goes to a second state, as it does where callers look: both always agree.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.errors import PermissionDeniedError, UnavailableError
from odind.core.rooms.cause import Cause
from odind.core.rooms.events import (
    LEFT_BY_US,
    ROOM_EVENTS,
    ConnectionChanged,
    ConnectionJoined,
    ConnectionLeft,
    ConnectionReconnecting,
    ConnectionState,
    ConnectionView,
    MessageReceived,
    Peer,
    PeerChanged,
    PeerJoined,
    PeerLeft,
    PeerMoved,
    RoomEvent,
)
from odind.core.rooms.signals import (
    Dismissed,
    JoinConfirmed,
    LinkClosed,
    LinkLost,
    MessageArrived,
    PeerAppeared,
    PeerPlaced,
    PeerUpdated,
    PeerVanished,
    Signal,
)
from odind.core.rooms.state import OURSELVES, RoomState, SignalReader
from odind.core.space.place import Place, Position
from odind.core.values.payload import Json
from odind.core.voice.events import SpeakingStarted, SpeakingStopped

if TYPE_CHECKING:
    from types import TracebackType

BLANK = ConnectionView("c1", "lobby", "us", "", "gateway", ConnectionState.JOINING, 0, b"", (), 0.0)
INSIDE = replace(BLANK, state=ConnectionState.JOINED, own_peer_id=7, customer="acme")
ANNA = Peer(1, "anna", b"data", ("tall",))
BERT = Peer(2, "bert")
HERE = (Position(0, 0.5),)
CONFIRMED = JoinConfirmed(7, "lobby", "acme")


class Transcript:
    """Plays signals; every event has to be expected, and nothing else may be."""

    def __init__(self) -> None:
        self.state = RoomState(BLANK)
        self.mirror = RoomState(BLANK)
        self._reader = SignalReader(self.state)
        self._unexpected: RoomEvent | None = None

    def __rshift__(self, signal: Signal) -> Self:
        assert self._unexpected is None
        self._unexpected = self._reader.event_of(signal)
        if self._unexpected:
            self.happened(self._unexpected)
        return self

    def happened(self, event: RoomEvent) -> None:
        """Advance both states."""
        self.state.apply(event)
        self.mirror.apply(event)
        assert self.mirror.view == self.state.view

    def __lshift__(self, event: RoomEvent) -> Self:
        assert self._unexpected == event
        self._unexpected = None
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert error or self._unexpected is None


def joined(*peers: Peer) -> Transcript:
    """A transcript that begins in a room with these peers."""
    transcript = Transcript()
    for peer in peers:
        transcript >> PeerAppeared(peer)
    return transcript >> CONFIRMED << ConnectionJoined(replace(INSIDE, peers=peers))


def test_peers_announced_before_the_join_come_with_it():
    with Transcript() as room:
        room >> PeerAppeared(BERT)
        room >> PeerAppeared(ANNA)
        room >> CONFIRMED << ConnectionJoined(replace(INSIDE, peers=(ANNA, BERT)))


def test_a_join_tells_room_customer_and_own_id_as_the_server_has_them():
    with Transcript() as room:
        room >> JoinConfirmed(9, "lobby#3", "acme")
        room << ConnectionJoined(replace(INSIDE, own_peer_id=9, room_id="lobby#3"))


def test_our_own_peer_is_none_of_the_others():
    with Transcript() as room:
        room >> PeerAppeared(Peer(7, "us"))
        room >> CONFIRMED << ConnectionJoined(INSIDE)


def test_peers_come_change_and_go():
    with joined() as room:
        room >> PeerAppeared(ANNA) << PeerJoined(ANNA)
        room >> PeerUpdated(1, user_data=Json("{}")) << PeerChanged(replace(ANNA, user_data=Json("{}")))
        room >> PeerUpdated(1, tags=()) << PeerChanged(replace(ANNA, user_data=Json("{}"), tags=()))
        room >> PeerVanished(1) << PeerLeft(replace(ANNA, user_data=Json("{}"), tags=()))
        assert room.state.view.peers == ()


def test_what_changes_nothing_is_no_event():
    with joined(ANNA) as room:
        room >> PeerAppeared(ANNA)
        room >> PeerUpdated(1, user_data=b"data", tags=("tall",))
        room >> PeerUpdated(1)
        room >> PeerUpdated(2, user_data=b"of nobody")
        room >> PeerVanished(2)


def test_a_peer_announced_again_with_other_data_has_changed():
    with joined(ANNA) as room:
        room >> PeerAppeared(replace(ANNA, user_data=b"new")) << PeerChanged(replace(ANNA, user_data=b"new"))


def test_a_peer_that_leaves_before_we_are_in_was_never_there():
    with Transcript() as room:
        room >> PeerAppeared(ANNA)
        room >> PeerUpdated(1, user_data=b"new")
        room >> PeerVanished(1)
        room >> CONFIRMED << ConnectionJoined(INSIDE)


def test_a_message_names_its_sender_while_he_is_known():
    with joined(ANNA) as room:
        room >> MessageArrived(1, b"hi") << MessageReceived(1, "anna", b"hi")
        room >> MessageArrived(5, Json("1")) << MessageReceived(5, "", Json("1"))


def test_a_lost_link_forgets_the_peers_and_a_restored_one_brings_them_again():
    with joined(ANNA, BERT) as room:
        room >> LinkLost("connection lost") << ConnectionReconnecting("connection lost")
        assert room.state.view == replace(INSIDE, state=ConnectionState.RECONNECTING, own_peer_id=0)
        assert not room.state.joined
        room >> PeerAppeared(BERT)
        room >> JoinConfirmed(8, "lobby", "acme")
        room << ConnectionJoined(replace(INSIDE, own_peer_id=8, peers=(BERT,)))


def test_losing_the_link_again_while_it_is_restored_is_no_news_but_forgets_half_a_join():
    with joined(ANNA) as room:
        room >> LinkLost("connection lost") << ConnectionReconnecting("connection lost")
        room >> PeerAppeared(ANNA)
        room >> LinkLost("connect timeout")
        room >> PeerAppeared(BERT)
        room >> CONFIRMED << ConnectionJoined(replace(INSIDE, peers=(BERT,)))


def test_a_first_join_that_is_tried_again_is_no_news():
    with Transcript() as room:
        room >> LinkLost("initial connect")
        room >> PeerAppeared(ANNA)
        room >> LinkLost("connect timeout")
        room >> CONFIRMED << ConnectionJoined(INSIDE)


def test_being_sent_away_ends_the_connection_in_the_servers_words():
    with joined(ANNA) as room:
        room >> Dismissed("we were kicked") << ConnectionLeft("we were kicked", "DISMISSED")
        assert room.state.view == replace(INSIDE, state=ConnectionState.LEFT, own_peer_id=0)
        assert room.state.standing is ConnectionState.LEFT


def test_a_runtime_that_gives_up_ends_the_connection_with_its_reason():
    with joined() as room:
        room >> LinkLost("connection lost") << ConnectionReconnecting("connection lost")
        room >> LinkClosed(UnavailableError("GONE", "nobody is there"))
        room << ConnectionLeft("nobody is there (GONE)", "GONE", cause=Cause.CONNECTION_LOST)


def test_a_join_that_fails_is_told_because_snapshots_showed_it():
    with Transcript() as room:
        room >> LinkClosed(UnavailableError("GONE", "nobody is there"))
        room << ConnectionLeft("nobody is there (GONE)", "GONE", cause=Cause.CONNECTION_LOST)


def test_a_connection_ends_once():
    with joined() as room:
        room >> Dismissed("left by us", "LEFT_BY_US") << LEFT_BY_US
        room >> Dismissed("again")
        room >> LinkClosed(UnavailableError("GONE", "nobody is there"))


def test_what_we_changed_about_ourselves_is_still_so_after_a_reconnect():
    with joined(ANNA) as room:
        changed = replace(INSIDE, user_data=Json("1"), place=Place(2.0))
        room.happened(ConnectionChanged(changed))
        assert room.state.view == replace(changed, peers=(ANNA,))
        room >> LinkLost("lost") << ConnectionReconnecting("lost")
        room >> CONFIRMED << ConnectionJoined(changed)


def test_a_change_of_ourselves_says_nothing_of_the_room():
    state = RoomState(replace(INSIDE, peers=(ANNA,)))
    state.apply(ConnectionChanged(replace(BLANK, user_data=b"new")))
    assert state.view == replace(INSIDE, user_data=b"new", peers=(ANNA,))


def test_a_peer_moves_and_keeps_its_place_when_it_is_announced_again():
    with joined(ANNA) as room:
        room >> PeerPlaced(1, HERE) << PeerMoved(1, "anna", HERE)
        room >> PeerPlaced(1, HERE)
        room >> PeerPlaced(2, HERE)
        room >> PeerAppeared(ANNA)
        assert room.state.view.peers == (replace(ANNA, positions=HERE),)
        room >> LinkLost("lost") << ConnectionReconnecting("lost")
        room >> PeerPlaced(1, HERE)


def test_a_state_can_begin_in_the_midst_of_a_room():
    view = replace(INSIDE, peers=(ANNA, BERT))
    state = RoomState(view)
    assert (state.view, set(state.present), state.peer(2), state.peer(3)) == (view, {1, 2}, BERT, None)


def test_whether_we_speak_is_known_also_while_the_link_is_lost():
    with joined(ANNA) as room:
        assert not room.state.speaking
        room.happened(SpeakingStarted(1, "anna"))
        assert not room.state.speaking
        room.happened(SpeakingStarted(OURSELVES, ""))
        room >> LinkLost("lost") << ConnectionReconnecting("lost")
        assert room.state.speaking
        room.happened(SpeakingStopped(OURSELVES, ""))
        assert not room.state.speaking


def test_an_unknown_signal_or_event_is_a_bug_that_shows():
    state = RoomState(BLANK)
    with pytest.raises(AssertionError):
        SignalReader(state).event_of("no signal")  # type: ignore[arg-type]
    with pytest.raises(AssertionError):
        state.apply("no event")  # type: ignore[arg-type]


peers = st.builds(
    Peer, st.integers(1, 4), st.sampled_from(["anna", "bert"]), st.sampled_from([b"", b"x", Json("1")])
)
signals = st.one_of(
    st.builds(PeerAppeared, peers),
    st.builds(PeerUpdated, st.integers(1, 4), st.sampled_from([None, b"", b"y"])),
    st.builds(PeerVanished, st.integers(1, 4)),
    st.builds(PeerPlaced, st.integers(1, 4), st.sampled_from([(), HERE])),
    st.builds(LinkLost, st.just("lost")),
    st.builds(JoinConfirmed, st.integers(3, 9), st.just("lobby"), st.just("acme")),
    st.builds(MessageArrived, st.integers(1, 4), st.just(b"hi")),
    st.builds(Dismissed, st.just("kicked")),
)
doings = st.one_of(
    st.builds(SpeakingStarted, st.integers(0, 4), st.just("")),
    st.builds(SpeakingStopped, st.integers(0, 4), st.just("")),
    st.builds(lambda data: ConnectionChanged(replace(BLANK, user_data=data)), st.sampled_from([b"", b"z"])),
)


@given(st.lists(signals | doings, max_size=60), st.integers(0, 60))
def test_a_state_that_is_fed_only_the_events_always_equals_the_first(
    played: list[Signal | RoomEvent], at: int
) -> None:
    state = RoomState(BLANK)
    reader = SignalReader(state)
    mirror = RoomState(BLANK)
    for number, item in enumerate(played):
        if number == at:  # a watcher begins here, with a snapshot
            mirror = RoomState(state.view)
        if state.standing is ConnectionState.LEFT:
            break
        event = item if isinstance(item, ROOM_EVENTS) else reader.event_of(item)
        if event:
            state.apply(event)
            mirror.apply(event)
        assert mirror.view == state.view
        assert mirror.present == state.present
        assert mirror.speaking == state.speaking or number >= at


@given(st.lists(signals, max_size=60), st.integers(0, 60))
def test_events_tell_watchers_changes_and_nothing_else(played: list[Signal], at: int) -> None:
    state = RoomState(BLANK)
    reader = SignalReader(state)
    for signal in played[:at]:
        advance(state, reader, signal)
    seen = state.view
    known = {peer.peer_id: peer for peer in seen.peers}
    standing = seen.state
    for signal in played[at:]:
        match advance(state, reader, signal):
            case ConnectionJoined(view):
                known, standing = {peer.peer_id: peer for peer in view.peers}, view.state
                assert view.own_peer_id not in known
            case ConnectionReconnecting():
                known, standing = {}, ConnectionState.RECONNECTING
            case ConnectionLeft():
                known, standing = {}, ConnectionState.LEFT
            case PeerJoined(peer):
                assert peer.peer_id not in known
                known[peer.peer_id] = peer
            case PeerChanged(peer):
                assert peer.peer_id in known
                assert peer != known[peer.peer_id]
                known[peer.peer_id] = peer
            case PeerMoved(peer_id, _, positions):
                assert known[peer_id].positions != positions
                known[peer_id] = replace(known[peer_id], positions=positions)
            case PeerLeft(peer):
                assert known.pop(peer.peer_id) == peer
        assert standing is state.standing
        assert known == {peer.peer_id: peer for peer in state.view.peers}


def advance(state: RoomState, reader: SignalReader, signal: Signal) -> RoomEvent | None:
    """Play a signal as a connection does, which ignores what comes after its end."""
    if state.standing is ConnectionState.LEFT:
        return None
    event = reader.event_of(signal)
    if event:
        state.apply(event)
    return event


@pytest.mark.parametrize(
    ("signal", "cause"),
    [
        (Dismissed("left by us", "LEFT_BY_US"), Cause.BY_US),
        (Dismissed("we were kicked", cause=Cause.KICKED), Cause.KICKED),
        (Dismissed("the room was closed", cause=Cause.ROOM_CLOSED), Cause.ROOM_CLOSED),
        (LinkLost("lost"), Cause.CONNECTION_LOST),
        (LinkLost("lost", Cause.SERVER_CLOSED), Cause.SERVER_CLOSED),
        (LinkClosed(UnavailableError("GATEWAY_UNREACHABLE", "away")), Cause.CONNECTION_LOST),
        (LinkClosed(UnavailableError("DAEMON_STOPPING", "stops")), Cause.BY_US),
        (LinkClosed(PermissionDeniedError("TOKEN_REFUSED", "no")), Cause.REFUSED),
    ],
)
def test_who_ended_a_connection_is_told_beside_the_words(signal: Signal, cause: Cause):
    event = SignalReader(RoomState(INSIDE)).event_of(signal)
    assert isinstance(event, ConnectionLeft | ConnectionReconnecting)
    assert event.cause is cause
