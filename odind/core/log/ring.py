"""The latest events, in memory: bounded by their number and by their size."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

E_co = TypeVar("E_co", covariant=True)
_ENTRY_BYTES: Final = 512
"""What an entry takes beside its payload, about."""


@dataclass(frozen=True)
class Entry(Generic[E_co]):
    """An event in its place. `time` is seconds since the epoch; `subject` is what it is about, by id.

    `room` is the id of the room in which it happened, "" where there is none.
    """

    sequence: int
    time: float
    subject: str
    event: E_co
    room: str = ""


class Ring:
    """Holds at most `max_events` entries and about `max_bytes` of them, with sequences that have no gap."""

    def __init__(self, max_events: int, max_bytes: int) -> None:
        self._max_events = max_events
        self._max_bytes = max_bytes
        self._entries: deque[tuple[Entry[object], int]] = deque()
        self._bytes = 0
        self.last = 0

    def __iter__(self) -> Iterator[Entry[object]]:
        return (entry for entry, _ in self._entries)

    @property
    def oldest(self) -> int:
        """The sequence of the oldest entry; that of the next one while there is none."""
        return self.last + 1 - len(self._entries)

    def push(self, entry: Entry[object], payload_bytes: int) -> None:
        """Add the next entry; the oldest make room for it."""
        self.last = entry.sequence
        size = _ENTRY_BYTES + payload_bytes
        self._entries.append((entry, size))
        self._bytes += size
        while self._overfull and len(self._entries) > 1:
            self._bytes -= self._entries.popleft()[1]

    def entry(self, sequence: int) -> Entry[object]:
        """Return the entry with that sequence, which must be in the ring."""
        return self._entries[sequence - self.last - 1][0]

    @property
    def _overfull(self) -> bool:
        return len(self._entries) > self._max_events or self._bytes > self._max_bytes
