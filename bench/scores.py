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
_SLACK_S = 0.3
"""How far a repetition may have moved while late packets stretched or shortened the sound."""


@dataclass(frozen=True)
class Score:
    """STOI from 0 to 1, and PESQ as MOS-LQO, wide band."""

    stoi: float
    pesq: float

    def __str__(self) -> str:
        return f"{self.stoi:.3f} / {self.pesq:.2f}"


def score(said: Sound, heard: Sound, rate: int, times: int) -> list[Score]:
    """Score every repetition of what was said, each where it is found."""
    at = lag_of(np.tile(said, times), heard)
    return [_score_one(said, *_find(said, heard, at + number * len(said), rate)) for number in range(times)]


def mean_score(scores: list[Score]) -> Score:
    """The mean of both."""
    means = np.mean([(one.stoi, one.pesq) for one in scores], axis=0)
    return Score(round(float(means[0]), 4), round(float(means[1]), 3))


def lag_of(said: Sound, heard: Sound) -> int:
    """Samples by which `heard` is later, where the two are most alike."""
    return int(np.argmax(correlate(heard, said, "full"))) - len(said) + 1


def _find(said: Sound, heard: Sound, expected: int, rate: int) -> tuple[Sound, int]:
    slack = int(_SLACK_S * rate)
    start = max(0, expected - slack)
    window = heard[start : expected + len(said) + slack]
    lag = max(0, lag_of(said, window))
    part = window[lag : lag + len(said)]
    return np.pad(part, (0, len(said) - len(part))), rate


def _score_one(said: Sound, heard: Sound, rate: int) -> Score:
    common = int(np.gcd(rate, _PESQ_RATE))
    wide = [resample_poly(sound, _PESQ_RATE // common, rate // common) for sound in (said, heard)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of too little speech, where the score says so too
        intelligible = float(stoi(said, heard, rate))
    return Score(intelligible, float(pesq(_PESQ_RATE, *wide, "wb")))
