"""How a member stands: until when it may hold its rooms. Pure; seconds of the monotonic clock.

The lease itself is in the database, whose clock alone ends it. The member counts from the moment in which it
*asked* for a renewal, so that it always ends earlier for the member than for the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .member import Word

if TYPE_CHECKING:
    from collections.abc import Collection

BEATS: Final = 4
"""Heartbeats to a lease."""
_NO_OBJECTION: Final = {Word.WITHOUT_DATABASE, Word.FENCED, Word.GONE}


class MemberLease:
    """The lease of one member; `epoch` is None while it has none. It holds no rooms while it is `fenced`.

    `since` is when the present run of renewals began, `renewed_at` when the latest was asked for.
    """

    def __init__(self, lease_s: float, now: float) -> None:
        self.lease_s = lease_s
        self.beat_s = lease_s / BEATS
        self.epoch: int | None = None
        self.fenced = False
        self.renewed_at = float("-inf")
        self.since = float("inf")
        self._until = now + self._hold_s

    @property
    def _hold_s(self) -> float:
        return self.lease_s - self.beat_s

    def entered(self, epoch: int, asked_at: float) -> None:
        """Note that the lease is ours, with a new epoch."""
        self.epoch = epoch
        self.renewed(asked_at)

    def renewed(self, asked_at: float) -> None:
        """Note a renewal."""
        self.since = min(self.since, asked_at)
        self.renewed_at = asked_at
        self._until = asked_at + self._hold_s

    def lost(self) -> None:
        """Note that the database has ended the lease."""
        self.epoch = None
        self.missed()

    def missed(self) -> None:
        """Note that the database did not answer."""
        self.since = float("inf")

    def excused(self, words: Collection[Word], asked_at: float) -> None:
        """Go on without a renewal, when no other member has one either."""
        if _NO_OBJECTION.issuperset(words):
            self._until = asked_at + self._hold_s

    def is_over(self, now: float) -> bool:
        """Whether the member must not hold its rooms any longer."""
        return now >= self._until

    def is_renewing(self, now: float) -> bool:
        """Whether the latest heartbeat has reached the database, as far as is known."""
        return self.since <= now <= self.renewed_at + 2 * self.beat_s

    def may_adopt(self, now: float) -> bool:
        """Whether it has renewed for a whole lease: so had everybody else the time to, after a failure."""
        return self.is_renewing(now) and now - self.since >= self.lease_s

    def left_s(self, now: float) -> float:
        """Return for how long the rooms may still be held."""
        return self._until - now

    def word(self, now: float) -> Word:
        """Return what others are answered who ask."""
        if self.fenced:
            return Word.FENCED
        return Word.RENEWING if self.is_renewing(now) else Word.WITHOUT_DATABASE
