"""The directory of all connections, by itself."""

from __future__ import annotations

from typing import Any

import pytest

from odind.core.base.errors import NotFoundError, ResourceExhaustedError
from odind.core.base.limits import Limits
from odind.v1 import payload_pb2, rooms_pb2
from odind.workers.directory import Directory, Entry

ORPHANS: list[tuple[int, str]] = []


def new_directory(**limits: int) -> Directory:
    ORPHANS.clear()
    return Directory(Limits(**limits), lambda: 1.5, lambda *orphan: ORPHANS.append(orphan))


def add(directory: Directory, connection_id: str, worker: int = 0) -> Entry:
    view = rooms_pb2.Connection(
        connection_id=connection_id, user_id=connection_id, state=rooms_pb2.CONNECTION_STATE_JOINING
    )
    view.created_at.FromSeconds(7)
    return directory.add(view, worker, rooms_pb2.JoinRoomRequest(room_id="room", user_id=connection_id))


def event(connection_id: str, **kind: Any) -> rooms_pb2.Event:
    return rooms_pb2.Event(connection_id=connection_id, sequence=99, **kind)


def joined(connection_id: str, *peers: int) -> rooms_pb2.Event:
    view = rooms_pb2.Connection(
        connection_id=connection_id, own_peer_id=5, state=rooms_pb2.CONNECTION_STATE_JOINED
    )
    view.peers.extend(rooms_pb2.Peer(peer_id=peer_id) for peer_id in peers)
    return event(connection_id, joined=rooms_pb2.ConnectionJoined(connection=view))


def message(connection_id: str) -> rooms_pb2.Event:
    said = rooms_pb2.MessageReceived(message=payload_pb2.Payload(data=b"x"))
    return event(connection_id, message_received=said)


async def test_a_watcher_that_lags_is_cut_off_and_told_why():
    directory = new_directory(event_buffer=3)
    add(directory, "one")
    with directory.watch([]) as (_, events):
        for _ in range(4):
            directory.take(0, message("one"))
        with pytest.raises(ResourceExhaustedError, match="SUBSCRIBER_LAGGED"):
            await anext(events)


async def test_peers_come_change_move_and_go():
    directory = new_directory()
    entry = add(directory, "one")
    directory.take(0, joined("one", 3, 1))
    assert [peer.peer_id for peer in entry.view.peers] == [1, 3]
    directory.take(0, event("one", peer_joined=rooms_pb2.PeerJoined(peer=rooms_pb2.Peer(peer_id=2))))
    changed = rooms_pb2.Peer(peer_id=2, user_id="two")
    directory.take(0, event("one", peer_changed=rooms_pb2.PeerChanged(peer=changed)))
    moved = rooms_pb2.PeerMoved(peer_id=2)
    moved.positions.add(channel=4, x=1)
    directory.take(0, event("one", peer_moved=moved))
    directory.take(0, event("one", peer_left=rooms_pb2.PeerLeft(peer=rooms_pb2.Peer(peer_id=1))))
    two, three = entry.view.peers
    assert (two.user_id, two.positions[0].channel, three.peer_id) == ("two", 4, 3)
    directory.take(0, event("one", reconnecting=rooms_pb2.ConnectionReconnecting(detail="the cable")))
    assert (entry.view.state, len(entry.view.peers), entry.view.own_peer_id) == (
        rooms_pb2.CONNECTION_STATE_RECONNECTING,
        0,
        0,
    )


async def test_what_is_held_is_shown_in_its_order_and_only_then():
    directory = new_directory()
    entry = add(directory, "one")
    directory.take(0, joined("one"))
    with directory.watch(["one"]) as (_, events):
        directory.lose(0, "it died")
        assert (await anext(events)).HasField("reconnecting")
        directory.hold(entry)
        directory.take(0, joined("one", 8))
        directory.take(0, message("one"))
        assert not entry.joined
        directory.release(entry)
        kinds = [(await anext(events)).WhichOneof("kind") for _ in range(2)]
    assert kinds == ["joined", "message_received"]
    assert (entry.view.created_at.seconds, entry.away) == (7, False)


async def test_our_own_speech_ends_with_its_worker():
    directory = new_directory()
    add(directory, "one")
    directory.take(0, joined("one"))
    directory.take(0, event("one", speaking_started=rooms_pb2.SpeakingStarted()))
    with directory.watch([]) as (snapshot, events):
        directory.lose(0, "it died")
        seen = [await anext(events) for _ in range(2)]
    assert [one.WhichOneof("kind") for one in seen] == ["speaking_stopped", "reconnecting"]
    assert [one.sequence for one in seen] == [snapshot.sequence + 1, snapshot.sequence + 2]


async def test_a_connection_that_nobody_knows_is_an_orphan():
    directory = new_directory()
    directory.take(1, joined("stray"))
    directory.take(1, message("stray"))
    assert ORPHANS == [(1, "stray")]
    with pytest.raises(NotFoundError):
        directory.find("stray")
