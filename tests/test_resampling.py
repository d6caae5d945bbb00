"""What the rate converter promises: length, delay, noise, and what it holds back."""

from __future__ import annotations

import numpy as np
import pytest

from odind.resampling import RateConverter

RATES = [
    (48_000, 16_000),
    (16_000, 48_000),
    (44_100, 48_000),
    (48_000, 44_100),
    (8_000, 192_000),
    (192_000, 8_000),
    (11_025, 96_000),
]
HELD_SAMPLES = 20


def converted(sound: np.ndarray, come: int, go: int, piece: int, channels: int = 1) -> np.ndarray:
    converter = RateConverter(come, go, channels)
    made = [converter.convert(sound[start : start + piece]) for start in range(0, len(sound), piece)]
    return np.concatenate((*made, converter.finish()))


def tone(rate: int, hertz: float, seconds: float = 1.0) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate)).astype(np.float32)


@pytest.mark.parametrize(("come", "go"), RATES)
@pytest.mark.parametrize("share", [0.02, 0.2, 0.4], ids=["low", "middle", "high"])
def test_a_tone_comes_out_as_itself_at_its_place_with_little_else(come: int, go: int, share: float):
    hertz = min(come, go) * share
    heard = converted(tone(come, hertz), come, go, come // 50)
    assert abs(len(heard) - go) <= 1
    inside = slice(len(heard) // 4, 3 * len(heard) // 4)
    angle = 2 * np.pi * hertz * np.arange(len(heard)) / go
    waves = np.stack((np.sin(angle), np.cos(angle)), 1)[inside]
    (sine, cosine), *_ = np.linalg.lstsq(waves, heard[inside], rcond=None)
    rest = heard[inside] - waves @ np.array([sine, cosine])
    level = np.hypot(sine, cosine)
    assert level == pytest.approx(0.5, rel=0.01)
    assert abs(np.arctan2(cosine, sine)) < 0.001
    assert 20 * np.log10(level / np.sqrt(2) / np.std(rest)) > 95


@pytest.mark.parametrize(("come", "go"), RATES)
def test_little_is_held_back(come: int, go: int):
    converter, said, heard = RateConverter(come, go, 1), 0, 0
    for _ in range(50):
        heard += len(converter.convert(tone(come, 440, 0.02)))
        said += come // 50
        assert said / come - heard / go <= HELD_SAMPLES / min(come, go)


def test_the_size_of_pieces_changes_nothing():
    sound = tone(44_100, 1_000, 0.2)
    whole = converted(sound, 44_100, 48_000, len(sound))
    for piece in (1, 7, 441, 1_000):
        assert np.abs(converted(sound, 44_100, 48_000, piece) - whole).max() < 1e-6


def test_channels_stay_apart():
    stereo = np.stack((tone(48_000, 440), np.zeros(48_000, np.float32)), 1).reshape(-1)
    heard = converted(stereo, 48_000, 16_000, 1_920, channels=2).reshape(-1, 2)
    assert np.std(heard[:, 0]) > 0.3
    assert np.abs(heard[:, 1]).max() == 0


def test_above_the_band_nothing_comes_through():
    heard = converted(tone(48_000, 12_000), 48_000, 16_000, 960)
    assert np.std(heard[1_000:-1_000]) < 10 ** (-95 / 20)
