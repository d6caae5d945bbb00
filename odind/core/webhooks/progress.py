"""How far the events of an endpoint have come, as it is kept across restarts."""

from __future__ import annotations

from dataclasses import replace

from odind.core.values.late import dataclass
from odind.core.values.portable import portable

from .delivery import Delivery


@portable
class KeptBacklog:
    """A room whose events up to `until` wait, those up to `after` not any more.

    `delivery` is the one that is being retried, None where the next has not been tried.
    """

    room: str
    after: int
    until: int
    delivery: Delivery | None = None


@portable
class Progress:
    """All events up to `position` are done, or wait in a backlog. `deliveries` counts webhooks with a try.

    `again` are the sequences of events that are sent once more, and `replay` the delivery of the first of
    them. Nothing is sent before `paused_until`. `failing_since` is when attempts began to fail, None where
    the latest one did not. Times are seconds since the epoch.
    """

    position: int
    backlogs: tuple[KeptBacklog, ...] = ()
    deliveries: int = 0
    again: tuple[int, ...] = ()
    replay: Delivery | None = None
    paused_until: float = 0.0
    failing_since: float | None = None

    @property
    def at_once(self) -> Progress:
        """This with everything that waits due now, as if it had not been tried."""
        backlogs = tuple(replace(backlog, delivery=None) for backlog in self.backlogs)
        return replace(self, backlogs=backlogs, replay=None, paused_until=0.0, failing_since=None)


@dataclass
class Backlog:
    """A room with events that wait: see `KeptBacklog`."""

    room: str
    after: int
    until: int
    delivery: Delivery | None = None

    @property
    def kept(self) -> KeptBacklog:
        """It as it is kept."""
        return KeptBacklog(self.room, self.after, self.until, self.delivery)
