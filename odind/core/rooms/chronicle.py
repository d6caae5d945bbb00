"""What of a room's events stands in the timeline of a recording. Pure."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final, TypeAlias

from odind.core.players.events import ItemStarted
from odind.core.values.payload import Json, to_value
from odind.core.voice.events import SpeakingStarted, SpeakingStopped

from .events import ConnectionJoined, ConnectionReconnecting, PeerChanged, PeerJoined, PeerLeft

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .events import ConnectionView, Peer, RoomEvent

Fields: TypeAlias = "Mapping[str, object]"
_KINDS: Final[Mapping[type, str]] = {
    PeerJoined: "peer_joined",
    PeerChanged: "peer_changed",
    PeerLeft: "peer_left",
    SpeakingStarted: "speaking_started",
    SpeakingStopped: "speaking_stopped",
}


def mark_of(event: RoomEvent) -> tuple[str, Fields] | None:
    """Return the kind and the fields of the mark that stands for an event, None where none does."""
    match event:
        case PeerJoined(peer) | PeerChanged(peer) | PeerLeft(peer):
            return _KINDS[type(event)], _person(peer)
        case SpeakingStarted(peer_id, user_id) | SpeakingStopped(peer_id, user_id):
            return _KINDS[type(event)], _name(peer_id, user_id)
        case ConnectionReconnecting(detail):
            return "connection_lost", {"detail": detail}
        case ConnectionJoined(view):
            return "joined", room_of(view)
        case ItemStarted(lane, item):
            return "played", {"lane": lane.value, "sound": item.source.kind.value, "name": item.source.name}
        case _:
            return None


def room_of(view: ConnectionView) -> Fields:
    """Return the fields of a mark about the room, and who is in it."""
    peers = [_person(peer) for peer in view.peers]
    return {**_name(view.own_peer_id, view.user_id), "room_id": view.room_id, "peers": peers}


def _name(peer_id: int, user_id: str) -> Fields:
    return {"peer_id": peer_id, "user_id": user_id}


def _person(peer: Peer) -> Fields:
    """Return the fields of a mark about a peer; user data that is not JSON stands there in base64."""
    data, name = peer.user_data, _name(peer.peer_id, peer.user_id)
    if not data:
        return name
    return {
        **name,
        "user_data": to_value(data) if isinstance(data, Json) else base64.b64encode(data).decode(),
    }
