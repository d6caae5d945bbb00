"""What a runtime reports of a room. Signals are raw and may repeat; `RoomState` turns them into events."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from odind.core.values.late import dataclass

from .cause import Cause

if TYPE_CHECKING:
    from odind.core.errors import OdindError
    from odind.core.space.place import Position
    from odind.core.values.payload import Payload

    from .cipher import CipherStatus
    from .events import Peer


@dataclass(frozen=True)
class JoinConfirmed:
    """The server accepted the join, the first or a later one; peers already present were announced before."""

    own_peer_id: int
    room_id: str
    customer: str


@dataclass(frozen=True)
class LinkLost:
    """The runtime lost the server and is reconnecting."""

    detail: str
    cause: Cause = Cause.CONNECTION_LOST


@dataclass(frozen=True)
class Dismissed:
    """The connection must end: we were kicked, the room was closed, or as `reason` says.

    The runtime would reconnect.
    """

    detail: str
    reason: str = "DISMISSED"
    cause: Cause = Cause.BY_US


@dataclass(frozen=True)
class LinkClosed:
    """The runtime gave up, or the join failed. `error` is for the caller who waits for the join."""

    error: OdindError


@dataclass(frozen=True)
class PeerAppeared:
    """A peer is in the room."""

    peer: Peer


@dataclass(frozen=True)
class PeerUpdated:
    """A peer changed; fields that are None did not."""

    peer_id: int
    user_data: Payload | None = None
    tags: tuple[str, ...] | None = None
    cipher: CipherStatus | None = None


@dataclass(frozen=True)
class PeerVanished:
    """A peer left the room."""

    peer_id: int


@dataclass(frozen=True)
class MessageArrived:
    """A peer sent a message."""

    sender_peer_id: int
    message: Payload


@dataclass(frozen=True)
class PeerPlaced:
    """A peer sent its positions, in the connection's own units."""

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
