"""Events in the fleet's sequence, and what happens to that sequence itself."""

from __future__ import annotations

from odind.core.log.ring import Entry
from odind.core.values.late import dataclass
from odind.core.values.portable import portable


@dataclass(frozen=True)
class FleetEntry(Entry[object]):
    """An event in its place among those of all members.

    `sequence` is its number in the fleet's sequence, `local` the one in the log of the `member` that has it.
    `size` is about how many bytes it takes.
    """

    member: str = ""
    local: int = 0
    size: int = 0


@portable
class MemberEventsLost:
    """A member's events from `first` to `last` can never be told: its log lost them, unshipped."""

    first: int
    last: int


@dataclass(frozen=True)
class UnknownEvent:
    """Stands in the place of an event that this version cannot read, so that numbers have no gap."""
