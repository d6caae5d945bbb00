"""A sound that is found again in whatever a device or a network makes of it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from .ring import Frames

CHIRP_S: Final = 0.5
_HZ: Final = (300.0, 3_000.0)
_PEAK: Final = 0.25
_FADE_S: Final = 0.02
RECOGNISED: Final = 0.3
"""Smallest correlation that counts as heard: noise stays below 0.05, a bad speaker above 0.5."""


def new_chirp(rate_hz: int) -> Frames:
    """Return a linear sweep of `CHIRP_S` seconds, faded in and out, as one channel."""
    time = np.arange(int(CHIRP_S * rate_hz)) / rate_hz
    low, high = _HZ
    sweep = np.sin(2 * np.pi * (low * time + (high - low) * time**2 / (2 * CHIRP_S)))
    fade = np.clip(np.minimum(time, CHIRP_S - time) / _FADE_S, 0, 1)
    return np.asarray(_PEAK * sweep * fade, np.float32)


def find_chirp(chirp: Frames, sound: Frames) -> tuple[int, float]:
    """Return where the chirp lies in the sound, and the correlation there (1 is identical)."""
    if len(sound) < len(chirp):
        return 0, 0.0
    size = len(sound) + len(chirp)
    product = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(chirp, size))
    match = np.fft.irfft(product, size)[: len(sound) - len(chirp) + 1]
    place = int(np.abs(match).argmax())
    part = sound[place : place + len(chirp)]
    energy = float(np.sqrt(float(chirp @ chirp) * float(part @ part)))
    return place, float(abs(match[place])) / energy if energy else 0.0
