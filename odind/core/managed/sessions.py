"""The use cases of sessions: found, listed, ended, and their participants."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from odind.core.access.principal import OWNER
from odind.core.errors import UnavailableError
from odind.core.values.late import dataclass
from odind.core.values.paging import page_of

from .history import note_of
from .refusals import no_managed_room, no_participant, no_session, session_over
from .session import EndReason

if TYPE_CHECKING:
    from odind.core.access.principal import Principal

    from .history import SessionNote
    from .keepers import Keepers
    from .rooms import ManagedRooms
    from .session import Participant, RoomSession

_NOTE_BYTES: Final = 4_096
"""A session in a list, which is without its participants, has at most about so many bytes."""
_PARTICIPANT_BYTES: Final = 4_096


@dataclass(frozen=True)
class SessionFilter:
    """Which sessions to list: those of a room, those that go on or those that are over."""

    room_id: str = ""
    ongoing: bool | None = None

    def admits(self, note: SessionNote) -> bool:
        """Whether a session is one of them."""
        return self.room_id in ("", note.room_id) and self.ongoing in (None, note.ended_at is None)


_EVERY_SESSION: Final = SessionFilter()


@dataclass(frozen=True)
class ListedParticipant:
    """A participant in a list; `talk_s` is for how long it spoke."""

    number: int
    participant: Participant
    talk_s: float


class Sessions:
    """Sessions as callers see them. Used on the loop's thread.

    What is over is read from the store; such calls raise UnavailableError STORE_UNAVAILABLE.
    """

    def __init__(self, managed: ManagedRooms, keepers: Keepers) -> None:
        self._managed = managed
        self._keepers = keepers
        self._ledger = keepers.ledger

    def notes(self, wanted: SessionFilter = _EVERY_SESSION, by: Principal = OWNER) -> list[SessionNote]:
        """Return notes of the sessions that a principal sees, those that began last first."""
        every = chain(map(note_of, self._ledger.ongoing), self._ledger.history)
        sees = cache(by.sees)  # a room has many sessions
        seen = (note for note in every if wanted.admits(note) and sees(note.managed_id, note.room_id))
        return sorted(seen, key=lambda note: note.number, reverse=True)

    async def read(self, notes: list[SessionNote]) -> list[RoomSession]:
        """Return the sessions of notes, in their order, without those that are not kept any more."""
        past = [note.session_id for note in notes if note.ended_at is not None]
        found = await self._ledger.history.get(past)
        every = (self._now(note.session_id) or found.get(note.session_id) for note in notes)
        return [session for session in every if session]

    async def page(
        self, wanted: SessionFilter, page_size: int, page_token: str, by: Principal = OWNER
    ) -> tuple[list[RoomSession], str]:
        """Return a page, those that began last first, and the token of the next page or "".

        Raises InvalidArgumentError PAGE_TOKEN_INVALID.
        """
        notes = self.notes(wanted, by)
        page, token = page_of(notes, page_size, page_token, lambda _: _NOTE_BYTES, newest_first=True)
        return await self.read(page), token

    async def find(self, session_id: str, by: Principal = OWNER) -> RoomSession:
        """Return a session that a principal sees; raises NotFoundError SESSION_NOT_FOUND."""
        found = self._now(session_id) or (await self._ledger.history.get([session_id])).get(session_id)
        if found is None or not by.sees(found.managed_id, found.room_id):
            raise no_session(session_id)
        return found

    async def end(self, session_id: str, by: Principal = OWNER) -> RoomSession:
        """End a session, remove who is there, and return it; raises what EndRoomSession lists."""
        session = await self._ongoing(session_id, by)
        keeper = self._keepers.get(session.key)
        if keeper is None:
            raise no_managed_room(session.room_id)
        keeper.end(EndReason.CALL)
        await keeper.over.wait()
        return await self.find(session_id, by)

    async def participants(
        self, session_id: str, page_size: int, page_token: str, *, present: bool, by: Principal = OWNER
    ) -> tuple[list[ListedParticipant], str]:
        """Return a page of who was in a session, or is there now, and the token of the next page or "".

        Raises NotFoundError SESSION_NOT_FOUND, InvalidArgumentError PAGE_TOKEN_INVALID.
        """
        session = await self.find(session_id, by)
        talk_s = session.speech.talk_s
        listed = (
            ListedParticipant(number, one, talk_s.get(one.user_id, 0.0))
            for number, one in enumerate(session.participants.values(), 1)
            if one.present or not present
        )
        return page_of(listed, page_size, page_token, lambda _: _PARTICIPANT_BYTES)

    async def remove(self, session_id: str, user_id: str, by: Principal = OWNER) -> None:
        """Remove somebody who is in a session; raises what RemoveParticipant lists."""
        session = await self._ongoing(session_id, by)
        one = session.participants.get(user_id)
        if one is None or not one.present:
            raise no_participant(user_id, session_id)
        room = self._managed.get(session.key)
        if room is None:
            raise no_managed_room(session.room_id)
        problem = await self._keepers.door.remove(room, [user_id])
        if problem:
            raise UnavailableError(
                "REMOVAL_FAILED",
                "the gateway did not remove {user_id}: {problem}",
                user_id=user_id,
                problem=problem,
            )

    async def _ongoing(self, session_id: str, by: Principal) -> RoomSession:
        session = await self.find(session_id, by)
        if session.ended_at is not None:
            raise session_over(session_id)
        return session

    def _now(self, session_id: str) -> RoomSession | None:
        """Return a session that goes on, up to now."""
        kept = self._ledger.get(session_id)
        keeper = self._keepers.get(kept.key) if kept else None
        return keeper.session if keeper and keeper.session else kept
