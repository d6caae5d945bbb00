from __future__ import annotations

import numpy as np
import pytest

from odind.core.sound.meter import SILENCE_DBFS, Meter


def test_a_full_scale_square_wave_has_0_dbfs_and_a_sine_3_less():
    square, sine = Meter(), Meter()
    square.add(np.array([[1.0, -1.0]] * 50, np.float32))
    sine.add(np.sin(np.arange(4_800) * 2 * np.pi / 48).astype(np.float32)[:, None])

    assert square.read() == pytest.approx((0.0, 0.0))
    assert sine.read() == pytest.approx((-3.01, 0.0), abs=0.01)


def test_a_reading_starts_over_and_silence_has_a_floor():
    meter = Meter()
    meter.add(np.ones((10, 1), np.float32))
    meter.read()
    before = meter.read()
    meter.add(np.zeros((10, 1), np.float32))

    assert before == meter.read() == (SILENCE_DBFS, SILENCE_DBFS)
