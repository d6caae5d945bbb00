"""The sum of sounds."""

from __future__ import annotations

import math

import numpy as np
import pytest

from odind.core.errors import InvalidArgumentError
from odind.core.sound.mixing import MAX_INPUTS, Mixer


def test_sounds_are_added_with_their_gains_and_the_short_ones_are_followed_by_silence():
    one, two = np.full(4, 0.25, np.float32), np.full(2, 0.5, np.float32)
    total = Mixer([20 * math.log10(2)]).mix([one, two])
    assert total == pytest.approx([1.0, 1.0, 0.5, 0.5])


def test_nothing_mixed_is_nothing():
    assert len(Mixer().mix([])) == 0


@pytest.mark.parametrize("gain", [-60.1, 24.1, math.nan, math.inf])
def test_a_gain_out_of_bounds_is_refused(gain: float):
    with pytest.raises(InvalidArgumentError, match="GAIN_INVALID"):
        Mixer([0.0, gain])


def test_too_many_sounds_are_refused():
    with pytest.raises(InvalidArgumentError, match="INPUTS_INVALID"):
        Mixer().mix([np.zeros(1, np.float32)] * (MAX_INPUTS + 1))
