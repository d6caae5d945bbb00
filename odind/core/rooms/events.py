"""What happens in rooms, as watchers see it: facts about the state of a connection."""

from __future__ import annotations

from enum import Enum
from typing import Final, TypeAlias, get_args

from odind.core.base.payload import Json, Payload
from odind.core.base.portable import portable
from odind.core.space.place import Place, Position
from odind.core.voice.events import VoiceEvent


class ConnectionState(Enum):
    """Where a connection stands."""

    JOINING = "joining"
    JOINED = "joined"
    RECONNECTING = "reconnecting"
    LEFT = "left"


@portable
class Peer:
    """Another participant of a room."""

    peer_id: int
    user_id: str
    user_data: Payload = b""
    tags: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()


@portable
class ConnectionView:
    """A connection at one moment. `created_at` is seconds since the epoch; `own_peer_id` 0 is unknown.

    `place` is where we are; `audio_target` is where the process that holds the connection serves its audio,
    "" when it has no address of its own.
    """

    connection_id: str
    room_id: str
    user_id: str
    customer: str
    gateway: str
    state: ConnectionState
    own_peer_id: int
    user_data: Payload
    peers: tuple[Peer, ...]
    created_at: float
    place: Place = Place()
    audio_target: str = ""


@portable
class ConnectionJoined:
    """We are in the room, for the first time or again."""

    connection: ConnectionView


@portable
class ConnectionReconnecting:
    """The link is lost and is being restored; peers are unknown until it is."""

    detail: str


@portable
class ConnectionLeft:
    """The connection is over. With `may_return`, another join can have it again."""

    detail: str
    may_return: bool = False


@portable
class ConnectionChanged:
    """Our user data or our positions changed; `connection` is how the connection is now."""

    connection: ConnectionView


@portable
class PeerJoined:
    """A peer is there."""

    peer: Peer


@portable
class PeerChanged:
    """A peer's user data or tags changed."""

    peer: Peer


@portable
class PeerLeft:
    """A peer is gone; `peer` is how it last was."""

    peer: Peer


@portable
class MessageReceived:
    """A peer sent a message; the user id is empty when the peer is no longer known."""

    sender_peer_id: int
    sender_user_id: str
    message: Payload


@portable
class PeerMoved:
    """A peer is somewhere else."""

    peer_id: int
    user_id: str
    positions: tuple[Position, ...]


RoomEvent: TypeAlias = (
    ConnectionJoined
    | ConnectionReconnecting
    | ConnectionChanged
    | ConnectionLeft
    | PeerJoined
    | PeerChanged
    | PeerLeft
    | MessageReceived
    | PeerMoved
    | VoiceEvent
)


_PEER_BYTES: Final = 256
_POSITION_BYTES: Final = 32
_CHARACTER_BYTES: Final = 4
"""What UTF-8 takes for a character at most."""
ROOM_EVENTS: Final[tuple[type[RoomEvent], ...]] = get_args(RoomEvent)
"""Every kind of event that happens on a connection."""


def payload_bytes(event: RoomEvent) -> int:
    """Return how many bytes of callers' and peers' data an event carries, about."""
    match event:
        case MessageReceived():
            return _size(event.message)
        case ConnectionJoined() | ConnectionChanged():
            return view_bytes(event.connection)
        case PeerJoined() | PeerChanged() | PeerLeft():
            return peer_bytes(event.peer)
        case _:
            return 0


def view_bytes(view: ConnectionView) -> int:
    """Return how large a connection is in a message, at most."""
    names = (view.room_id, view.user_id, view.customer, view.gateway, view.audio_target)
    own = sum(map(_text_bytes, names)) + _size(view.user_data) + _POSITION_BYTES * len(view.place.positions)
    return _PEER_BYTES + own + sum(map(peer_bytes, view.peers))


def peer_bytes(peer: Peer) -> int:
    """Return how large a peer is in a message, at most."""
    names = sum(map(_text_bytes, (peer.user_id, *peer.tags)))
    return _PEER_BYTES + names + _size(peer.user_data) + _POSITION_BYTES * len(peer.positions)


def _size(payload: Payload) -> int:
    return _text_bytes(payload.text) if isinstance(payload, Json) else len(payload)


def _text_bytes(text: str) -> int:
    """Return how large a text is at most, without encoding it."""
    return len(text) if text.isascii() else _CHARACTER_BYTES * len(text)
