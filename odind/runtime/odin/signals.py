"""The native runtime's room events, read into core's signals."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from odind.core.rooms.cause import Cause
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
from odind.core.values.foreign import bounded
from odind.core.values.payload import Payload, PayloadError, from_value, size_hint

from .failures import failure
from .flood import Flood

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from odind.core.bounds.limits import Limits
    from odind.core.values.json_text import JsonValue

_SENT_AWAY: Final = {
    "peer_kicked": ("we were kicked", Cause.KICKED),
    "room_closing": ("the room was closed", Cause.ROOM_CLOSED),
}


class EventReader:
    """Reads the events of one room, and counts in `malformed` what a peer sent beyond the limits.

    Such a message is dropped; such user data and tags leave the peer as it was, or without any. What a peer
    sends too often is dropped likewise, before it is converted, and counted in `dropped`.
    """

    def __init__(self, limits: Limits, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._monotonic = monotonic
        self._flood = Flood(limits)
        self._tried_again_after: str | None = None
        self._server_closes = False
        self.malformed = 0

    @property
    def dropped(self) -> int:
        """How many messages and changes of peers were beyond their rates."""
        return self._flood.dropped

    def read(self, event: JsonValue) -> Signal | None:  # noqa: PLR0911 - one return per kind of event
        """Return the signal that an event means; None when it says nothing new or is unknown.

        `event` is a map with the event's name as its only key. A server that closes is not reported: the
        native runtime reconnects by itself.
        """
        match event:
            case {"Joined": {"own_peer_id": int(peer_id), "room_id": str(room), "customer": str(customer)}}:
                return JoinConfirmed(peer_id, room, customer)
            case {"RoomStatusChanged": {"status": "joining", "message": str(text)}}:
                self._tried_again_after = text
                return LinkLost(bounded(text), self._cause())
            case {"RoomStatusChanged": {"status": "closed", "message": str(text)}}:
                return LinkClosed(failure(text, tried_again=text == self._tried_again_after))
            case {"Left": {"reason": str(reason)}} if reason in _SENT_AWAY:
                detail, cause = _SENT_AWAY[reason]
                return Dismissed(detail, cause=cause)
            case {"Left": {"reason": "server_closing"}}:
                self._server_closes = True
                return None
            case {"PeerJoined": {"peer_id": int(peer_id), "user_id": str(user_id), **peer}}:
                return PeerAppeared(self._newcomer(peer_id, user_id, peer))
            case {"PeerChanged": {"peer_id": int(peer_id), **peer}} if self._lets_show(peer_id, peer):
                return PeerUpdated(peer_id, self._user_data(peer), self._tags(peer))
            case {"PeerLeft": {"peer_id": int(peer_id)}}:
                self._flood.on_left(peer_id, self._monotonic())
                return PeerVanished(peer_id)
            case {"MessageReceived": {"sender_peer_id": int(sender), "message": value}} if self._lets(
                sender, value, self._limits.max_message_bytes
            ):
                message = self._payload(value, self._limits.max_message_bytes)
                return None if message is None else MessageArrived(sender, message)
            case _:
                return None

    def _cause(self) -> Cause:
        """Return why the link was lost just now."""
        closes, self._server_closes = self._server_closes, False
        return Cause.SERVER_CLOSED if closes else Cause.CONNECTION_LOST

    def _newcomer(self, peer_id: int, user_id: str, peer: Mapping[object, Any]) -> Peer:
        """Return a peer that enters; one that does so too often shows nothing but its name."""
        self._flood.on_joined(peer_id, user_id)
        if not self._lets_show(peer_id, peer):
            return Peer(peer_id, user_id, b"", ())
        return Peer(peer_id, user_id, self._user_data(peer) or b"", self._tags(peer) or ())

    def _lets_show(self, peer_id: int, peer: Mapping[object, Any]) -> bool:
        """Whether what a peer shows of itself is within its rates."""
        shown = [peer.get("user_data"), peer.get("tags")]
        limit_bytes = self._limits.max_user_data_bytes
        size = sum(size_hint(value, limit_bytes) for value in shown)
        return self._flood.lets(peer_id, size, self._monotonic())

    def _lets(self, peer_id: int, value: Any, limit_bytes: int) -> bool:
        return self._flood.lets(peer_id, size_hint(value, limit_bytes), self._monotonic())

    def _user_data(self, peer: Mapping[object, Any]) -> Payload | None:
        if "user_data" not in peer:
            return None
        return self._payload(peer["user_data"], self._limits.max_user_data_bytes)

    def _payload(self, value: JsonValue, limit_bytes: int) -> Payload | None:
        try:
            return from_value(value, limit_bytes)
        except PayloadError:
            self.malformed += 1
            return None

    def _tags(self, peer: Mapping[object, Any]) -> tuple[str, ...] | None:
        value = peer.get("tags")
        if not isinstance(value, list):
            return None
        limit = self._limits.max_user_data_bytes
        tags = tuple(tag for tag in value[: limit + 1] if isinstance(tag, str))
        if max(len(value), sum(map(len, tags))) > limit:
            self.malformed += 1
            return None
        return tags
