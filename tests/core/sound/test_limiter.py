"""The limiter at the end of every mix."""

from __future__ import annotations

import numpy as np

from odind.core.sound.limiter import limited

KNEE = 10 ** (-1 / 20)


def test_what_stays_below_the_knee_is_returned_as_it_is() -> None:
    sound = np.linspace(-0.89, 0.89, 1_920, dtype=np.float32)
    assert limited(sound) is sound


def test_nothing_leaves_full_scale_and_no_louder_sample_becomes_a_quieter_one() -> None:
    sound = np.linspace(-16, 16, 100_001, dtype=np.float32)
    heard = limited(sound)
    assert np.abs(heard).max() <= 1
    assert (np.diff(heard) >= 0).all()
    assert np.array_equal(heard[np.abs(sound) < KNEE], sound[np.abs(sound) < KNEE])
    assert np.array_equal(heard, -heard[::-1])


def test_the_curve_has_no_edge() -> None:
    step = 1e-3
    slopes = np.diff(limited(np.arange(0.8, 1.2, step).astype(np.float32))) / step
    assert np.abs(np.diff(slopes)).max() < 0.02


def test_a_sum_that_is_twice_full_scale_has_fewer_overtones_than_a_clipped_one() -> None:
    sound = (1.12 * np.sin(np.arange(48_000) * 2 * np.pi * 440 / 48_000)).astype(np.float32)
    assert overtones(limited(sound)) < overtones(np.clip(sound, -1, 1)) / 2


def overtones(sound: np.ndarray) -> float:
    """The part of the power that is neither the sine's nor its first overtones'."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    return float(power[4_000:].sum() / power.sum())


def test_silence_and_nothing_are_left_alone() -> None:
    for sound in (np.zeros(960, np.float32), np.zeros(0, np.float32)):
        assert limited(sound) is sound
