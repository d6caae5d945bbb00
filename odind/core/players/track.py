"""One sound while it plays: where it is, how loud, and what was read of it too early."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.sound.fader import Fader
from odind.core.timing.tick import RATE_HZ

if TYPE_CHECKING:
    from odind.core.sound.ring import Frames

    from .ports import Sound
    from .settings import Item

_MOST_REWOUND: Final = 20
"""Reads that can be undone."""


class Track:
    """Reads a sound from `position` on, in samples per channel. Belongs to the loop.

    `played` counts samples, `heard_before` those of the same item before a seek. `level` is the gain of the
    item and of its loudness, `fade` comes and goes.
    """

    def __init__(self, item: Item, sound: Sound, position: int, level: float = 1.0) -> None:
        self.heard_before = 0
        self.item = item
        self.sound = sound
        self.position = position
        self.played = 0
        self.level = Fader(level)
        self.fade = Fader()
        self._end = round(item.end_s * RATE_HZ) or None
        self._fade_out = round(item.fade_out_s * RATE_HZ)
        self._recent: deque[Frames] = deque(maxlen=_MOST_REWOUND)
        self._returned: deque[Frames] = deque()
        if item.fade_in_s and position == item.start:
            self.fade = Fader(0.0)
            self.fade.glide(1.0, round(item.fade_in_s * RATE_HZ))

    @property
    def heard(self) -> int:
        """Samples of the item that were read, over all its parts."""
        return self.heard_before + self.played

    @property
    def ready(self) -> int:
        """Samples that can be read now."""
        waiting = sum(map(len, self._returned)) + self.sound.ahead
        return waiting if self._end is None else max(0, min(waiting, self._end - self.position))

    @property
    def complete(self) -> bool:
        """Whether nothing follows what is ready."""
        return self.sound.ended or (self._end is not None and self.ready >= self._end - self.position)

    @property
    def over(self) -> bool:
        """Whether it has been read to its end."""
        return self.complete and not self.ready

    @property
    def remaining(self) -> int | None:
        """Samples until its end, None while that is not known."""
        if self.complete:
            return self.ready
        end = self.length
        return None if end is None else max(0, end - self.position)

    @property
    def length(self) -> int | None:
        """Where it ends, in samples from the beginning of its sound; None while that is not known."""
        known = [end for end in (self._end, self.sound.length) if end is not None]
        return min(known, default=None)

    @property
    def steady(self) -> int:
        """Samples that can be read before anything about it changes."""
        if self.level.gliding or self.fade.gliding:
            return 0
        remaining = self.remaining
        return self.ready if remaining is None else min(self.ready, remaining - self._fade_out)

    def read(self, count: int) -> Frames:
        """Return the next samples with their gain, at most so many."""
        remaining = self.remaining
        if self._fade_out and remaining is not None and remaining <= self._fade_out and self.fade.target:
            self.fade.glide(0.0, remaining)
        frames = self._next(min(count, self.ready))
        self._recent.append(frames)
        self.position += len(frames)
        self.played += len(frames)
        return self.level.apply(self.fade.apply(frames))

    def rewind(self, reads: int) -> Frames:
        """Undo the last reads while it was steady; return the samples with which the one before ended."""
        for _ in range(reads):
            frames = self._recent.pop()
            self._returned.appendleft(frames)
            self.position -= len(frames)
            self.played -= len(frames)
        last = self._recent[-1][-1:] if self._recent else np.zeros((1, 2), np.float32)
        return last * np.float32(self.level.target * self.fade.target)

    def close(self) -> None:
        """Let go of the sound."""
        self.sound.close()

    def _next(self, count: int) -> Frames:
        if not self._returned:
            return self.sound.read(count)
        frames = self._returned.popleft()
        if len(frames) > count:
            self._returned.appendleft(frames[count:])
            return frames[:count]
        if len(frames) == count:
            return frames
        return np.concatenate((frames, self._next(count - len(frames))))
