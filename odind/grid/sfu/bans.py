"""Who may not enter which room until when. Pure, bounded, time as an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .rooms import RoomKey


class Bans:
    """Users kept out of rooms, rooms kept closed, and sessions that shall not be resumed."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._until: dict[tuple[RoomKey, str | None], float] = {}
        self._revoked: dict[str, float] = {}

    def add(self, room: RoomKey, user_id: str | None, until: float) -> None:
        """Keep a user, or everybody when it is None, out of a room; the later of two bans counts."""
        key = (room, user_id)
        self._until[key] = max(until, self._until.get(key, until))
        _trim(self._until, self._most)

    def revoke(self, session: str, until: float) -> None:
        """Make a session's reconnect tokens worthless, for as long as they would be good."""
        self._revoked[session] = until
        _trim(self._revoked, self._most)

    def is_revoked(self, session: str) -> bool:
        """Whether the session must not be resumed."""
        return session in self._revoked

    def is_banned(self, room: RoomKey, user_id: str, now: float) -> bool:
        """Whether the user may not enter the room now."""
        return any(self._until.get((room, who), now) > now for who in (user_id, None))

    def expire(self, now: float) -> None:
        """Forget what is over."""
        self._until = {key: until for key, until in self._until.items() if until > now}
        self._revoked = {session: until for session, until in self._revoked.items() if until > now}

    def __len__(self) -> int:
        return len(self._until) + len(self._revoked)


def _trim(table: dict[Any, float], most: int) -> None:
    """Forget the oldest entries beyond the limit."""
    while len(table) > most:
        del table[next(iter(table))]
