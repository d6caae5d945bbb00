"""What a socket tells its caller, beside the messages of the peer. Pure."""

from __future__ import annotations

from enum import Enum

from odind.core.values.late import dataclass


class EndReason(Enum):
    """Why a socket is over."""

    FINISHED = "finished"
    PEER_LEFT = "peer_left"
    CONNECTION_LOST = "connection_lost"
    CONNECTION_LEFT = "connection_left"
    REFUSED = "refused"
    OVERFLOWED = "overflowed"
    DAEMON_STOPPING = "daemon_stopping"


@dataclass(frozen=True)
class Credit:
    """The caller may have sent so many bytes altogether."""

    accepted_until: int


@dataclass(frozen=True)
class PeerFinished:
    """The peer sends nothing more; it can still be sent to."""


@dataclass(frozen=True)
class SocketEnd:
    """The socket is over: why, in words too, and how many messages of the peer were dropped unread."""

    reason: EndReason
    detail: str
    dropped: int = 0
