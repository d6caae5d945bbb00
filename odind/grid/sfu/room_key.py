"""The key of a room: rooms in different namespaces never meet."""

from __future__ import annotations

from typing import NamedTuple


class RoomKey(NamedTuple):
    """The customer's namespace, and the room's id in it."""

    namespace: str
    room_id: str
