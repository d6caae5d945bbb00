"""How a connection speaks while it is measured: a warm-up, a pause, then the loop of speech without an end.

Programs that have just started stumble, and a jitter buffer that grew by that shrinks only in a pause. So
everybody pauses once, before the measurement.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, cycle, islice, repeat
from typing import TYPE_CHECKING, Final, TypeVar

from .speech import FRAME_S

if TYPE_CHECKING:
    from collections.abc import Iterator

Chunk = TypeVar("Chunk")

_WARM_UP_FRAMES: Final = 60
_PAUSE_FRAMES: Final = 40
_OFFSET_CHUNKS: Final = 37
ARRIVAL_S: Final = 1.0
"""How long it takes until all callers have begun: they do not come in one moment."""
LEAD_S: Final = (_WARM_UP_FRAMES + _PAUSE_FRAMES) * FRAME_S
"""How long it takes until the loop begins."""


@dataclass(frozen=True)
class Voice:
    """What one connection says: the loop from some chunk of it, beginning at `start`."""

    first_chunk: int
    frames_per_chunk: int
    start: float

    @property
    def loop_start(self) -> float:
        """When the loop begins."""
        return self.start + LEAD_S

    @property
    def offset_frames(self) -> int:
        """Where in the loop it begins."""
        return self.first_chunk * self.frames_per_chunk

    def chunks(self, loop: list[Chunk], pause: Chunk) -> Iterator[Chunk]:
        """Return all that is said; `pause` is a chunk of silence."""
        ahead = list(islice(cycle(loop), self.first_chunk, self.first_chunk + len(loop)))
        return chain(
            islice(cycle(ahead), _WARM_UP_FRAMES // self.frames_per_chunk),
            repeat(pause, _PAUSE_FRAMES // self.frames_per_chunk),
            cycle(ahead),
        )


def voice(number: int, chunks: int, frames_per_chunk: int, start: float) -> Voice:
    """Return the voice of a connection; each begins at another place of a loop of so many chunks."""
    return Voice(number * _OFFSET_CHUNKS % chunks, frames_per_chunk, start)


def partner(number: int, count: int) -> int:
    """Return who is heard: one's neighbour, or oneself where there is none and an echo answers."""
    other = number ^ 1
    return other if other < count else number


def heard_by_all(voices: list[Voice]) -> list[Voice]:
    """Return for each connection the voice that it hears."""
    return [voices[partner(number, len(voices))] for number in range(len(voices))]
