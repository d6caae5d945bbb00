"""A session of a managed room: who was there, and what of it the daemon has seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from enum import Enum
from typing import Final

from odind.core.values.late import dataclass
from odind.core.values.portable import portable

from .room import AutoStart, key_of
from .speech import Speech

MAX_STAYS: Final = 100
"""Stays of one participant that are kept one by one, the latest."""
MAX_PARTICIPANTS: Final = 2_000
_STARTED: Final = {
    AutoStart.RECORDING: "recording_ids",
    AutoStart.HLS: "hls_ids",
    AutoStart.CAPTIONS: "caption_ids",
}
"""Where a session has the ids of what was started with it."""


class EndReason(Enum):
    """Why a session ended."""

    EMPTY = "empty"
    ONLY_BOTS = "only_bots"
    SILENCE = "silence"
    DURATION = "duration"
    MAX_UPTIME = "max_uptime"
    CALL = "call"
    DEACTIVATED = "deactivated"
    DELETED = "deleted"


@portable
class Stay:
    """A peer's stay in the room; `left_at` is None while it is there. Times are seconds since the epoch.

    Where the daemon was not watching, `join_seen` or `leave_seen` is false, and the time is that at which the
    peer was first or last seen.
    """

    peer_id: int
    joined_at: float
    left_at: float | None = None
    join_seen: bool = True
    leave_seen: bool = True


@portable
class Participant:
    """A user in a session, with a stay for each time that a peer of this user came.

    `stays_left_out` counts earlier stays that are not kept one by one. `packets` of the user's voice came to
    the observer, and `packets_lost` did not.
    """

    user_id: str
    name: str
    bot: bool
    stays: tuple[Stay, ...] = ()
    stays_left_out: int = 0
    packets: int = 0
    packets_lost: int = 0

    @property
    def present(self) -> bool:
        """Whether a peer of the user is in the room."""
        return any(stay.left_at is None for stay in self.stays)

    def of_peer(self, peer_id: int) -> Participant:
        """Return the participant with the latest stay of one peer alone, as events tell of it."""
        return replace(self, stays=tuple(stay for stay in self.stays if stay.peer_id == peer_id)[-1:])

    def came(self, stay: Stay) -> Participant:
        """Return the participant with one more stay."""
        stays = (*self.stays, stay)
        surplus = max(0, len(stays) - MAX_STAYS)
        return replace(self, stays=stays[surplus:], stays_left_out=self.stays_left_out + surplus)

    def went(self, peer_id: int, at: float, *, seen: bool) -> Participant:
        """Return the participant without a peer in the room."""
        stays = (
            replace(stay, left_at=at, leave_seen=seen)
            if stay.peer_id == peer_id and stay.left_at is None
            else stay
            for stay in self.stays
        )
        return replace(self, stays=tuple(stays))


@portable
class Gap:
    """A span in which the daemon did not watch the room; `ended_at` is None while it does not."""

    began_at: float
    ended_at: float | None = None


@dataclass(frozen=True)
class Visitor:
    """A peer as a session sees it."""

    peer_id: int
    user_id: str
    name: str = ""
    bot: bool = False


@portable
class RoomSession:
    """A session; what changes it returns another one. Times are seconds since the epoch.

    `ended_at` is None while it goes on; then `reason` says why it ended, and `problem` why its peers could
    not be removed, "" where they were. `seen_at` is the last moment at which the daemon was there.
    `no_human_since` and `nobody_since` are set while no human, or nobody at all, is in the room.
    `recording_ids`, `hls_ids` and `caption_ids` are what was started with it. `participants_left_out` counts
    those beyond `MAX_PARTICIPANTS`.
    """

    session_id: str
    managed_id: str
    room_id: str
    number: int
    started_at: float
    seen_at: float
    speech: Speech
    ended_at: float | None = None
    reason: EndReason | None = None
    problem: str = ""
    participants: Mapping[str, Participant] = field(default_factory=dict)
    participants_left_out: int = 0
    gaps: tuple[Gap, ...] = ()
    recording_ids: tuple[str, ...] = ()
    hls_ids: tuple[str, ...] = ()
    caption_ids: tuple[str, ...] = ()
    no_human_since: float | None = None
    nobody_since: float | None = None

    @property
    def key(self) -> str:
        """What its room is found by."""
        return key_of(self.managed_id, self.room_id)

    @property
    def present(self) -> dict[int, Participant]:
        """The participants in the room, by peer id."""
        return {
            stay.peer_id: one
            for one in self.participants.values()
            for stay in one.stays
            if stay.left_at is None
        }

    @property
    def blind(self) -> bool:
        """Whether the daemon cannot see the room now."""
        return bool(self.gaps) and self.gaps[-1].ended_at is None

    def started(self, part: AutoStart) -> tuple[str, ...]:
        """Return the ids of a part that was started with it, oldest first."""
        ids: tuple[str, ...] = getattr(self, _STARTED[part])
        return ids

    def having_started(self, part: AutoStart, started_id: str) -> RoomSession:
        """Return this with one more thing that was started with it."""
        return replace(self, **{_STARTED[part]: (*self.started(part), started_id)})  # type: ignore[arg-type] # texts

    def joined(self, visitor: Visitor, at: float, *, seen: bool = True) -> RoomSession:
        """Return this with a peer that came."""
        known = self.participants.get(visitor.user_id)
        if known is None and len(self.participants) >= MAX_PARTICIPANTS:
            return replace(self, participants_left_out=self.participants_left_out + 1)
        one = known or Participant(visitor.user_id, visitor.name, visitor.bot)
        one = replace(one, name=visitor.name or one.name, bot=visitor.bot)
        return self._with(one.came(Stay(visitor.peer_id, at, join_seen=seen))).counted(at)

    def changed(self, visitor: Visitor, at: float) -> RoomSession:
        """Return this with another name or kind of a participant."""
        known = self.participants.get(visitor.user_id)
        if known is None or (known.name, known.bot) == (visitor.name, visitor.bot):
            return self
        return self._with(replace(known, name=visitor.name or known.name, bot=visitor.bot)).counted(at)

    def left(self, peer_id: int, at: float, *, seen: bool = True) -> RoomSession:
        """Return this without a peer."""
        one = self.present.get(peer_id)
        if one is None:
            return self
        gone = self._with(one.went(peer_id, at, seen=seen))
        return replace(gone, speech=self.speech.stopped(peer_id, at)).counted(at)

    def received(self, user_id: str, packets: int, lost: int) -> RoomSession:
        """Return this with packets of a user's voice that came, and that did not."""
        one = self.participants.get(user_id)
        if one is None:
            return self
        more = replace(one, packets=one.packets + packets, packets_lost=max(0, one.packets_lost + lost))
        return self._with(more)

    def lost_sight(self, at: float) -> RoomSession:
        """Return this from when the daemon does not see the room any more."""
        if self.blind:
            return self
        return replace(self, gaps=(*self.gaps, Gap(at)), speech=self.speech.interrupted(at))

    def regained_sight(self, visitors: Mapping[int, Visitor], at: float) -> RoomSession:
        """Return this with who is there now: who came and went meanwhile, and when, is not known."""
        if not self.blind:
            return self
        gap = replace(self.gaps[-1], ended_at=at)
        now = replace(self, gaps=(*self.gaps[:-1], gap), speech=self.speech.resumed(at))
        for peer_id, one in self.present.items():
            if peer_id not in visitors or visitors[peer_id].user_id != one.user_id:
                now = now.left(peer_id, gap.began_at, seen=False)
        for peer_id, visitor in visitors.items():
            if peer_id not in now.present:
                now = now.joined(visitor, at, seen=False)
        return replace(now, no_human_since=None, nobody_since=None).counted(at)

    def ended(self, at: float, reason: EndReason) -> RoomSession:
        """Return this as it is once it is over; who is still there leaves with it."""
        last = self.gaps[-1].began_at if self.blind else at
        now = replace(self, speech=self.speech.interrupted(last))
        for peer_id in now.present:
            now = now.left(peer_id, last, seen=not self.blind)
        gaps = tuple(replace(gap, ended_at=gap.ended_at or at) for gap in now.gaps)
        return replace(now, ended_at=at, seen_at=at, reason=reason, gaps=gaps)

    @property
    def brief(self) -> RoomSession:
        """This without its participants, as events tell of it."""
        speech = replace(self.speech, speaking={}, talk_s={})
        return replace(self, participants={}, speech=speech)

    def _with(self, participant: Participant) -> RoomSession:
        return replace(self, participants={**self.participants, participant.user_id: participant})

    def counted(self, at: float) -> RoomSession:
        """Return this with the moments since which nobody is there, brought up to date."""
        there = [one for one in self.participants.values() if one.present]
        human = any(not one.bot for one in there)
        return replace(
            self,
            no_human_since=None if human else self.no_human_since or at,
            nobody_since=None if there else self.nobody_since or at,
        )


def new_session(session_id: str, managed_id: str, room_id: str, number: int, at: float) -> RoomSession:
    """Return a session that begins, with nobody in it yet."""
    return RoomSession(session_id, managed_id, room_id, number, at, at, Speech(at, at))
