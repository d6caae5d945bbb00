"""What was seen in the rooms and told by the members' logs, compared. Pure; in seconds."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MARGIN_S: Final = 1.0
"""A message is on its way for less, and what was told is stored within it."""


@dataclass
class Presence:
    """The stay of a peer in a room, as a client there saw it.

    It is a ghost's from `dead` on: then its process was killed, stopped or cut off, so that nobody could
    leave, and the server keeps the peer until it misses it.
    """

    room_id: str
    user_id: str
    peer_id: int
    came: float
    went: float = math.inf
    dead: float = math.inf

    @property
    def is_there(self) -> bool:
        """Whether it has not gone yet."""
        return self.went == math.inf

    @property
    def over(self) -> float:
        """When it ended for its user."""
        return min(self.went, self.dead)


@dataclass(frozen=True)
class Hearing:
    """A numbered message of a room that the log of a member tells of a connection."""

    member: str
    user_id: str
    room_id: str
    number: int


def present(presences: Iterable[Presence]) -> Counter[str]:
    """Return how often each user is in its room, ghosts aside."""
    return Counter(one.user_id for one in presences if one.over == math.inf)


def ghosts(presences: Iterable[Presence]) -> list[Presence]:
    """Return the ghosts that are still there."""
    return [one for one in presences if one.is_there and one.dead < math.inf]


def most_at_once(presences: Iterable[Presence]) -> int:
    """Return how often a user was in its room at once, ghosts aside: 1 is right."""
    most = 0
    for stays in _by_user(presences).values():
        moments = sorted(
            [(one.over, -1) for one in stays] + [(one.came, 1) for one in stays if one.came < one.over]
        )
        there = 0
        for _, step in moments:
            there += step
            most = max(most, there)
    return most


def longest_absence(presences: Iterable[Presence], since: float, until: float) -> float:
    """Return for how long a user was in no room at most, within that time; ghosts are in none."""
    longest = 0.0
    for stays in _by_user(presences).values():
        last = since
        for one in sorted(stays, key=lambda one: one.came):
            longest = max(longest, min(one.came, until) - last)
            last = max(last, min(one.over, until))
        longest = max(longest, until - last)
    return longest


def longest_silence(heard: Iterable[float], since: float, until: float) -> float:
    """Return the longest time without a datagram, within that time."""
    moments = [since, *(one for one in heard if since <= one <= until), until]
    return max(after - before for before, after in pairwise(moments))


def spoke_twice(voice: Iterable[tuple[float, int]], presences: Sequence[Presence]) -> int:
    """Return how many datagrams a ghost of a room spoke at most while its user was there again."""
    again = {
        one.peer_id: min((other.came for other in presences if _follows(other, one)), default=math.inf)
        for one in presences
        if one.dead < math.inf
    }
    spoken = Counter(peer_id for at, peer_id in voice if at > again.get(peer_id, math.inf))
    return max(spoken.values(), default=0)


def lost(
    sent: Iterable[tuple[str, int, float]], presences: Iterable[Presence], hearings: Iterable[Hearing]
) -> list[tuple[str, int, float]]:
    """Return user, number and moment of messages that came while the user was there, and no log tells."""
    told = {(one.user_id, one.number) for one in hearings}
    stays = defaultdict(list)
    for one in presences:
        stays[one.room_id].append(one)
    return [
        (stay.user_id, number, at)
        for room_id, number, at in sent
        for stay in stays[room_id]
        if stay.came + _MARGIN_S <= at <= stay.over - _MARGIN_S and (stay.user_id, number) not in told
    ]


def doubled(hearings: Iterable[Hearing]) -> list[tuple[str, int]]:
    """Return users and numbers of messages that logs tell more than once."""
    times = Counter((one.user_id, one.number) for one in hearings)
    return [one for one, told in times.items() if told > 1]


def _follows(other: Presence, one: Presence) -> bool:
    return other.user_id == one.user_id and other.came >= one.dead


def _by_user(presences: Iterable[Presence]) -> dict[str, list[Presence]]:
    found = defaultdict(list)
    for one in presences:
        found[one.user_id].append(one)
    return found
