"""Measures how loud a sound is as a whole, after EBU R 128, by FFmpeg's filter."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import av
import av.error
import av.filter

from odind.resampling import av_frame

from .packets import RATE_HZ

if TYPE_CHECKING:
    from odind.core.sound.ring import Frames

_FLOOR_LUFS: Final = -70.0
"""What the standard's gate takes for silence."""
_KEY: Final = "lavfi.r128.I"


class LoudnessMeter:
    """Measures stereo samples of 48 kHz as they are given to it."""

    def __init__(self) -> None:
        self._graph = av.filter.Graph()
        self._lufs = _FLOOR_LUFS
        self._at = 0
        source = self._graph.add_abuffer(
            sample_rate=RATE_HZ, format="flt", layout="stereo", time_base=Fraction(1, RATE_HZ)
        )
        meter, sink = self._graph.add("ebur128", "metadata=1"), self._graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        self._graph.configure()

    @property
    def lufs(self) -> float | None:
        """The integrated loudness so far, None for silence."""
        return self._lufs if self._lufs > _FLOOR_LUFS else None

    def add(self, sound: Frames) -> None:
        """Measure the next samples."""
        frame = av_frame(sound, RATE_HZ, "stereo")
        frame.pts, self._at = self._at, self._at + len(sound)
        self._graph.push(frame)
        self._read()

    def _read(self) -> None:
        try:
            while True:
                self._lufs = float(self._graph.pull().metadata[_KEY])
        except (av.error.BlockingIOError, av.error.EOFError):
            pass
