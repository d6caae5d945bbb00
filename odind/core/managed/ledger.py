"""The sessions that go on and those that are over, and the events of both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from .events import ParticipantJoined, ParticipantLeft, SessionEnded, SessionStarted
from .history import History
from .names import new_session_id
from .room import bundle_of
from .session import RoomSession, new_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from odind.core.log.scribe import Scribe

    from .events import ManagedEvent
    from .room import ManagedRoom

_EVENT_BYTES: Final = 512


class Ledger:
    """Keeps sessions in the store, and tells what happens to them. Used on the loop's thread."""

    def __init__(self, scribe: Scribe, keep_s: float | None) -> None:
        self.history = History(scribe, keep_s)
        self._log = scribe.log
        self._ongoing = scribe.shelf("room_sessions", RoomSession, lambda _, session: bundle_of(session.key))

    @property
    def ongoing(self) -> Iterator[RoomSession]:
        """The sessions that go on."""
        return (session for _, session in self._ongoing.items())

    def get(self, session_id: str) -> RoomSession | None:
        """Return a session that goes on, None when it does not."""
        return self._ongoing.get(session_id)

    def of_room(self, managed_id: str) -> RoomSession | None:
        """Return the session of a room that goes on, None when there is none."""
        return next((one for one in self.ongoing if one.managed_id == managed_id), None)

    def take_over(self, session: RoomSession) -> None:
        """Place a session that was another member's after all others."""
        last = max(self._log.last, *(one.number for one in self.ongoing))
        self.keep(replace(session, number=last + 1))

    def give_up(self, session: RoomSession) -> None:
        """Forget a session that another member keeps."""
        self._ongoing.delete(session.session_id)

    def begin(self, room: ManagedRoom, at: float) -> RoomSession:
        """Begin a session in which nobody is yet."""
        session_id, number = new_session_id(room.managed_id), self._log.last + 1
        session = new_session(session_id, room.managed_id, room.room_id, number, at)
        self.keep(session)
        self.tell(session, SessionStarted(session))
        return session

    def keep(self, session: RoomSession) -> None:
        """Write down how a session is now."""
        self._ongoing.put(session.session_id, session)

    def close(self, session: RoomSession) -> None:
        """Keep a session that has ended."""
        self._ongoing.delete(session.session_id)
        self.history.add(session)
        self.tell(session, SessionEnded(session.brief))

    def moved(self, before: RoomSession, after: RoomSession) -> RoomSession:
        """Tell who came and went between two states of a session, write it down, and return it."""
        self.keep(after)
        was, now = before.present, after.present
        heads = len(now), sum(not one.bot for one in now.values())
        for peer_id in was.keys() - now.keys():
            gone = after.participants[was[peer_id].user_id]
            self.tell(after, ParticipantLeft(after.session_id, gone.of_peer(peer_id), *heads))
        for peer_id in now.keys() - was.keys():
            self.tell(after, ParticipantJoined(after.session_id, now[peer_id].of_peer(peer_id), *heads))
        return after

    def tell(self, of: RoomSession | ManagedRoom, event: ManagedEvent) -> None:
        """Log an event of a session, or of a room."""
        self._log.append(of.managed_id, event, _EVENT_BYTES, room=of.room_id)
