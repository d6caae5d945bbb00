"""How a connection speaks in a measurement: a warm-up, a pause, then an endless loop of speech.

Programs that have just started send irregularly, and a jitter buffer that grows because of it shrinks only in
a pause. So each connection pauses once before the measurement.
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
"""The time in which the callers begin, one after the other."""
LEAD_S: Final = (_WARM_UP_FRAMES + _PAUSE_FRAMES) * FRAME_S
"""The time from the beginning to the loop."""


@dataclass(frozen=True)
class Voice:
    """What a connection speaks: it begins at `start`, and its loop begins with `first_chunk`."""

    first_chunk: int
    frames_per_chunk: int
    start: float

    @property
    def loop_start(self) -> float:
        """The time at which the loop begins."""
        return self.start + LEAD_S

    @property
    def offset_frames(self) -> int:
        """The position in the speech, in frames, at which the loop begins."""
        return self.first_chunk * self.frames_per_chunk

    def chunks(self, loop: list[Chunk], pause: Chunk) -> Iterator[Chunk]:
        """Yield warm-up, pause and loop; `pause` is a chunk of silence."""
        ahead = list(islice(cycle(loop), self.first_chunk, self.first_chunk + len(loop)))
        return chain(
            islice(cycle(ahead), _WARM_UP_FRAMES // self.frames_per_chunk),
            repeat(pause, _PAUSE_FRAMES // self.frames_per_chunk),
            cycle(ahead),
        )


def voice(number: int, chunks: int, frames_per_chunk: int, start: float) -> Voice:
    """Return the voice of a connection; each begins at a different one of the loop's `chunks`."""
    return Voice(number * _OFFSET_CHUNKS % chunks, frames_per_chunk, start)


def partner(number: int, count: int) -> int:
    """Return the connection that is heard: the neighbour, or itself if there is none and an echo answers."""
    other = number ^ 1
    return other if other < count else number


def heard_by_all(voices: list[Voice]) -> list[Voice]:
    """Return for each connection the voice that it hears."""
    return [voices[partner(number, len(voices))] for number in range(len(voices))]
