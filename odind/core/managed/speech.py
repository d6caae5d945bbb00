"""Who speaks in a session, for how long, and when at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from odind.core.values.portable import portable


@portable
class Speech:
    """Talk time by user id up to `until`; times are seconds since the epoch.

    `speaking` are the users that speak now, by peer id. `overlap_s` is how long several spoke at once.
    """

    until: float
    last_sound_at: float
    speaking: Mapping[int, str] = field(default_factory=dict)
    talk_s: Mapping[str, float] = field(default_factory=dict)
    overlap_s: float = 0.0

    def at(self, now: float) -> Speech:
        """Return this up to a later moment, at which the same users speak."""
        span = max(0.0, now - self.until)
        users = set(self.speaking.values())
        if not users:
            return replace(self, until=self.until + span)
        more = {user: self.talk_s.get(user, 0.0) + span for user in users}
        return replace(
            self,
            until=self.until + span,
            last_sound_at=self.until + span,
            talk_s={**self.talk_s, **more},
            overlap_s=self.overlap_s + (span if len(users) > 1 else 0.0),
        )

    def started(self, peer_id: int, user_id: str, now: float) -> Speech:
        """Return this once a peer has begun to speak."""
        return replace(self.at(now), speaking={**self.speaking, peer_id: user_id}, last_sound_at=now)

    def stopped(self, peer_id: int, now: float) -> Speech:
        """Return this once a peer has stopped speaking."""
        rest = {one: user for one, user in self.speaking.items() if one != peer_id}
        return replace(self.at(now), speaking=rest)

    def interrupted(self, now: float) -> Speech:
        """Return this once nothing can be heard any more."""
        return replace(self.at(now), speaking={})

    def resumed(self, now: float) -> Speech:
        """Return this once it can be heard again; what was said meanwhile is not known."""
        return replace(self, until=now, last_sound_at=now, speaking={})
