"""Rate conversion of samples by FFmpeg's libswresample. Belongs to one thread at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import av
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.core.sound.samples import Samples

LAYOUTS: Final = {1: "mono", 2: "stereo"}
_NOTHING: Final = np.zeros(0, np.float32)


class RateConverter:
    """Converts float samples, channels interleaved, from one rate to another. It delays nothing."""

    def __init__(self, from_hz: int, to_hz: int, channels: int) -> None:
        self._from_hz = from_hz
        self._layout = LAYOUTS[channels]
        self._swr = av.AudioResampler(format="flt", layout=self._layout, rate=to_hz)

    def convert(self, samples: Samples) -> Samples:
        """Return what can be made of these samples; a little is kept for the next ones."""
        if not samples.size:
            return _NOTHING
        return _joined(self._swr.resample(av_frame(samples, self._from_hz, self._layout)))

    def finish(self) -> Samples:
        """Return what was kept; nothing can be converted afterwards."""
        return _joined(self._swr.resample(None))


def av_frame(samples: Samples, rate_hz: int, layout: str) -> av.AudioFrame:
    """Return float samples as a frame of FFmpeg's."""
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="flt", layout=layout)
    frame.sample_rate = rate_hz
    return frame


def _joined(made: Iterable[av.AudioFrame]) -> Samples:
    return np.concatenate((_NOTHING, *(piece.to_ndarray().reshape(-1) for piece in made)))
