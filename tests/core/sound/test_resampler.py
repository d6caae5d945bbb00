from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from odind.core.sound.resampler import Resampler

RATES = (8_000, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000)


def sine(frequency: float, rate: int, count: int) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * frequency * np.arange(count) / rate)).astype(np.float32)[:, None]


def noise_db(sound: np.ndarray, frequency: float, rate: int) -> tuple[float, float]:
    """Amplitude of that sine in a sound, and everything else relative to it in dB."""
    time = np.arange(len(sound)) / rate
    basis = np.stack([np.sin(2 * np.pi * frequency * time), np.cos(2 * np.pi * frequency * time)], axis=1)
    weights, *_ = np.linalg.lstsq(basis, sound, rcond=None)
    rest = sound - basis @ weights
    return float(np.hypot(*weights)), float(10 * np.log10(np.mean(rest**2) / np.mean(sound**2)))


@pytest.mark.parametrize("from_hz", RATES)
@pytest.mark.parametrize("speed", [1.0, 0.9995, 1.005])
def test_a_sine_keeps_its_level_and_nothing_is_added(from_hz: int, speed: float):
    converted = Resampler(1, from_hz, 48_000).convert(sine(1_000, from_hz, from_hz), speed)[2_000:, 0]

    amplitude, noise = noise_db(converted.astype(float), 1_000 * speed, 48_000)
    assert amplitude == pytest.approx(0.5, rel=0.001)
    assert noise < -70


def test_what_the_lower_rate_cannot_hold_is_removed():
    converted = Resampler(1, 48_000, 16_000).convert(sine(12_000, 48_000, 48_000))[2_000:]

    assert 20 * np.log10(np.abs(converted).max() / 0.5) < -50


@given(
    from_hz=st.sampled_from(RATES),
    to_hz=st.sampled_from(RATES),
    counts=st.lists(st.integers(1, 2_000), min_size=1, max_size=8),
    speed=st.floats(0.995, 1.005),
)
def test_taking_gives_exactly_what_is_asked_for_from_exactly_what_is_needed(
    from_hz: int, to_hz: int, counts: list[int], speed: float
):
    resampler = Resampler(2, from_hz, to_hz)
    for count in counts:
        made = resampler.take(np.zeros((resampler.needs(count, speed), 2), np.float32), count, speed)
        assert made.shape == (count, 2)


@given(chunks=st.lists(st.integers(0, 700), min_size=1, max_size=12), speed=st.floats(0.995, 1.005))
@example(chunks=[627, 692, 253, 503, 700, 494, 700], speed=1.0)  # the last place is rounded up to the end
def test_chunks_of_any_size_make_the_same_sound_as_one(chunks: list[int], speed: float):
    sound = np.random.default_rng(1).normal(0, 0.1, (sum(chunks), 1)).astype(np.float32)
    piecewise, whole = Resampler(1, 44_100, 48_000), Resampler(1, 44_100, 48_000)
    ends = np.cumsum(chunks)
    pieces = [
        piecewise.convert(sound[end - size : end], speed) for end, size in zip(ends, chunks, strict=True)
    ]

    together = whole.convert(sound, speed)
    assert abs(len(np.concatenate(pieces)) - len(together)) <= 1
    length = min(len(np.concatenate(pieces)), len(together))
    assert np.allclose(np.concatenate(pieces)[:length], together[:length], atol=2e-3)
