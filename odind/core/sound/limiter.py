"""Keeps sums of sounds within full scale without the edge that clipping gives them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from .fader import factor

if TYPE_CHECKING:
    from .samples import Samples

KNEE_DBFS: Final = -1.0
_KNEE: Final = np.float32(factor(KNEE_DBFS))
_ROOM: Final = np.float32(1) - _KNEE


def limited(samples: Samples) -> Samples:
    """Return samples that end softly at full scale: the very same array where none is above -1 dBFS.

    Up to the knee the curve is a straight line; above it is the hyperbolic tangent that goes on with the same
    slope and ends at 1, the soft clipper of Parker, Zavalishin and Le Bivic, "Reducing the aliasing of
    nonlinear waveshaping using continuous-time convolution", DAFx 2016, moved to the knee. It has no memory,
    so what was mixed ahead can be undone.
    """
    loudness = np.abs(samples)
    if loudness.max(initial=0) <= _KNEE:
        return samples
    over = np.maximum(loudness - _KNEE, np.float32(0))
    curve = np.minimum(loudness, _KNEE) + _ROOM * np.tanh(over / _ROOM)
    return np.copysign(curve, samples)
