"""Clicks that survive a codec: mixed into speech at known samples, and located again to the sample. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.timing.tick import RATE_HZ

if TYPE_CHECKING:
    import numpy.typing as npt

    Sound = npt.NDArray[np.float32]
    Positions = npt.NDArray[np.int64]
    Times = npt.NDArray[np.float64]

_CLICK_SAMPLES: Final = 96
_CLICK_PEAK: Final = 0.9
_SWEEP_HZ: Final = (1_500.0, 9_000.0)
_SPACING_S: Final = (0.2, 0.4)
_THRESHOLD: Final = 0.4
_APART_SAMPLES: Final = 4_800
_LAG_BIN_S: Final = 0.04
_MAX_LAG_S: Final = 5.0


def click() -> Sound:
    """Return a chirp of 2 ms: wide enough in frequency to locate exactly, short enough to cost few bits."""
    seconds = np.arange(_CLICK_SAMPLES) / RATE_HZ
    low, high = _SWEEP_HZ
    rise = (high - low) / (_CLICK_SAMPLES / RATE_HZ)
    phase = 2 * np.pi * (low * seconds + rise * seconds**2 / 2)
    return (_CLICK_PEAK * np.hanning(_CLICK_SAMPLES) * np.sin(phase)).astype(np.float32)


def place_clicks(sound: Sound, seed: int) -> tuple[Sound, Positions]:
    """Return the sound with clicks in it, and the sample in the middle of each click.

    The distances between clicks vary, so that a sequence of clicks matches at one lag only.
    """
    chance = np.random.default_rng(seed)
    mark, half = click(), _CLICK_SAMPLES // 2
    low, high = (int(bound * RATE_HZ) for bound in _SPACING_S)
    marked, middles = sound.copy(), []
    middle = low // 2
    while middle < len(sound) - low // 2:
        marked[middle - half : middle + half] += mark
        middles.append(middle)
        middle += int(chance.integers(low, high))
    return np.clip(marked, -1.0, 1.0), np.asarray(middles, np.int64)


def find_clicks(sound: Sound) -> Positions:
    """Return the middle of each click in the sound, by a matched filter; much weaker peaks are ignored."""
    mark = click()
    if len(sound) < len(mark):
        return np.empty(0, np.int64)
    match = np.correlate(sound, mark, "valid") / np.float32(mark @ mark)
    strength = np.abs(match)
    found: list[int] = []
    for peak in np.flatnonzero(strength > _THRESHOLD):
        if found and peak - found[-1] < _APART_SAMPLES:
            if strength[peak] > strength[found[-1]]:
                found[-1] = int(peak)
        else:
            found.append(int(peak))
    return np.asarray(found, np.int64) + _CLICK_SAMPLES // 2


def latencies(entered: Times, left: Times) -> Times:
    """Return the latency of each click that entered, in seconds; NaN for one that did not leave.

    The distances between clicks tell them apart: the right lag is the one at which most clicks match. Each
    click is searched within half the shortest distance of that lag, because the lag may drift.
    """
    taken = np.full(len(entered), np.nan)
    lags = left[:, None] - entered[None, :]
    likely = lags[(lags > -_LAG_BIN_S) & (lags < _MAX_LAG_S)]
    if not len(likely):
        return taken
    lag = _mode(likely)
    nearest = np.argmin(np.abs(lags - lag), axis=0)
    found = lags[nearest, np.arange(len(entered))]
    fits = np.abs(found - lag) < _SPACING_S[0] / 2
    taken[fits] = found[fits]
    return taken


def _mode(values: Times) -> float:
    """Return the middle of the densest window of values."""
    ordered = np.sort(values)
    inside = np.searchsorted(ordered, ordered + _LAG_BIN_S) - np.arange(len(ordered))
    densest = int(np.argmax(inside))
    return float(np.median(ordered[densest : densest + inside[densest]]))
