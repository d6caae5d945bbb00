"""Scores of speech that came through something, against what was said."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pesq import pesq
from pystoi import stoi
from scipy.signal import correlate, resample_poly

if TYPE_CHECKING:
    import numpy.typing as npt

    Sound = npt.NDArray[np.float32]

_PESQ_RATE = 16_000
_AUDIBLE = 0.01
_PIECE_S = 0.25
_REACH_S = 0.15
_SLACK_S = 0.5
"""How far a repetition may have moved while late packets stretched or shortened the sound."""


@dataclass(frozen=True)
class Score:
    """STOI from 0 to 1, and PESQ as MOS-LQO, wide band."""

    stoi: float
    pesq: float

    def __str__(self) -> str:
        return f"{self.stoi:.3f} / {self.pesq:.2f}"


def score(said: Sound, heard: Sound, rate: int, times: int) -> list[Score]:
    """Score every repetition of what was said, each where it is found behind the one before."""
    at, scores = max(0, _onset(heard) - _onset(said)), []
    for _ in range(times):
        at, part = _find(said, heard, at, rate)
        scores.append(_score_one(said, part, rate))
        at += len(said)
    return scores


def mean_score(scores: list[Score]) -> Score:
    """The mean of both."""
    means = np.mean([(one.stoi, one.pesq) for one in scores], axis=0)
    return Score(round(float(means[0]), 4), round(float(means[1]), 3))


def lag_of(said: Sound, heard: Sound) -> int:
    """Samples by which `heard` is later, where the two are most alike."""
    return int(np.argmax(correlate(heard, said, "full"))) - len(said) + 1


def _onset(sound: Sound) -> int:
    """Where the sound begins."""
    return int(np.argmax(np.abs(sound) > _AUDIBLE))


def _find(said: Sound, heard: Sound, expected: int, rate: int) -> tuple[int, Sound]:
    """Return where `said` is near the expected place, and what is there."""
    start = max(0, expected - int(_SLACK_S * rate))
    window = heard[start : expected + len(said) + int(_SLACK_S * rate)]
    lag = max(0, lag_of(said, window)) if len(window) else 0
    part = window[lag : lag + len(said)]
    return start + lag, np.pad(part, (0, len(said) - len(part)))


def _in_step(said: Sound, heard: Sound, rate: int) -> Sound:
    """Put `heard` back in step piece by piece, as PESQ does by itself.

    Receivers shift speech by a frame or two when packets come late, which nobody hears; STOI compares at
    fixed places.
    """
    size, reach = int(_PIECE_S * rate), int(_REACH_S * rate)
    padded, shift, pieces = np.pad(heard, (reach, reach + size)), 0, []
    for start in range(0, len(said), size):
        piece = said[start : start + size]
        window = padded[start : start + len(piece) + 2 * reach]
        if np.abs(piece).max() > _AUDIBLE:
            shift = int(np.argmax(correlate(window, piece, "valid"))) - reach
        pieces.append(window[reach + shift :][: len(piece)])
    return np.concatenate(pieces)


def _score_one(said: Sound, heard: Sound, rate: int) -> Score:
    common = int(np.gcd(rate, _PESQ_RATE))
    wide = [resample_poly(sound, _PESQ_RATE // common, rate // common) for sound in (said, heard)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of too little speech, where the score says so too
        intelligible = float(stoi(said, _in_step(said, heard, rate), rate))
    return Score(intelligible, float(pesq(_PESQ_RATE, *wide, "wb")))
