"""Converts between core's rooms and the proto's. Decides nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from odind.core.access.events import KEY_EVENTS
from odind.core.captions.events import CAPTION_EVENTS
from odind.core.errors import InvalidArgumentError
from odind.core.fleet.events import FleetEntry
from odind.core.fleet.refusals import no_fleet
from odind.core.hls.events import HLS_EVENTS
from odind.core.log.events import StoreFailed, StoreRecovered
from odind.core.managed.events import MANAGED_EVENTS
from odind.core.push.push import PUSH_EVENTS
from odind.core.recordings.events import RecordingEvent
from odind.core.rooms.admission import JoinRequest
from odind.core.rooms.cause import Cause
from odind.core.rooms.chat import chat_text
from odind.core.rooms.events import (
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
    RoomEvent,
    view_bytes,
)
from odind.core.rooms.holder import Holder, HolderKind, OnLost
from odind.core.rooms.watching import Snapshot
from odind.core.values.daemon import DaemonDraining, DaemonEvent, DaemonReady, DaemonStopping, SpoolFilling
from odind.core.values.paging import MESSAGE_BYTES
from odind.core.voice.events import MediaAdded, MediaRemoved, SpeakingStarted, SpeakingStopped
from odind.core.webhooks.events import WEBHOOK_EVENTS
from odind.v1 import daemon_pb2, rooms_pb2

from .captions import pack_caption_event
from .cipher import pack_status, unpack_cipher
from .daemon import pack_draining
from .hls import pack_hls_event
from .key_events import pack_key_event
from .managed_events import pack_managed_event
from .odin_rooms import pack_page, pack_peer_data, unpack_rooms_peer, unpack_ticket
from .payload import pack_payload, unpack_payload
from .players import pack_player_event
from .push import pack_push_event
from .recordings import pack_recording_event
from .space import pack_positions, unpack_place
from .times import pack_seconds, pack_time, unpack_seconds
from .webhook_events import pack_webhook_event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from odind.core.log.log import Entry
    from odind.core.rooms.doors import DoorTicket
    from odind.core.rooms.watching import Watched

_CAUSES: Final = {
    Cause.BY_US: rooms_pb2.CONNECTION_CAUSE_BY_US,
    Cause.KICKED: rooms_pb2.CONNECTION_CAUSE_KICKED,
    Cause.ROOM_CLOSED: rooms_pb2.CONNECTION_CAUSE_ROOM_CLOSED,
    Cause.SERVER_CLOSED: rooms_pb2.CONNECTION_CAUSE_SERVER_CLOSED,
    Cause.CONNECTION_LOST: rooms_pb2.CONNECTION_CAUSE_CONNECTION_LOST,
    Cause.REFUSED: rooms_pb2.CONNECTION_CAUSE_REFUSED,
}
_Doing: TypeAlias = SpeakingStarted | SpeakingStopped | MediaAdded | MediaRemoved | PeerMoved | CannotDecrypt
_STATES: Final = {
    ConnectionState.JOINING: rooms_pb2.CONNECTION_STATE_JOINING,
    ConnectionState.JOINED: rooms_pb2.CONNECTION_STATE_JOINED,
    ConnectionState.RECONNECTING: rooms_pb2.CONNECTION_STATE_RECONNECTING,
    ConnectionState.LEFT: rooms_pb2.CONNECTION_STATE_LEFT,
}
_ON_LOST: Final = {
    OnLost.KEEP: rooms_pb2.ON_LOST_KEEP,
    OnLost.MUTE: rooms_pb2.ON_LOST_MUTE,
    OnLost.LEAVE: rooms_pb2.ON_LOST_LEAVE,
}
_ON_LOST_ASKED: Final = {number: on_lost for on_lost, number in _ON_LOST.items()}
_HOLDER_KINDS: Final = {
    HolderKind.HOLD: rooms_pb2.HOLDER_KIND_HOLD,
    HolderKind.WATCH: rooms_pb2.HOLDER_KIND_WATCH,
    HolderKind.AUDIO: rooms_pb2.HOLDER_KIND_AUDIO,
}


def pack_peer(peer: Peer) -> rooms_pb2.Peer:
    """Return the proto's message for a peer."""
    return rooms_pb2.Peer(
        peer_id=peer.peer_id,
        user_id=peer.user_id,
        user_data=pack_payload(peer.user_data),
        tags=peer.tags,
        positions=pack_positions(peer.positions),
        rooms=pack_peer_data(peer.user_data),
        cipher_status=pack_status(peer.cipher),
    )


def pack_connection(view: ConnectionView, ticket: DoorTicket | None = None) -> rooms_pb2.Connection:
    """Return the proto's message for a connection, with a ticket for its worker where there is one."""
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
        positions=pack_positions(view.place.positions),
        position_scale=view.place.scale,
        audio_target=ticket.target if ticket else view.audio_target,
        audio_ticket=ticket.text if ticket else "",
        audio_socket=ticket.socket if ticket else view.audio_socket,
        linger=None if view.linger_s is None else pack_seconds(view.linger_s),
        encrypted=view.encrypted,
        on_lost=rooms_pb2.ON_LOST_UNSPECIFIED if view.linger_s is None else _ON_LOST[view.on_lost],
        holders=map(_pack_holder, view.holders),
        last_holder=view.last_holder,
        rooms_page=pack_page(view.rooms_page) if view.rooms_page else None,
    )


def _pack_holder(holder: Holder) -> rooms_pb2.Holder:
    return rooms_pb2.Holder(name=holder.name, kind=_HOLDER_KINDS[holder.kind], since=pack_time(holder.since))


def pack_watched(item: Watched) -> Iterator[rooms_pb2.WatchEventsResponse]:
    """Return the messages of one item of a watch: an event is one message, a snapshot one or several."""
    if not isinstance(item, Snapshot):
        yield rooms_pb2.WatchEventsResponse(event=pack_event(item))
        return
    parts = list(_parts(item.connections)) or [[]]
    for number, views in enumerate(parts, 1):
        snapshot = rooms_pb2.Snapshot(
            sequence=item.sequence,
            connections=map(pack_connection, views),
            missed=item.missed,
            more=number < len(parts),
        )
        yield rooms_pb2.WatchEventsResponse(snapshot=snapshot)


def _parts(views: Iterable[ConnectionView]) -> Iterator[list[ConnectionView]]:
    """Divide connections into parts that fit into messages; divide one with too many peers by its peers."""
    part: list[ConnectionView] = []
    room = MESSAGE_BYTES
    for view in views:
        for piece in _pieces(view):
            size = view_bytes(piece)
            if part and size > room:
                yield part
                part, room = [], MESSAGE_BYTES
            part.append(piece)
            room -= size
    if part:
        yield part


def _pieces(view: ConnectionView) -> Iterator[ConnectionView]:
    """Divide a connection by its peers, so that each piece fits into a message."""
    if view_bytes(view) <= MESSAGE_BYTES or len(view.peers) < 2:  # noqa: PLR2004 - one peer cannot be divided
        yield view
        return
    half = len(view.peers) // 2
    yield from _pieces(replace(view, peers=view.peers[:half]))
    yield from _pieces(replace(view, peers=view.peers[half:]))


def pack_event(entry: Entry[object]) -> rooms_pb2.Event:
    """Return the message of an event of a kind that a watch may ask for."""
    event = rooms_pb2.Event(sequence=entry.sequence, time=pack_time(entry.time))
    if isinstance(entry, FleetEntry):
        event.MergeFrom(rooms_pb2.Event(member=entry.member, member_sequence=entry.local))
    if isinstance(entry.event, DaemonEvent | StoreFailed | StoreRecovered):
        _pack_daemon(event, entry.event)
    elif isinstance(entry.event, MANAGED_EVENTS):
        pack_managed_event(event, entry.event)
    elif isinstance(entry.event, KEY_EVENTS):
        pack_key_event(event, entry.event)
    elif isinstance(entry.event, WEBHOOK_EVENTS):
        pack_webhook_event(event, entry.event)
    elif isinstance(entry.event, CAPTION_EVENTS):
        pack_caption_event(event, entry.event)
    elif isinstance(entry.event, HLS_EVENTS):
        event.connection_id = entry.subject
        pack_hls_event(event, entry.event)
    elif isinstance(entry.event, RecordingEvent):
        event.connection_id = entry.subject
        pack_recording_event(event, entry.event)
    elif isinstance(entry.event, PUSH_EVENTS):
        event.connection_id = entry.subject
        pack_push_event(event, entry.event)
    else:
        event.connection_id = entry.subject
        _pack_room(event, entry.event)  # type: ignore[arg-type] # the other kinds that a watch may ask for
    return event


def _pack_daemon(event: rooms_pb2.Event, happened: DaemonEvent | StoreFailed | StoreRecovered) -> None:
    match happened:
        case DaemonReady():
            event.daemon_ready.SetInParent()
        case DaemonDraining():
            event.daemon_draining.CopyFrom(pack_draining(happened))
        case DaemonStopping(reason):
            event.daemon_stopping.reason = reason
        case StoreFailed(detail):
            event.store_failed.detail = detail
        case StoreRecovered():
            event.store_recovered.SetInParent()
        case SpoolFilling(waiting, most):
            event.spool_filling.CopyFrom(daemon_pb2.SpoolFilling(waiting_bytes=waiting, max_bytes=most))
        case _:
            assert_never(happened)


def _pack_room(event: rooms_pb2.Event, happened: RoomEvent) -> None:
    match happened:
        case ConnectionJoined() | ConnectionChanged() | ConnectionReconnecting() | ConnectionLeft():
            _pack_standing(event, happened)
        case ConnectionHeld() | ConnectionReleased() | ConnectionAdopted():
            _pack_lease(event, happened)
        case PeerJoined(peer, count, humans):
            joined = rooms_pb2.PeerJoined(peer=pack_peer(peer), peer_count=count, human_count=humans)
            event.peer_joined.CopyFrom(joined)
        case PeerChanged(peer):
            event.peer_changed.peer.CopyFrom(pack_peer(peer))
        case PeerLeft(peer, count, humans):
            left = rooms_pb2.PeerLeft(peer=pack_peer(peer), peer_count=count, human_count=humans)
            event.peer_left.CopyFrom(left)
        case MessageReceived(sender, user_id, message):
            event.message_received.sender_peer_id = sender
            event.message_received.sender_user_id = user_id
            event.message_received.message.CopyFrom(pack_payload(message))
            event.message_received.chat = chat_text(message)
        case SpeakingStarted() | SpeakingStopped() | MediaAdded() | MediaRemoved():
            _pack_doing(event, happened)
        case PeerMoved() | CannotDecrypt():
            _pack_doing(event, happened)
        case _:
            pack_player_event(event, happened)


def _pack_standing(
    event: rooms_pb2.Event,
    change: ConnectionJoined | ConnectionChanged | ConnectionReconnecting | ConnectionLeft,
) -> None:
    match change:
        case ConnectionJoined(connection):
            event.joined.connection.CopyFrom(pack_connection(connection))
        case ConnectionChanged(connection):
            event.changed.connection.CopyFrom(pack_connection(connection))
        case ConnectionReconnecting(detail, cause):
            event.reconnecting.CopyFrom(rooms_pb2.ConnectionReconnecting(detail=detail, cause=_CAUSES[cause]))
        case ConnectionLeft(detail, reason, _, cause):
            event.left.CopyFrom(rooms_pb2.ConnectionLeft(detail=detail, reason=reason, cause=_CAUSES[cause]))


def _pack_lease(
    event: rooms_pb2.Event, change: ConnectionHeld | ConnectionReleased | ConnectionAdopted
) -> None:
    match change:
        case ConnectionHeld(holder):
            event.held.holder.CopyFrom(_pack_holder(holder))
        case ConnectionReleased(on_lost, leaves_at):
            event.released.on_lost = _ON_LOST[on_lost]
            if leaves_at is not None:
                event.released.leaves_at.CopyFrom(pack_time(leaves_at))
        case ConnectionAdopted(name):
            event.adopted.CopyFrom(rooms_pb2.ConnectionAdopted(holder=name))


def _pack_doing(event: rooms_pb2.Event, doing: _Doing) -> None:
    """Fill in an event of what peers do with their voice."""
    match doing:
        case CannotDecrypt(peers):
            event.cannot_decrypt.peers.extend(map(pack_peer, peers))
        case SpeakingStarted():
            event.speaking_started.CopyFrom(rooms_pb2.SpeakingStarted(**vars(doing)))
        case SpeakingStopped():
            event.speaking_stopped.CopyFrom(rooms_pb2.SpeakingStopped(**vars(doing)))
        case MediaAdded():
            event.media_added.CopyFrom(rooms_pb2.MediaAdded(**vars(doing)))
        case MediaRemoved():
            event.media_removed.CopyFrom(rooms_pb2.MediaRemoved(**vars(doing)))
        case PeerMoved(positions=positions):
            event.peer_moved.CopyFrom(
                rooms_pb2.PeerMoved(
                    peer_id=doing.peer_id, user_id=doing.user_id, positions=pack_positions(positions)
                )
            )


def unpack_join(request: rooms_pb2.JoinRoomRequest) -> JoinRequest:
    """Return core's request for a join; raises what `Place` raises, ON_LOST_INVALID and FLEET_OFF.

    A fleet takes the placement out of a request once it has placed that.
    """
    if request.placement.member or request.placement.labels:
        raise no_fleet()
    return JoinRequest(
        room_id=request.room_id,
        user_id=request.user_id,
        token=request.token if request.HasField("token") else None,
        gateway=request.gateway,
        user_data=unpack_payload(request.user_data),
        place=unpack_place(request),
        linger_s=unpack_seconds(request.linger) if request.HasField("linger") else None,
        cipher=unpack_cipher(request.cipher) if request.HasField("cipher") else None,
        on_lost=_unpack_on_lost(request.on_lost),
        rooms=unpack_ticket(request.rooms) if request.HasField("rooms") else None,
        rooms_peer=unpack_rooms_peer(request),
    )


def _unpack_on_lost(number: rooms_pb2.OnLost.ValueType) -> OnLost | None:
    """Return what was asked for, None when nothing was; raises InvalidArgumentError ON_LOST_INVALID."""
    if number and number not in _ON_LOST_ASKED:
        raise InvalidArgumentError("ON_LOST_INVALID", "on_lost {on_lost} is unknown", on_lost=number)
    return _ON_LOST_ASKED.get(number)
