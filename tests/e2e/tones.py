"""Sounds to play into virtual microphones, and measures of what comes out of virtual speakers."""

from __future__ import annotations

import numpy as np

RATE = 48_000


def tone(frequency_hz: float, dbfs: float, seconds: float) -> np.ndarray:
    """A sine of that level, root mean square."""
    time = np.arange(int(seconds * RATE)) / RATE
    return (2**0.5 * 10 ** (dbfs / 20) * np.sin(2 * np.pi * frequency_hz * time)).astype(np.float32)


def sweeps(seconds: float) -> np.ndarray:
    """A sweep of one second over and over, without a pause: every moment of the second can be told."""
    time = np.arange(RATE) / RATE
    sweep = 0.15 * np.sin(2 * np.pi * (300 * time + 1_350 * time**2))
    return np.tile(sweep, int(np.ceil(seconds)))[: int(seconds * RATE)].astype(np.float32)


def level_dbfs(sound: np.ndarray) -> float:
    """Root mean square."""
    return float(10 * np.log10(np.mean(sound.astype(float) ** 2) + 1e-15))


def frequency_hz(sound: np.ndarray) -> float:
    """The strongest frequency, by interpolation of a windowed spectrum."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    peak = int(spectrum.argmax())
    left, middle, right = np.log(spectrum[peak - 1 : peak + 2] + 1e-12)
    return float((peak + 0.5 * (left - right) / (left - 2 * middle + right)) * RATE / len(sound))


def delays_s(recording: np.ndarray) -> np.ndarray:
    """Where each second of a recording lies in the sweep of `sweeps`: a delay, but for a constant."""
    reference = np.conj(np.fft.rfft(sweeps(1)))
    seconds = recording[: len(recording) // RATE * RATE].reshape(-1, RATE)
    places = [int(np.fft.irfft(np.fft.rfft(second) * reference).argmax()) for second in seconds]
    return np.unwrap(np.array(places) / RATE, period=1.0)
