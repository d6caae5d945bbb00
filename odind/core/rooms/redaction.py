"""Events without what people said and wrote, for a history that must not keep it. Pure."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

from odind.core.values.json_text import compact
from odind.core.values.payload import Json

from .events import (
    CannotDecrypt,
    ConnectionChanged,
    ConnectionJoined,
    MessageReceived,
    PeerChanged,
    PeerJoined,
    PeerLeft,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.values.payload import Payload

    from .events import ConnectionView, Peer

    Redact: TypeAlias = Callable[[Payload], Payload]


def without_payloads(event: object) -> object:
    """Return an event with all messages and user data empty."""
    return _redacted(event, _nothing)


def with_hashes(event: object) -> object:
    """Return an event with the SHA-256 and the size of messages and user data in their place, as JSON."""
    return _redacted(event, _hash)


def _nothing(_payload: Payload) -> Payload:
    return b""


def _hash(payload: Payload) -> Payload:
    if not payload:
        return payload
    data = payload.text.encode() if isinstance(payload, Json) else payload
    return Json(compact({"sha256": sha256(data).hexdigest(), "bytes": len(data)}))


def _redacted(event: object, redact: Redact) -> object:
    match event:
        case MessageReceived():
            return replace(event, message=redact(event.message))
        case PeerJoined() | PeerChanged() | PeerLeft():
            return replace(event, peer=_peer(event.peer, redact))
        case CannotDecrypt(peers):
            return CannotDecrypt(tuple(_peer(peer, redact) for peer in peers))
        case ConnectionJoined() | ConnectionChanged():
            return replace(event, connection=_view(event.connection, redact))
        case _:
            return event


def _view(view: ConnectionView, redact: Redact) -> ConnectionView:
    peers = tuple(_peer(peer, redact) for peer in view.peers)
    return replace(view, user_data=redact(view.user_data), peers=peers)


def _peer(peer: Peer, redact: Redact) -> Peer:
    return replace(peer, user_data=redact(peer.user_data))
