"""Bans of users, closed rooms and revoked sessions. Pure and bounded; time is an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from .room_key import RoomKey

_Key = TypeVar("_Key")


class Bans:
    """Users banned from rooms, rooms closed to everybody, and sessions that must not be resumed.

    Each of the two tables holds at most `max_entries`; the oldest entry is dropped first. Times are seconds
    since the epoch.
    """

    def __init__(self, max_entries: int) -> None:
        self._max_entries = max_entries
        self._until: dict[tuple[RoomKey, str | None], float] = {}
        self._revoked: dict[str, float] = {}

    def add(self, room: RoomKey, user_id: str | None, until: float) -> None:
        """Ban a user from a room, or everybody when `user_id` is None; the later of two bans counts."""
        key = (room, user_id)
        self._until[key] = max(until, self._until.get(key, until))
        _trim(self._until, self._max_entries)

    def revoke(self, session: str, until: float) -> None:
        """Revoke a session's reconnect tokens until the last of them has expired."""
        self._revoked[session] = until
        _trim(self._revoked, self._max_entries)

    def is_revoked(self, session: str) -> bool:
        """Whether the session must not be resumed."""
        return session in self._revoked

    def is_banned(self, room: RoomKey, user_id: str, now: float) -> bool:
        """Whether the user must not join the room now."""
        return any(self._until.get((room, who), now) > now for who in (user_id, None))

    def expire(self, now: float) -> None:
        """Drop the entries whose time is over."""
        self._until = {key: until for key, until in self._until.items() if until > now}
        self._revoked = {session: until for session, until in self._revoked.items() if until > now}

    def __len__(self) -> int:
        return len(self._until) + len(self._revoked)


def _trim(table: dict[_Key, float], max_entries: int) -> None:
    """Drop the oldest entries over the limit."""
    while len(table) > max_entries:
        del table[next(iter(table))]
