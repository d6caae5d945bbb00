"""Who may not enter which room until when. Pure, bounded, time as an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .rooms import RoomKey


class Bans:
    """Users kept out of rooms, and rooms kept closed."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._until: dict[tuple[RoomKey, str | None], float] = {}

    def add(self, room: RoomKey, user_id: str | None, until: float) -> None:
        """Keep a user, or everybody when it is None, out of a room; the later of two bans counts."""
        key = (room, user_id)
        self._until[key] = max(until, self._until.get(key, until))
        while len(self._until) > self._most:
            del self._until[next(iter(self._until))]

    def is_banned(self, room: RoomKey, user_id: str, now: float) -> bool:
        """Whether the user may not enter the room now."""
        return any(self._until.get((room, who), now) > now for who in (user_id, None))

    def expire(self, now: float) -> None:
        """Forget what is over."""
        self._until = {key: until for key, until in self._until.items() if until > now}

    def __len__(self) -> int:
        return len(self._until)
