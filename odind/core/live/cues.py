"""What was said, in words, on its way from captioners to those who show it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class Cue:
    """What somebody said, from `began_at` to `ended_at`, in seconds since the epoch.

    `speaker` is who said it as people are to be shown, "" where nobody knows.
    With a feed's clock, sample N was heard at `feed.started_at + N / 48000`.
    """

    room_id: str
    speaker: str
    text: str
    began_at: float
    ended_at: float


class CueBoard:
    """Passes cues on to who listens for those of a room. Used on the loop's thread."""

    def __init__(self) -> None:
        self._listeners: dict[str, list[Callable[[Cue], object]]] = {}

    def post(self, cue: Cue) -> None:
        """Tell all who listen for the cues of its room; none waits for anything."""
        for tell in tuple(self._listeners.get(cue.room_id, ())):
            tell(cue)

    @contextmanager
    def listening(self, room_id: str, tell: Callable[[Cue], object]) -> Iterator[None]:
        """Have `tell` called with the cues of a room for the length of the block."""
        listeners = self._listeners.setdefault(room_id, [])
        listeners.append(tell)
        try:
            yield
        finally:
            listeners.remove(tell)
            if not listeners:
                del self._listeners[room_id]
