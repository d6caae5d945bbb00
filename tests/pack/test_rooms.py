"""What a watch sends: events one by one, and snapshots in parts that every gRPC client accepts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import given, settings
from hypothesis import strategies as st

from odind.core.log.log import Entry
from odind.core.players.events import (
    BargeInEnded,
    BargeInOutcome,
    BargeInStarted,
    EndReason,
    ItemEnded,
    ItemFailed,
    ItemStarted,
    ItemStuck,
    PlayerPaused,
    PlayerResumed,
    PlayerSeeked,
    QueueChanged,
    StreamTitleChanged,
)
from odind.core.players.ports import SoundFailure
from odind.core.players.settings import Item, LaneKind
from odind.core.players.source import SoundSource, SourceKind
from odind.core.rooms.cause import Cause
from odind.core.rooms.events import (
    ROOM_EVENTS,
    CannotDecrypt,
    ConnectionAdopted,
    ConnectionChanged,
    ConnectionHeld,
    ConnectionJoined,
    ConnectionLeft,
    ConnectionReconnecting,
    ConnectionReleased,
    ConnectionState,
    ConnectionView,
    MessageReceived,
    Peer,
    PeerChanged,
    PeerJoined,
    PeerLeft,
    PeerMoved,
)
from odind.core.rooms.holder import Holder, HolderKind, OnLost
from odind.core.rooms.watching import Snapshot
from odind.core.space.place import MAX_POSITIONS, Place, Position
from odind.core.values.paging import MESSAGE_BYTES
from odind.core.values.payload import Json
from odind.core.voice.events import MediaAdded, MediaRemoved, SpeakingStarted, SpeakingStopped
from odind.pack.rooms import pack_connection, pack_peer, pack_watched
from odind.pack.times import pack_seconds
from odind.v1 import players_pb2, rooms_pb2

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.core.rooms.events import RoomEvent

BLANK = ConnectionView("c", "lobby", "us", "acme", "gateway", ConnectionState.JOINED, 7, b"", (), 1.5)
HERE = (Position(0, 0.5),)
ANNA = Peer(1, "anna", b"data", ("tall",), HERE)


def peers(count: int, size: int = 0) -> tuple[Peer, ...]:
    return tuple(Peer(number, f"user {number}", bytes(size)) for number in range(1, count + 1))


def view(name: str, *inside: Peer) -> ConnectionView:
    return replace(BLANK, connection_id=name, peers=inside)


def parts_of(*views: ConnectionView, missed: str = "") -> list[rooms_pb2.Snapshot]:
    """The parts of a snapshot, each read from the bytes of its message."""
    messages = [message.SerializeToString() for message in pack_watched(Snapshot(3, views, missed))]
    assert all(len(message) <= MESSAGE_BYTES for message in messages)
    return [rooms_pb2.WatchEventsResponse.FromString(message).snapshot for message in messages]


def merged(parts: Iterable[rooms_pb2.Snapshot]) -> list[rooms_pb2.Connection]:
    """The connections of a snapshot, as a caller puts them together."""
    connections: dict[str, rooms_pb2.Connection] = {}
    for part in parts:
        for piece in part.connections:
            whole = connections.get(piece.connection_id)
            if whole is None:
                connections[piece.connection_id] = piece
            else:
                whole.peers.extend(piece.peers)
    return list(connections.values())


def test_a_small_snapshot_is_one_message():
    (part,) = parts_of(view("c1", ANNA), view("c2"), missed="too slow")
    assert (part.sequence, part.missed, part.more) == (3, "too slow", False)
    assert list(part.connections) == [pack_connection(view("c1", ANNA)), pack_connection(view("c2"))]


def test_a_snapshot_of_nothing_is_one_message():
    (part,) = parts_of()
    assert (part.sequence, len(part.connections), part.more) == (3, 0, False)


def test_many_connections_come_in_several_messages_of_one_snapshot():
    views = [view(f"c{number}", *peers(10, 5_000)) for number in range(100)]
    parts = parts_of(*views, missed="too slow")
    assert [part.more for part in parts] == [True] * (len(parts) - 1) + [False]
    assert {(part.sequence, part.missed) for part in parts} == {(3, "too slow")}
    assert merged(parts) == [pack_connection(one) for one in views]
    assert 5 <= len(parts) <= 8


def test_a_connection_with_thousands_of_large_peers_is_divided_among_messages():
    views = [view("c1"), view("c2", *peers(3_000, 10_000)), view("c3", ANNA)]
    parts = parts_of(*views)
    assert len(parts) >= 30
    assert [part.more for part in parts] == [True] * (len(parts) - 1) + [False]
    assert merged(parts) == [pack_connection(one) for one in views]
    pieces = [piece for part in parts for piece in part.connections if piece.connection_id == "c2"]
    assert {(piece.user_id, piece.own_peer_id, piece.state) for piece in pieces} == {
        ("us", 7, rooms_pb2.CONNECTION_STATE_JOINED)
    }


@pytest.mark.parametrize(
    "large",
    [
        Peer(1, "u", Json(f'"{"😀" * 2_500}"')),
        Peer(1, "😀" * 250),
        Peer(1, "u", b"", ("😀" * 20,) * 20),
        Peer(1, "u", b"", (), tuple(Position(channel, 1.0, 2.0, 3.0) for channel in range(MAX_POSITIONS))),
    ],
    ids=["user data", "user id", "tags", "positions"],
)
def test_parts_are_small_whatever_makes_peers_large(large: Peer):
    whole = view("c1", *(replace(large, peer_id=number) for number in range(1, 3_000)))
    assert merged(parts_of(whole)) == [pack_connection(whole)]


def test_parts_are_small_whatever_makes_connections_large():
    long = replace(
        BLANK,
        room_id="r" * 1_000,
        user_id="😀" * 250,
        customer="c" * 1_000,
        gateway="g" * 1_000,
        place=Place().moved(Position(channel, 1.0, 2.0, 3.0) for channel in range(MAX_POSITIONS)),
        audio_target="unix:" + "a" * 100,
        audio_socket="unix:" + "a" * 100,
    )
    views = [replace(long, connection_id=f"c{number}") for number in range(1_000)]
    assert merged(parts_of(*views)) == list(map(pack_connection, views))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40_000)), max_size=6))
def test_parts_are_small_and_together_they_are_the_whole(rooms: list[tuple[int, int]]) -> None:
    views = [view(f"c{number}", *peers(*room)) for number, room in enumerate(rooms)]
    parts = parts_of(*views)
    assert [part.more for part in parts] == [True] * (len(parts) - 1) + [False]
    assert merged(parts) == [pack_connection(one) for one in views]


def sent(event: RoomEvent) -> rooms_pb2.Event:
    """An event as a caller reads it."""
    (message,) = pack_watched(Entry(8, 1.5, "c1", event))
    told = rooms_pb2.WatchEventsResponse.FromString(message.SerializeToString()).event
    assert (told.sequence, told.time.ToMilliseconds(), told.connection_id) == (8, 1_500, "c1")
    return told


BOT = Holder("bot", HolderKind.HOLD, 1.5)
HELD = rooms_pb2.Holder(
    name="bot", kind=rooms_pb2.HOLDER_KIND_HOLD, since=Timestamp(seconds=1, nanos=500_000_000)
)
VIEW, PEER = pack_connection(view("c1", ANNA)), pack_peer(ANNA)
MUSIC = players_pb2.PLAYER_LANE_MUSIC
ITEM = Item("p1", SoundSource(SourceKind.FILE, "song.mp3"), fade_in_s=0.5)
PACKED_ITEM = players_pb2.PlayerItem(
    item_id="p1", source=players_pb2.SoundSource(file="song.mp3"), fade_in=pack_seconds(0.5)
)
PACKED = [
    (ConnectionJoined(view("c1", ANNA)), {"joined": rooms_pb2.ConnectionJoined(connection=VIEW)}),
    (ConnectionChanged(view("c1", ANNA)), {"changed": rooms_pb2.ConnectionChanged(connection=VIEW)}),
    (
        ConnectionReconnecting("lost", Cause.SERVER_CLOSED),
        {
            "reconnecting": rooms_pb2.ConnectionReconnecting(
                detail="lost", cause=rooms_pb2.CONNECTION_CAUSE_SERVER_CLOSED
            )
        },
    ),
    (
        ConnectionLeft("kicked", "DISMISSED", cause=Cause.KICKED),
        {
            "left": rooms_pb2.ConnectionLeft(
                detail="kicked", reason="DISMISSED", cause=rooms_pb2.CONNECTION_CAUSE_KICKED
            )
        },
    ),
    (ConnectionHeld(BOT), {"held": rooms_pb2.ConnectionHeld(holder=HELD)}),
    (
        ConnectionReleased(OnLost.MUTE, 2.5),
        {
            "released": rooms_pb2.ConnectionReleased(
                on_lost=rooms_pb2.ON_LOST_MUTE, leaves_at=Timestamp(seconds=2, nanos=500_000_000)
            )
        },
    ),
    (
        ConnectionReleased(OnLost.LEAVE, None),
        {"released": rooms_pb2.ConnectionReleased(on_lost=rooms_pb2.ON_LOST_LEAVE)},
    ),
    (ConnectionAdopted("bot"), {"adopted": rooms_pb2.ConnectionAdopted(holder="bot")}),
    (PeerJoined(ANNA), {"peer_joined": rooms_pb2.PeerJoined(peer=PEER)}),
    (PeerChanged(ANNA), {"peer_changed": rooms_pb2.PeerChanged(peer=PEER)}),
    (CannotDecrypt((ANNA,)), {"cannot_decrypt": rooms_pb2.CannotDecrypt(peers=[PEER])}),
    (PeerLeft(ANNA), {"peer_left": rooms_pb2.PeerLeft(peer=PEER)}),
    (SpeakingStarted(1, "anna"), {"speaking_started": rooms_pb2.SpeakingStarted(peer_id=1, user_id="anna")}),
    (SpeakingStopped(1, "anna"), {"speaking_stopped": rooms_pb2.SpeakingStopped(peer_id=1, user_id="anna")}),
    (
        MediaAdded(1, "anna", 3),
        {"media_added": rooms_pb2.MediaAdded(peer_id=1, user_id="anna", media_id=3)},
    ),
    (
        ItemStarted(LaneKind.MUSIC, ITEM, 1.5, 60.0),
        {
            "item_started": players_pb2.ItemStarted(
                lane=MUSIC, item=PACKED_ITEM, position=pack_seconds(1.5), length=pack_seconds(60)
            )
        },
    ),
    (
        ItemEnded(LaneKind.MUSIC, ITEM, EndReason.SKIPPED, 2.0),
        {
            "item_ended": players_pb2.ItemEnded(
                lane=MUSIC,
                item=PACKED_ITEM,
                reason=players_pb2.ITEM_END_REASON_SKIPPED,
                played=pack_seconds(2),
            )
        },
    ),
    (
        ItemFailed(LaneKind.MUSIC, ITEM, SoundFailure("FILE_NOT_FOUND", "no such file")),
        {
            "item_failed": players_pb2.ItemFailed(
                lane=MUSIC,
                item=PACKED_ITEM,
                severity=players_pb2.FAILURE_SEVERITY_COMMON,
                reason="FILE_NOT_FOUND",
                detail="no such file",
            )
        },
    ),
    (
        ItemStuck(LaneKind.MUSIC, ITEM, 1.0),
        {"item_stuck": players_pb2.ItemStuck(lane=MUSIC, item=PACKED_ITEM, silent=pack_seconds(1))},
    ),
    (
        PlayerPaused(LaneKind.MUSIC, "p1", 1.5),
        {"player_paused": players_pb2.PlayerPaused(lane=MUSIC, item_id="p1", position=pack_seconds(1.5))},
    ),
    (
        PlayerResumed(LaneKind.MUSIC, "p1", 1.5),
        {"player_resumed": players_pb2.PlayerResumed(lane=MUSIC, item_id="p1", position=pack_seconds(1.5))},
    ),
    (
        PlayerSeeked(LaneKind.MUSIC, "p1", 1.5),
        {"player_seeked": players_pb2.PlayerSeeked(lane=MUSIC, item_id="p1", position=pack_seconds(1.5))},
    ),
    (
        QueueChanged(LaneKind.MUSIC, 7, 3),
        {"queue_changed": players_pb2.QueueChanged(lane=MUSIC, revision=7, item_count=3)},
    ),
    (
        StreamTitleChanged(LaneKind.MUSIC, "p1", "a song"),
        {"stream_title_changed": players_pb2.StreamTitleChanged(lane=MUSIC, item_id="p1", title="a song")},
    ),
    (
        BargeInStarted(LaneKind.MUSIC, "p1", 1.5, 7, "anna"),
        {
            "barge_in_started": players_pb2.BargeInStarted(
                lane=MUSIC, item_id="p1", position=pack_seconds(1.5), peer_id=7, user_id="anna"
            )
        },
    ),
    (
        BargeInEnded(LaneKind.MUSIC, BargeInOutcome.REJECTED, by_deadline=True),
        {
            "barge_in_ended": players_pb2.BargeInEnded(
                lane=MUSIC, outcome=players_pb2.BARGE_IN_OUTCOME_REJECTED, by_deadline=True
            )
        },
    ),
    (
        MediaRemoved(1, "anna", 3),
        {"media_removed": rooms_pb2.MediaRemoved(peer_id=1, user_id="anna", media_id=3)},
    ),
    (
        PeerMoved(1, "anna", HERE),
        {"peer_moved": rooms_pb2.PeerMoved(peer_id=1, user_id="anna", positions=PEER.positions)},
    ),
]


@pytest.mark.parametrize(("event", "fields"), PACKED, ids=lambda one: type(one).__name__)
def test_every_event_is_one_message(
    event: RoomEvent, fields: dict[str, rooms_pb2.ConnectionJoined | rooms_pb2.PeerJoined]
):
    told = sent(event)
    ((kind, wanted),) = fields.items()
    assert told.WhichOneof("kind") == kind
    assert getattr(told, kind) == wanted


def test_a_message_of_a_peer_says_who_sent_it():
    told = sent(MessageReceived(1, "anna", Json("[1]"))).message_received
    assert (told.sender_peer_id, told.sender_user_id, told.message.json) == (1, "anna", "[1]")


def test_no_kind_of_event_is_left_out_here():
    assert {type(event) for event, _ in PACKED} | {MessageReceived} == set(ROOM_EVENTS)
