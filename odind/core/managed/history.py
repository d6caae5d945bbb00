"""Sessions that are over: a note of each at hand, the rest in the store."""

from __future__ import annotations

from collections import deque
from functools import cached_property
from typing import TYPE_CHECKING, Final

from odind.core.values.portable import portable

from .session import RoomSession

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from odind.core.log.scribe import Scribe

MAX_SESSIONS: Final = 100_000


@portable
class SessionNote:
    """What finds a session. `number` is that of the event of its start; `ended_at` None while it goes on."""

    number: int
    session_id: str
    managed_id: str
    room_id: str
    started_at: float
    ended_at: float | None


class History:
    """Keeps the latest `MAX_SESSIONS` for `keep_s` after their end, None for ever. Belongs to the loop."""

    def __init__(self, scribe: Scribe, keep_s: float | None) -> None:
        self._keep_s = keep_s
        self._notes = scribe.shelf("session_notes", SessionNote)
        self._sessions = scribe.archive("sessions", RoomSession)

    def __iter__(self) -> Iterator[SessionNote]:
        return (note for _, note in self._notes.items())

    def add(self, session: RoomSession) -> None:
        """Keep a session that has just ended."""
        ids = self._ids
        expires_at = None if self._keep_s is None else (session.ended_at or 0.0) + self._keep_s
        self._sessions.put(session.session_id, session, expires_at)
        self._notes.put(session.session_id, note_of(session), expires_at)
        ids.append(session.session_id)
        while len(ids) > MAX_SESSIONS:
            self._forget(ids.popleft())

    async def get(self, session_ids: Sequence[str]) -> dict[str, RoomSession]:
        """Return those that are kept, by id; raises UnavailableError STORE_UNAVAILABLE."""
        return await self._sessions.get(session_ids)

    @cached_property
    def _ids(self) -> deque[str]:
        """The ids of all sessions, the one that ended first in front; those that expired are among them."""
        return deque(session_id for session_id, _ in self._notes.items())

    def _forget(self, session_id: str) -> None:
        self._notes.delete(session_id)
        self._sessions.delete(session_id)


def note_of(session: RoomSession) -> SessionNote:
    """Return the note of a session."""
    return SessionNote(
        session.number,
        session.session_id,
        session.managed_id,
        session.room_id,
        session.started_at,
        session.ended_at,
    )
