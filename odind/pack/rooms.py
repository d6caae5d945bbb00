"""Core's types and the proto's, into each other. Nothing is decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from odind.core.rooms.admission import JoinRequest
from odind.core.rooms.events import (
    ConnectionJoined,
    ConnectionLeft,
    ConnectionReconnecting,
    ConnectionState,
    ConnectionView,
    LoggedEvent,
    MessageReceived,
    Peer,
    PeerChanged,
    PeerJoined,
    PeerLeft,
    PeerMoved,
)
from odind.core.voice.events import SpeakingStarted, SpeakingStopped
from odind.v1 import rooms_pb2

from .payload import pack_payload, unpack_payload
from .space import pack_positions, unpack_place
from .times import pack_time

if TYPE_CHECKING:
    from odind.core.rooms.rooms import Snapshot

_STATES: Final = {
    ConnectionState.JOINING: rooms_pb2.CONNECTION_STATE_JOINING,
    ConnectionState.JOINED: rooms_pb2.CONNECTION_STATE_JOINED,
    ConnectionState.RECONNECTING: rooms_pb2.CONNECTION_STATE_RECONNECTING,
    ConnectionState.LEFT: rooms_pb2.CONNECTION_STATE_LEFT,
}


def pack_peer(peer: Peer) -> rooms_pb2.Peer:
    """Return a peer as the proto says it."""
    return rooms_pb2.Peer(
        peer_id=peer.peer_id,
        user_id=peer.user_id,
        user_data=pack_payload(peer.user_data),
        tags=peer.tags,
        positions=pack_positions(peer.positions),
    )


def pack_connection(view: ConnectionView) -> rooms_pb2.Connection:
    """Return a connection as the proto says it."""
    return rooms_pb2.Connection(
        connection_id=view.connection_id,
        room_id=view.room_id,
        user_id=view.user_id,
        customer=view.customer,
        gateway=view.gateway,
        state=_STATES[view.state],
        own_peer_id=view.own_peer_id,
        user_data=pack_payload(view.user_data),
        peers=[pack_peer(peer) for peer in view.peers],
        created_at=pack_time(view.created_at),
    )


def pack_snapshot(snapshot: Snapshot) -> rooms_pb2.WatchEventsResponse:
    """Return the first message of a watch."""
    connections = [pack_connection(view) for view in snapshot.connections]
    return rooms_pb2.WatchEventsResponse(
        snapshot=rooms_pb2.Snapshot(sequence=snapshot.sequence, connections=connections)
    )


def pack_event(logged: LoggedEvent) -> rooms_pb2.WatchEventsResponse:
    """Return a later message of a watch."""
    event = rooms_pb2.Event(
        sequence=logged.sequence, time=pack_time(logged.time), connection_id=logged.connection_id
    )
    match logged.event:
        case ConnectionJoined(connection):
            event.joined.connection.CopyFrom(pack_connection(connection))
        case ConnectionReconnecting(detail):
            event.reconnecting.detail = detail
        case ConnectionLeft(detail):
            event.left.detail = detail
        case PeerJoined(peer):
            event.peer_joined.peer.CopyFrom(pack_peer(peer))
        case PeerChanged(peer):
            event.peer_changed.peer.CopyFrom(pack_peer(peer))
        case PeerLeft(peer):
            event.peer_left.peer.CopyFrom(pack_peer(peer))
        case MessageReceived(sender, user_id, message):
            event.message_received.sender_peer_id = sender
            event.message_received.sender_user_id = user_id
            event.message_received.message.CopyFrom(pack_payload(message))
        case SpeakingStarted() | SpeakingStopped() | PeerMoved():
            _pack_doing(event, logged.event)
        case _:
            assert_never(logged.event)
    return rooms_pb2.WatchEventsResponse(event=event)


def _pack_doing(event: rooms_pb2.Event, doing: SpeakingStarted | SpeakingStopped | PeerMoved) -> None:
    """Say what a peer does; it is named by its id and its user id alone."""
    match doing:
        case SpeakingStarted():
            event.speaking_started.CopyFrom(
                rooms_pb2.SpeakingStarted(peer_id=doing.peer_id, user_id=doing.user_id)
            )
        case SpeakingStopped():
            event.speaking_stopped.CopyFrom(
                rooms_pb2.SpeakingStopped(peer_id=doing.peer_id, user_id=doing.user_id)
            )
        case PeerMoved(positions=positions):
            event.peer_moved.CopyFrom(
                rooms_pb2.PeerMoved(
                    peer_id=doing.peer_id, user_id=doing.user_id, positions=pack_positions(positions)
                )
            )


def unpack_join(request: rooms_pb2.JoinRoomRequest) -> JoinRequest:
    """Return what JoinRoom asks for in core's words; raises what `Place` does."""
    return JoinRequest(
        room_id=request.room_id,
        user_id=request.user_id,
        token=request.token if request.HasField("token") else None,
        gateway=request.gateway,
        user_data=unpack_payload(request.user_data),
        place=unpack_place(request),
    )
