"""What happens in rooms, twice: signals as a runtime reports them, events as watchers see them.

Signals are raw and may repeat; `RoomState` turns them into events, which are facts about its state.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from .errors import OdindError
    from .payload import Payload
    from .space import Position


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


# Signals: what a runtime reports.


@dataclass(frozen=True)
class JoinConfirmed:
    """The server let us in, for the first time or again; peers already there were announced before."""

    own_peer_id: int
    room_id: str
    customer: str


@dataclass(frozen=True)
class LinkLost:
    """The runtime lost the server and is trying to come back."""

    detail: str


@dataclass(frozen=True)
class Dismissed:
    """The server sent us away: we were kicked, or the room was closed. The runtime would come back."""

    detail: str


@dataclass(frozen=True)
class LinkClosed:
    """The runtime gave up, or never got in. `error` says it to a caller who waits for the join."""

    error: OdindError


@dataclass(frozen=True)
class PeerAppeared:
    """A peer is there."""

    peer: Peer


@dataclass(frozen=True)
class PeerUpdated:
    """A peer changed what is not None."""

    peer_id: int
    user_data: Payload | None = None
    tags: tuple[str, ...] | None = None


@dataclass(frozen=True)
class PeerVanished:
    """A peer is gone."""

    peer_id: int


@dataclass(frozen=True)
class MessageArrived:
    """A peer sent a message."""

    sender_peer_id: int
    message: Payload


@dataclass(frozen=True)
class PeerPlaced:
    """A peer said where it is, in the connection's own units."""

    peer_id: int
    positions: tuple[Position, ...]


Signal: TypeAlias = (
    JoinConfirmed
    | LinkLost
    | Dismissed
    | LinkClosed
    | PeerAppeared
    | PeerUpdated
    | PeerVanished
    | MessageArrived
    | PeerPlaced
)


# Events: what watchers see.


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
class SpeakingStarted:
    """A peer began to speak, or we did (peer id 0)."""

    peer_id: int
    user_id: str


@dataclass(frozen=True)
class SpeakingStopped:
    """A peer ended to speak, or we did (peer id 0)."""

    peer_id: int
    user_id: str


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
    | SpeakingStarted
    | SpeakingStopped
    | PeerMoved
)


@dataclass(frozen=True)
class LoggedEvent:
    """An event with its place in the daemon's one sequence; `time` is seconds since the epoch."""

    sequence: int
    time: float
    connection_id: str
    event: RoomEvent
