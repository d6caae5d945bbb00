"""Events without what people said and wrote, for a history that must not keep it. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .events import (
    ConnectionChanged,
    ConnectionJoined,
    MessageReceived,
    PeerChanged,
    PeerJoined,
    PeerLeft,
)

if TYPE_CHECKING:
    from .events import ConnectionView, Peer


def without_payloads(event: object) -> object:
    """Return an event with all messages and user data empty."""
    match event:
        case MessageReceived():
            return replace(event, message=b"")
        case PeerJoined() | PeerChanged() | PeerLeft():
            return replace(event, peer=_bare_peer(event.peer))
        case ConnectionJoined() | ConnectionChanged():
            return replace(event, connection=_bare_view(event.connection))
        case _:
            return event


def _bare_view(view: ConnectionView) -> ConnectionView:
    return replace(view, user_data=b"", peers=tuple(map(_bare_peer, view.peers)))


def _bare_peer(peer: Peer) -> Peer:
    return replace(peer, user_data=b"")
