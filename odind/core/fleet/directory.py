"""The members of the fleet as they were listed last: how they stand, and who has room for more."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from .member import FleetCapacity, Member, Report, Word
from .refusals import no_member, nowhere_to_join

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from odind.core.timing.clock import Clock

    from .lease import MemberLease

_TRUSTED_S: Final = 60.0
"""A clock that is further from the database's may sign tokens that gateways refuse."""


class Directory:
    """All members by name. An old list stays while the database does not answer. On the loop's thread.

    `name` is our own, and `lease` how we stand; `living` is how many have a lease that holds.
    """

    def __init__(self, name: str, lease: MemberLease, clock: Clock) -> None:
        self.name = name
        self.members: Sequence[Member] = ()
        self._lease = lease
        self.living = 0
        self._clock = clock
        self._listed_at: float | None = None
        self._placed: Counter[str] = Counter()

    def take(self, members: Sequence[Member]) -> None:
        """Take a new list."""
        self.members = members
        self.living = sum(one.lives for one in members)
        self._listed_at = self._clock.monotonic()
        self._placed.clear()

    @property
    def age_s(self) -> float | None:
        """How old the list is, in seconds; None where there has been none."""
        return None if self._listed_at is None else self._clock.monotonic() - self._listed_at

    @property
    def others(self) -> list[Member]:
        """The other members whose lease held when they were listed."""
        return [one for one in self.members if one.name != self.name and one.lives]

    @property
    def serving(self) -> list[str]:
        """The names of all members that can be called, ours among them, in order."""
        return sorted({self.name, *(one.name for one in self.others)})

    @property
    def capacity(self) -> FleetCapacity:
        """What all members that serve have, and have room for."""
        serving = [one for one in self.members if self._word_of(one) is not Word.GONE]
        return FleetCapacity(
            len(serving),
            sum(one.report.connections for one in serving),
            sum(one.report.more_connections for one in serving if self._joins(one)),
            self.age_s,
        )

    @property
    def standing(self) -> list[tuple[Member, Word]]:
        """All members and how each stands: ourselves as we are now, the others as they were listed."""
        return [(one, self._word_of(one)) for one in self.members]

    def find(self, name: str) -> tuple[Member, Word]:
        """Return a member and how it stands, ourselves for ""; raises NotFoundError MEMBER_NOT_FOUND."""
        wanted = name or self.name
        for one, word in self.standing:
            if one.name == wanted:
                return one, word
        if wanted == self.name:
            return _unlisted(wanted), self._own_word
        raise no_member(name)

    def place(self, name: str, labels: Mapping[str, str]) -> str:
        """Return the name of the member that is to have one more connection: the one with most room.

        One whose clock is wrong has none while there are others.

        Raises NotFoundError MEMBER_NOT_FOUND, ResourceExhaustedError NO_MEMBER_FITS.
        """
        if name or not self.members:
            return self._asked_for(name, labels)
        fitting = [one for one in self.members if self._joins(one) and labels.items() <= one.labels.items()]
        if not fitting:
            raise nowhere_to_join()
        best = max(_in_time(fitting), key=self._room)
        self._placed[best.name] += 1
        return best.name

    def adopts(self) -> bool:
        """Whether we may take over from others: our clock is right, or as wrong as that of all who join."""
        joining = [one for one in self.members if self._joins(one)]
        return self.name in [one.name for one in _in_time(joining)]

    def _asked_for(self, name: str, labels: Mapping[str, str]) -> str:
        member, _ = self.find(name)
        if not labels.items() <= member.labels.items():
            raise nowhere_to_join()
        return member.name

    def _joins(self, member: Member) -> bool:
        """Whether a member joins rooms, as far as is known."""
        return not member.report.draining and self._word_of(member) in (Word.RENEWING, Word.WITHOUT_DATABASE)

    def _room(self, member: Member) -> tuple[int, int, bool]:
        """Return how much room a member has, with those counted that were placed there since the list.

        A busy machine has room for none more by the estimate, and takes some all the same.
        """
        placed, report = self._placed[member.name], member.report
        more = max(report.more_connections - placed, 0)
        return more, -report.connections - placed, member.name == self.name

    @property
    def _own_word(self) -> Word:
        return self._lease.word(self._clock.monotonic())

    def _word_of(self, member: Member) -> Word:
        if member.name == self.name:
            return self._own_word
        return Word.RENEWING if member.lives else Word.GONE


def _in_time(members: Sequence[Member]) -> Sequence[Member]:
    """Return those whose clock is right; all where nobody's is, for then the database's is wrong."""
    return [one for one in members if abs(one.clock_ahead_s) <= _TRUSTED_S] or members


def _unlisted(name: str) -> Member:
    """Return ourselves before there is a list."""
    return Member(name, "", 0, "", Report(0, 0, draining=False), 0.0)
