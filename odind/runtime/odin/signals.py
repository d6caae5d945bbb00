"""The native core's room events, read into core's signals."""

from __future__ import annotations

from typing import Any, Final

from odind.core.base.payload import Payload, from_value
from odind.core.rooms.events import Peer
from odind.core.rooms.signals import (
    Dismissed,
    JoinConfirmed,
    LinkClosed,
    LinkLost,
    MessageArrived,
    PeerAppeared,
    PeerUpdated,
    PeerVanished,
    Signal,
)

from .failures import failure

_SENT_AWAY: Final = {"peer_kicked": "we were kicked", "room_closing": "the room was closed"}


def read_signal(event: Any) -> Signal | None:  # noqa: PLR0911 - one return per kind of event
    """Return the signal that an event means; None for what says nothing new, is unknown or is malformed.

    `event` is a map with the event's name as its only key. Of a server that closes nothing is read: the core
    comes back by itself when it does.
    """
    match event:
        case {"Joined": {"own_peer_id": int(peer_id), "room_id": str(room_id), "customer": str(customer)}}:
            return JoinConfirmed(peer_id, room_id, customer)
        case {"RoomStatusChanged": {"status": "joining", "message": str(words)}}:
            return LinkLost(words)
        case {"RoomStatusChanged": {"status": "closed", "message": str(words)}}:
            return LinkClosed(failure(words))
        case {"Left": {"reason": str(reason)}} if reason in _SENT_AWAY:
            return Dismissed(_SENT_AWAY[reason])
        case {"PeerJoined": {"peer_id": int(peer_id), "user_id": str(user_id)} as peer}:
            return PeerAppeared(Peer(peer_id, user_id, from_value(peer.get("user_data")), _tags(peer) or ()))
        case {"PeerChanged": {"peer_id": int(peer_id)} as peer}:
            return PeerUpdated(peer_id, _user_data(peer), _tags(peer))
        case {"PeerLeft": {"peer_id": int(peer_id)}}:
            return PeerVanished(peer_id)
        case {"MessageReceived": {"sender_peer_id": int(sender), "message": message}}:
            return MessageArrived(sender, from_value(message))
        case _:
            return None


def _user_data(peer: dict[str, Any]) -> Payload | None:
    return from_value(peer["user_data"]) if "user_data" in peer else None


def _tags(peer: dict[str, Any]) -> tuple[str, ...] | None:
    tags = peer.get("tags")
    return tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else None
