"""The calls about sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from odind.core.errors import NotFoundError
from odind.core.managed.sessions import SessionFilter

from .bodies import OfParticipant, OfSession
from .house import CALLER
from .rooms import room_of
from .shapes import participant_document, session_document, statistics_document

if TYPE_CHECKING:
    from odind.core.managed.session import RoomSession

    from .exchange import Asked


async def list_(asked: Asked) -> dict[str, Any]:
    """Return a page of sessions, of one room or of all, those that began last first."""
    page, sessions = asked.page, asked.house.managed.sessions
    notes = sessions.notes(SessionFilter(_room_id(asked)), CALLER)
    found = await sessions.read(list(page.of(notes)))
    return page.document(len(notes), [session_document(one, asked.base) for one in found])


async def get(asked: Asked) -> dict[str, Any]:
    """Return a session."""
    return session_document(await _session(asked), asked.base)


async def participants(asked: Asked) -> dict[str, Any]:
    """Return a page of who was in a session."""
    return _participants(asked, await _session(asked), present=False)


async def active(asked: Asked) -> dict[str, Any]:
    """Return a page of who is in a session."""
    return _participants(asked, await _session(asked), present=True)


async def statistics(asked: Asked) -> dict[str, Any]:
    """Return who spoke in a session for how long."""
    return statistics_document(await _session(asked))


async def end(asked: Asked) -> dict[str, Any]:
    """End a session, and remove who is there."""
    wanted = asked.read(OfSession)
    session_id = wanted.session_id or ongoing(asked, wanted.room_id)
    return session_document(await asked.house.managed.sessions.end(session_id, CALLER), asked.base)


async def remove(asked: Asked) -> str:
    """Remove somebody from a session."""
    wanted = asked.read(OfParticipant)
    session_id = wanted.session_id or ongoing(asked, wanted.room_id)
    await asked.house.managed.sessions.remove(session_id, wanted.participant_id, CALLER)
    return "Participant removed successfully"


def ongoing(asked: Asked, room_id: str) -> str:
    """Return the id of the session that goes on in a room; raises NotFoundError SESSION_NOT_ONGOING."""
    room = room_of(asked.house, asked.about(room_id))
    notes = asked.house.managed.sessions.notes(SessionFilter(room.room_id, ongoing=True), CALLER)
    if not notes:
        raise NotFoundError(
            "SESSION_NOT_ONGOING", "no session goes on in the room {room_id}", room_id=room_id
        )
    return notes[0].session_id


def _participants(asked: Asked, session: RoomSession, *, present: bool) -> dict[str, Any]:
    page = asked.page
    found = [one for one in session.participants.values() if one.present or not present]
    return page.document(len(found), [participant_document(one) for one in page.of(found)])


async def _session(asked: Asked) -> RoomSession:
    session = await asked.house.managed.sessions.find(asked.path("session_id"), CALLER)
    asked.about(session.room_id)
    return session


def _room_id(asked: Asked) -> str:
    """Return the room whose sessions are listed, "" for all that the token is good for."""
    named = asked.query("roomId") or asked.query("customRoomId")
    return asked.about(room_of(asked.house, named).room_id) if named else ""
