"""What the callers of a daemon were told, which no crash of it may take back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from odind.client import Event


@dataclass
class Told:
    """The events that a watcher has seen, by sequence, and the connections that answers have named.

    `joined` are connections whose join was answered and that nobody has asked to leave; `leaving` are those
    that somebody has: their call may have been cut off, so that nobody knows what became of them. `asked`
    counts joins that were never answered.
    """

    events: dict[int, Event] = field(default_factory=dict)
    joined: set[str] = field(default_factory=set)
    leaving: set[str] = field(default_factory=set)
    asked: int = 0

    @property
    def last(self) -> int:
        """The sequence of the last event that was seen."""
        return max(self.events, default=0)

    def see(self, event: Event) -> None:
        """Note an event; its number must be higher than all that were seen."""
        assert event.sequence > self.last, f"event {event.sequence} came after {self.last}"
        self.events[event.sequence] = event

    def check_history(self, history: Sequence[Event]) -> None:
        """Compare with what the daemon tells now of everything that has happened."""
        sequences = [event.sequence for event in history]
        assert sequences == sorted(set(sequences)), "an event is told twice, or out of order"
        kept = {event.sequence: event for event in history}
        forgotten = sorted(set(self.events) - set(kept))
        assert not forgotten, f"events that were seen are forgotten: {forgotten}"
        changed = [number for number, event in self.events.items() if event != kept[number]]
        assert not changed, f"events that were seen are told otherwise: {changed}"

    def check_connections(self, present: Iterable[str]) -> None:
        """Compare with the connections that the daemon has now; those of calls cut off may be there."""
        there = set(present)
        assert self.joined <= there, f"connections are gone: {sorted(self.joined - there)}"
        unknown = there - self.joined - self.leaving
        assert len(unknown) <= self.asked, f"connections came from nowhere: {sorted(unknown)}"
        self.joined |= unknown
        self.leaving &= there
        self.asked = 0
