"""How many peers are in a room, and how many of them are no bots."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from odind.core.values.payload import Payload

    from .events import Peer

_PLATFORMS: Final = ("odind", "bot")
_ROLES: Final = ("agent", "bot", "observer", "recorder")
_READ_AT_ONCE: Final = 256


@lru_cache(_READ_AT_ONCE)
def says_bot(user_data: Payload) -> bool:
    """Whether user data, as that of ODIN Rooms, has a `platform` or a `role` of bots, in any case."""
    text = user_data.decode(errors="replace") if isinstance(user_data, bytes) else user_data.text
    if not text.lstrip().startswith("{"):
        return False
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return False
    platform, role = (str(values.get(name, "")).lower() for name in ("platform", "role"))
    return platform in _PLATFORMS or role in _ROLES


class Headcount:
    """Counts the peers that one connection sees.

    `is_ours` tells whether a user has joined through the daemon.
    """

    def __init__(self, is_ours: Callable[[str], bool]) -> None:
        self._is_ours = is_ours
        self._peers: set[int] = set()
        self._bots: set[int] = set()

    @property
    def peers(self) -> int:
        """How many peers there are, without the connection itself."""
        return len(self._peers)

    @property
    def humans(self) -> int:
        """How many of them are no bots."""
        return len(self._peers) - len(self._bots)

    def begin(self, peers: Iterable[Peer]) -> None:
        """Count these, and no others."""
        self._peers.clear()
        self._bots.clear()
        for peer in peers:
            self.note(peer)

    def note(self, peer: Peer) -> None:
        """Count a peer that came or changed."""
        self._peers.add(peer.peer_id)
        (self._bots.add if self.is_bot(peer) else self._bots.discard)(peer.peer_id)

    def forget(self, peer_id: int) -> None:
        """Do not count a peer that left."""
        self._peers.discard(peer_id)
        self._bots.discard(peer_id)

    def is_bot(self, peer: Peer) -> bool:
        """Whether a peer is a bot: one that says so, or one of the daemon's connections."""
        return says_bot(peer.user_data) or self._is_ours(peer.user_id)
