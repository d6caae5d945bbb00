"""What a connection received during a measurement, and the latency of the clicks in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from .clicks import find_clicks, latencies
from .speech import FRAME_SAMPLES, as_sound

_MARGIN_S: Final = 1.0

if TYPE_CHECKING:
    from .clicks import Times
    from .speaking import Voice
    from .speech import Speech


@dataclass
class Reception:
    """Received frames of 20 ms, and the time of each."""

    frames: list[bytes] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def exits(self, sample_format: str) -> Times:
        """Return the time at which each click was received."""
        middles = find_clicks(as_sound(self.frames, sample_format))
        return np.asarray(self.times)[middles // FRAME_SAMPLES] if len(middles) else np.empty(0)


@dataclass(frozen=True)
class Window:
    """The begin and the end of a measurement."""

    begin: float
    end: float


def measure_latencies(
    speech: Speech, voices: list[Voice], receptions: list[Reception], sample_format: str, window: Window
) -> tuple[list[float], int]:
    """Return the latency in ms of each click that was heard, and how many clicks were due.

    Each reception heard the voice at the same index. Clicks of the window's last second are not due: they may
    arrive after its end.
    """
    found: list[float] = []
    due = 0
    for voice, reception in zip(voices, receptions, strict=True):
        entered = speech.entries(offset_frames=voice.offset_frames, start=voice.loop_start, until=window.end)
        taken = latencies(entered, reception.exits(sample_format))
        counted = (entered >= window.begin) & (entered < window.end - _MARGIN_S)
        due += int(counted.sum())
        found += (taken[counted & ~np.isnan(taken)] * 1000).tolist()
    return found, due
