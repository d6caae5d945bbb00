"""Rendezvous hashing: which of several servers has a room, agreed on by all who know the same names.

The server with the highest digest of its name and the room wins, as in Thaler and Ravishankar, "Using
name-based mappings to increase hit rates" (1998). A server that is added or taken away moves its own share of
rooms alone.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def server_of(room_id: str, servers: Sequence[str]) -> str:
    """Return the server of a room, one of `servers`, whose order does not matter."""
    room = room_id.encode("utf-8", "surrogatepass")
    return max(
        servers, key=lambda server: (blake2b(room, key=blake2b(server.encode()).digest()).digest(), server)
    )
