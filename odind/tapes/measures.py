"""What a track sounds like: the peaks of its waveform, and its loudness."""

from __future__ import annotations

import math
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import av
import av.filter
import numpy as np

from odind.core.timing.tick import RATE_HZ
from odind.core.values.late import dataclass

from .formats import LAYOUTS
from .joining import samples_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .safe import Safe

SAMPLES_PER_PEAK: Final = 4_800
_SAMPLE: Final = Fraction(1, RATE_HZ)
_AUDIBLE: Final = 33
"""Values beyond it are sound, and no dither: -60 dBFS."""
_SILENT_LUFS: Final = -70.0
"""What EBU R128 says of silence."""


class Peaks:
    """Lowest and highest values of every tenth of a second, as BBC's audiowaveform writes them."""

    def __init__(self, channels: int) -> None:
        self._channels = channels
        self._values: list[int] = []
        self._rest = np.zeros(0, np.int16)

    def take(self, pcm: bytes) -> None:
        """Take samples of all channels."""
        samples = np.concatenate((self._rest, np.frombuffer(pcm, np.int16)))
        block = SAMPLES_PER_PEAK * self._channels
        whole = len(samples) // block * block
        self._note(samples[:whole].reshape(-1, block))
        self._rest = samples[whole:]

    def document(self) -> dict[str, Any]:
        """Return the peaks of everything."""
        if len(self._rest):
            self._note(self._rest[None, :])
            self._rest = self._rest[:0]
        return {
            "version": 2,
            "channels": 1,
            "sample_rate": RATE_HZ,
            "samples_per_pixel": SAMPLES_PER_PEAK,
            "bits": 8,
            "length": len(self._values) // 2,
            "data": self._values,
        }

    def _note(self, blocks: np.ndarray[tuple[int, int], np.dtype[np.int16]]) -> None:
        if blocks.size:
            pairs = np.stack((blocks.min(axis=1), blocks.max(axis=1)), axis=1) >> 8
            self._values.extend(pairs.ravel().tolist())


class Loudness:
    """Integrated loudness and true peak after EBU R128, by FFmpeg."""

    def __init__(self, channels: int) -> None:
        self._layout = LAYOUTS[channels]
        self._graph = av.filter.Graph()
        source = self._graph.add_abuffer(
            sample_rate=RATE_HZ, format="s16", layout=self._layout, time_base=_SAMPLE
        )
        meter, end = self._graph.add("ebur128", "metadata=1:peak=true"), self._graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(end)
        self._graph.configure()
        self._position = 0
        self._last: dict[str, str] = {}

    def take(self, pcm: bytes) -> None:
        """Take samples of all channels."""
        frame = av.AudioFrame.from_ndarray(
            np.frombuffer(pcm, np.int16)[None, :], format="s16", layout=self._layout
        )
        frame.sample_rate, frame.time_base, frame.pts = RATE_HZ, _SAMPLE, self._position
        self._position += frame.samples
        self._graph.push(frame)
        self._pull()

    def document(self) -> dict[str, float | None]:
        """Return the figures of everything; None stands for silence."""
        loudness = float(self._last.get("lavfi.r128.I", _SILENT_LUFS))
        peak = float(self._last.get("lavfi.r128.true_peak", 0))
        return {
            "integrated_lufs": round(loudness, 1) if loudness > _SILENT_LUFS else None,
            "true_peak_dbtp": round(20 * math.log10(peak), 1) if peak > 0 else None,
        }

    def _pull(self) -> None:
        with suppress(BlockingIOError):  # FFmpeg's EAGAIN: there is no more until more is pushed
            while True:
                self._last = dict(self._graph.pull().metadata)


@dataclass(frozen=True)
class Measures:
    """What was measured of a track. `samples` is its length, `first_sound` where it is first not silent."""

    peaks: dict[str, Any]
    loudness: dict[str, float | None]
    samples: int
    first_sound: int | None


def measure(path: Path, channels: int, progress: Callable[[int], object], safe: Safe) -> Measures:
    """Decode a track once; `progress` is told how many samples are done."""
    peaks, loudness = Peaks(channels), Loudness(channels)
    samples, first_sound = 0, None
    for pcm in samples_in(path, safe):
        if first_sound is None:
            loud = np.flatnonzero(np.abs(np.frombuffer(pcm, np.int16)) > _AUDIBLE)
            first_sound = samples + int(loud[0]) // channels if loud.size else None
        peaks.take(pcm)
        loudness.take(pcm)
        samples += len(pcm) // (2 * channels)
        progress(samples)
    return Measures(peaks.document(), loudness.document(), samples, first_sound)
