"""Sounds to send, and measures of what arrived of them."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from scipy.signal import resample_poly
from sound import Signal, compare, read_wav

from odind.client import messages
from odind.v1 import processing_pb2

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pystoi import stoi

MUSIC: Final = messages.Processing(preset=processing_pb2.PROCESSING_PRESET_MUSIC)
"""For tests that compare samples, which Opus for speech changes more than ears notice."""
SPEECH: Final = Path(__file__).parents[2] / "examples/speech.wav"
_PIECE_S: Final = 0.25
_SEARCH_S: Final = 0.3


def speech() -> tuple[Signal, int]:
    """The clip of the examples, and its rate."""
    return read_wav(SPEECH)


def music(seconds: float, rate: int, seed: int) -> Signal:
    """Chords that change every 200 ms with a chirp above them, of a length that no frame divides."""
    random = np.random.default_rng(seed)
    time = np.arange(int(seconds * rate) // 7 * 7 + 5) / rate
    bar = (time * 5).astype(int)
    sound = np.zeros(len(time))
    for _ in range(3):
        pitches = 110 * 2 ** (random.integers(0, 36, bar.max() + 1) / 12)
        phase = 2 * np.pi * np.cumsum(pitches[bar]) / rate
        sound += 0.12 * np.sin(phase) + 0.04 * np.sin(2 * phase)
    sweep = 300 + 2_500 * (time % 1.7) / 1.7
    return sound + 0.15 * np.sin(2 * np.pi * np.cumsum(sweep) / rate)


def resampled(signal: Signal, rate: int, new_rate: int) -> Signal:
    """The signal at another rate."""
    if rate == new_rate:
        return signal
    divisor = int(np.gcd(rate, new_rate))
    return np.asarray(resample_poly(signal, new_rate // divisor, rate // divisor))


@dataclass(frozen=True)
class Quality:
    """How much of a reference was heard: 1 is all of it, for both numbers."""

    correlation: float
    stoi: float


def quality(reference: Signal, heard: Signal, rate: int) -> Quality:
    """Compare what was said with what was heard.

    A busy machine may make the receiver's jitter buffer wait longer from one moment on, which shifts what
    follows; so each quarter of a second is aligned on its own, within 300 ms of where the whole lies.
    """
    aligned = _aligned(reference, heard, rate)
    energy = float(np.sqrt((reference @ reference) * (aligned @ aligned)))
    correlation = float(reference @ aligned) / energy if energy else 0.0
    return Quality(correlation, float(stoi(reference, aligned, rate)))


def _aligned(reference: Signal, heard: Signal, rate: int) -> Signal:
    piece, search = int(_PIECE_S * rate), int(_SEARCH_S * rate)
    lag = compare(reference, heard).lag
    padded = np.concatenate((np.zeros(search), heard, np.zeros(len(reference) + search)))
    pieces = []
    for start in range(0, len(reference), piece):
        part = reference[start : start + piece]
        window = padded[lag + start : lag + start + len(part) + 2 * search]
        shift = _best_shift(part, window)
        pieces.append(window[shift : shift + len(part)])
    return np.concatenate(pieces)


def _best_shift(part: Signal, window: Signal) -> int:
    """Where in the window the part lies, by normalised cross-correlation."""
    size = len(part) + len(window)
    product = np.fft.irfft(np.fft.rfft(window, size) * np.conj(np.fft.rfft(part, size)), size)
    sums = np.concatenate(((0.0,), np.cumsum(window**2)))
    energy = sums[len(part) :] - sums[: -len(part)]
    return int((product[: len(energy)] / np.sqrt(energy + 1e-3 * (part @ part) + 1e-9)).argmax())
