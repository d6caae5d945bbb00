"""Keeps one managed room: who is there, when a session begins, and when it ends."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from odind.core.errors import OdindError
from odind.core.rooms.peer_data import read
from odind.core.timing.clock import happens_within

from .door import refusal_of
from .events import AutoStartFailed, ParticipantRefused, SessionWarning
from .room import AfterSession
from .rules import deadline_of
from .session import EndReason, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable

    from odind.core.rooms.events import Peer
    from odind.core.timing.clock import Clock, Timer

    from .beginnings import Beginnings
    from .door import Door
    from .ledger import Ledger
    from .observer import Observer
    from .room import AutoStart, ManagedRoom
    from .rules import Deadline
    from .session import RoomSession
_PATIENCE_S: Final = 10.0
"""How long the end of a session waits for a look into the room, and for what was counted there."""


class Surroundings(Protocol):
    """What keepers have in common."""

    @property
    def clock(self) -> Clock: ...  # noqa: D102
    @property
    def ledger(self) -> Ledger: ...  # noqa: D102
    @property
    def door(self) -> Door: ...  # noqa: D102
    @property
    def beginnings(self) -> Beginnings: ...  # noqa: D102
    @property
    def resting(self) -> bool:
        """Whether sessions neither end nor warn at present."""

    def spawn(self, work: Coroutine[object, object, None]) -> object:
        """Do something until the daemon stops."""

    async def deactivate(self, room: ManagedRoom) -> None:
        """Let a room be used no more."""


class Keeper:
    """Advances the session of a room by what its observer sees. Used on the loop's thread.

    `is_bot` judges peers. `settled` is called whenever it may have become unnecessary.
    """

    def __init__(
        self,
        room: ManagedRoom,
        observer: Observer,
        around: Surroundings,
        *,
        is_bot: Callable[[Peer], bool],
        settled: Callable[[str], object],
    ) -> None:
        self.room = room
        self.observer = observer
        self.session: RoomSession | None = around.ledger.of_room(room.managed_id)
        self.over = asyncio.Event()
        self._around = around
        self._is_bot = is_bot
        self._settled = settled
        self._in_sight = asyncio.Event()
        self._visitors: dict[int, Visitor] = {}
        self._gone: dict[int, str] = {}
        self._past: set[int] = set()
        self._ending = False
        self._starting: set[AutoStart] = set()
        self._warned: Deadline | None = None
        self._alarm: Timer | None = None
        if self.session:
            self._move(self.session.lost_sight(self.session.seen_at))

    @property
    def peer_count(self) -> int:
        """How many peers are in the room, as far as it is seen."""
        return len(self._visitors)

    @property
    def human_count(self) -> int:
        """How many of them are no bots."""
        return sum(not visitor.bot for visitor in self._visitors.values())

    # What the observer sees

    def sighted(self, peers: Iterable[Peer], at: float) -> None:
        """Handle that the room can be seen, for the first time or again."""
        self._in_sight.set()
        self._visitors.clear()
        for peer in peers:
            self._admit(peer)
        self._past &= self._visitors.keys()
        if self.session:
            self._move(self.session.regained_sight(self._visitors, at))
        self._begin_when_used(at, seen=False)
        self._start_parts()

    def lost_sight(self, at: float) -> None:
        """Handle that the room cannot be seen any more."""
        self._in_sight.clear()
        self._visitors.clear()
        if self.session:
            self._move(self.session.lost_sight(at))

    def peer_joined(self, peer: Peer, at: float) -> None:
        """Handle that a peer came."""
        visitor = self._admit(peer)
        if visitor and self.session:
            self._move(self.session.joined(visitor, at))
        self._begin_when_used(at)

    def peer_changed(self, peer: Peer, at: float) -> None:
        """Handle that a peer has other user data, which says its name and whether it is a bot."""
        if peer.peer_id not in self._visitors:
            return
        visitor = self._visitors[peer.peer_id] = self._visitor(peer)
        if self.session:
            self._move(self.session.changed(visitor, at))
        self._begin_when_used(at)

    def peer_left(self, peer_id: int, at: float) -> None:
        """Handle that a peer left."""
        gone = self._visitors.pop(peer_id, None)
        if gone:
            self._gone[peer_id] = gone.user_id
        self._past.discard(peer_id)
        if self.session:
            self._move(self.session.left(peer_id, at))

    def spoke(self, peer_id: int, user_id: str, at: float, *, began: bool) -> None:
        """Handle that a peer began to speak or stopped; that is written down by the next `pulse`."""
        if self.session and peer_id in self._visitors:
            speech = self.session.speech
            now = speech.started(peer_id, user_id, at) if began else speech.stopped(peer_id, at)
            self.session = replace(self.session, speech=now)
            self._set_alarm()

    # Time, and callers

    def pulse(self) -> None:
        """Write down that the daemon is still there."""
        if self.session and not self.session.blind:
            now = self._around.clock.now()
            self.session = replace(self.session, seen_at=now, speech=self.session.speech.at(now))
            self._around.ledger.keep(self.session)

    async def count_packets(self) -> None:
        """Add what came of the peers' voice since the last time."""
        gone, self._gone = self._gone, {}
        for one in await self.observer.take_arrivals():
            visitor = self._visitors.get(one.peer_id)
            user_id = visitor.user_id if visitor else gone.get(one.peer_id, "")
            if self.session:
                self.session = self.session.received(user_id, one.received, one.lost)

    def changed(self, room: ManagedRoom) -> None:
        """Handle another state of the room."""
        self.room = room
        if not room.enabled:
            self.end(EndReason.DEACTIVATED)
        self._begin_when_used(self._around.clock.now())
        self._set_alarm()

    def end(self, reason: EndReason) -> None:
        """End the session, if there is one, and remove who is there; `over` is set once that is done."""
        if self.session and not self._ending and not self._around.resting:
            self._ending = True
            self._around.spawn(self._end(reason))

    def give_up(self) -> None:
        """Leave the room, and its session as it is, to another member of the fleet."""
        session, self.session = self.session, None
        self.stop()
        self.observer.want(None)
        if session:
            self._around.ledger.give_up(session)
            self.over.set()

    def stop(self) -> None:
        """Do nothing more."""
        if self._alarm:
            self._alarm.cancel()
            self._alarm = None

    async def _end(self, reason: EndReason) -> None:
        await happens_within(self._around.clock, _PATIENCE_S, self._in_sight.wait())  # to see whom to remove
        users = {visitor.user_id for visitor in self._visitors.values()}
        problem = await self._around.door.remove(self.room, users)
        await happens_within(self._around.clock, _PATIENCE_S, self.count_packets())
        session, self.session = self.session, None
        if session is None:  # another member of the fleet has the room by now
            return
        await self._around.beginnings.stop(session)
        ended = session.ended(self._around.clock.now(), reason)
        self._around.ledger.moved(session, ended)
        self._around.ledger.close(replace(ended, problem=problem))
        self._past = set(self._visitors)
        self._ending, self._warned = False, None
        self.stop()
        if reason is EndReason.MAX_UPTIME or self._is_for_one_session:
            await self._around.deactivate(self.room)
        self.over.set()
        self._settled(self.room.key)

    @property
    def _is_for_one_session(self) -> bool:
        return self.room.settings.close.after_session is AfterSession.IS_DEACTIVATED

    # Beginning

    def _begin_when_used(self, at: float, *, seen: bool = True) -> None:
        """Begin a session with the first human who is not left over from the one before."""
        newcomers = (one for peer_id, one in self._visitors.items() if peer_id not in self._past)
        if self.session or not self.room.enabled or all(one.bot for one in newcomers):
            return
        self.over.clear()
        session = began = self._around.ledger.begin(self.room, at)
        for visitor in self._visitors.values():
            session = session.joined(visitor, at, seen=seen)
        self.session = began
        self._move(session)
        self._start_parts()

    def _start_parts(self) -> None:
        """Have what the room wants begin with its session, unless it goes on."""
        if self.session is None:
            return
        for part in self._around.beginnings.wanted(self.room, self.session):
            if part not in self._starting:
                self._starting.add(part)
                self._around.spawn(self._start(part, self.session))

    async def _start(self, part: AutoStart, session: RoomSession) -> None:
        connection_id = self.observer.connection_id
        try:
            started_id = await self._around.beginnings.start(part, self.room, session, connection_id)
        except OdindError as error:
            failed = AutoStartFailed(session.session_id, part, error.reason, error.message)
            self._around.ledger.tell(session, failed)
        else:
            self._take(part, session, started_id)
        finally:
            self._starting.discard(part)

    def _take(self, part: AutoStart, session: RoomSession, started_id: str) -> None:
        """Note what was started with a session; if that has ended meanwhile, it ends too."""
        now = self.session
        if now is None or now.session_id != session.session_id:
            self._around.spawn(self._around.beginnings.stop(session.having_started(part, started_id)))
        else:
            self._move(now.having_started(part, started_id))

    def _admit(self, peer: Peer) -> Visitor | None:
        refusal = refusal_of(self.room, peer.user_id, self.peer_count)
        if refusal:
            self._around.spawn(self._refuse(peer.user_id, refusal))
            return None
        visitor = self._visitors[peer.peer_id] = self._visitor(peer)
        return visitor

    async def _refuse(self, user_id: str, refusal: OdindError) -> None:
        problem = await self._around.door.remove(self.room, [user_id])
        self._around.ledger.tell(self.room, ParticipantRefused(user_id, refusal.reason, problem))

    def _visitor(self, peer: Peer) -> Visitor:
        data = read(peer.user_data)
        name = data.name if data and data.name != "Unknown" else ""
        return Visitor(peer.peer_id, peer.user_id, name, self._is_bot(peer))

    def _move(self, after: RoomSession) -> None:
        assert self.session is not None  # noqa: S101 - the caller moves it
        self.session = self._around.ledger.moved(self.session, after)
        self._set_alarm()

    # Deadlines

    def _set_alarm(self) -> None:
        self.stop()
        if self.session and not self._ending and not self._around.resting:
            clock = self._around.clock
            deadline = deadline_of(self.room, self.session, clock.now())
            due = deadline.ends_at if deadline == self._warned else deadline.warns_at
            self._alarm = clock.call_at(clock.monotonic() + max(0.0, due - clock.now()), self._ring)

    def _ring(self) -> None:
        """Warn of a deadline, or end the session at it; one that has moved is waited for."""
        self._alarm = None
        if self.session is None or self._ending:
            return
        now = self._around.clock.now()
        deadline = deadline_of(self.room, self.session, now)
        if now >= deadline.warns_at and deadline != self._warned:
            self._warned = deadline
            self._around.ledger.tell(self.session, SessionWarning(self.session.session_id, deadline))
        if now >= deadline.ends_at:
            self.end(deadline.reason)
        else:
            self._set_alarm()
