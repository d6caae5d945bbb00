"""What happens in rooms, as watchers see it: facts about the state of a connection."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from odind.core.voice.events import VoiceEvent

if TYPE_CHECKING:
    from odind.core.base.payload import Payload
    from odind.core.space.place import Position


class ConnectionState(Enum):
    """Where a connection stands."""

    JOINING = "joining"
    JOINED = "joined"
    RECONNECTING = "reconnecting"
    LEFT = "left"


@dataclass(frozen=True)
class Peer:
    """Another participant of a room."""

    peer_id: int
    user_id: str
    user_data: Payload = b""
    tags: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()


@dataclass(frozen=True)
class ConnectionView:
    """A connection at one moment. `created_at` is seconds since the epoch; `own_peer_id` 0 is unknown."""

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


@dataclass(frozen=True)
class ConnectionJoined:
    """We are in the room, for the first time or again."""

    connection: ConnectionView


@dataclass(frozen=True)
class ConnectionReconnecting:
    """The link is lost and is being restored; peers are unknown until it is."""

    detail: str


@dataclass(frozen=True)
class ConnectionLeft:
    """The connection is over."""

    detail: str


@dataclass(frozen=True)
class PeerJoined:
    """A peer is there."""

    peer: Peer


@dataclass(frozen=True)
class PeerChanged:
    """A peer's user data or tags changed."""

    peer: Peer


@dataclass(frozen=True)
class PeerLeft:
    """A peer is gone; `peer` is how it last was."""

    peer: Peer


@dataclass(frozen=True)
class MessageReceived:
    """A peer sent a message; the user id is empty when the peer is no longer known."""

    sender_peer_id: int
    sender_user_id: str
    message: Payload


@dataclass(frozen=True)
class PeerMoved:
    """A peer is somewhere else."""

    peer_id: int
    user_id: str
    positions: tuple[Position, ...]


RoomEvent: TypeAlias = (
    ConnectionJoined
    | ConnectionReconnecting
    | ConnectionLeft
    | PeerJoined
    | PeerChanged
    | PeerLeft
    | MessageReceived
    | PeerMoved
    | VoiceEvent
)


@dataclass(frozen=True)
class LoggedEvent:
    """An event with its place in the daemon's one sequence; `time` is seconds since the epoch."""

    sequence: int
    time: float
    connection_id: str
    event: RoomEvent
