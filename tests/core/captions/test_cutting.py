from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.core.captions.cutting import Cutter, Cutting, Utterance
from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES

from .fakes import silence, slots, tone

if TYPE_CHECKING:
    from odind.core.captions.cutting import Samples

RANDOM = np.random.default_rng(7)


def cut(*sounds: Samples, cutting: Cutting | None = None) -> list[Utterance]:
    """Everything that is said in sounds after one another."""
    cutter = Cutter(cutting or Cutting())
    found = [cutter.take(at * TICK_SAMPLES, slot) for at, slot in enumerate(slots(*sounds))]
    return [one for one in (*found, cutter.end()) if one]


def noise(seconds: float, dbfs: float) -> Samples:
    """Even noise of a level."""
    return (RANDOM.standard_normal(round(seconds * RATE_HZ)) * 32_768 * 10 ** (dbfs / 20)).astype(np.int16)


def spans(found: list[Utterance]) -> list[float]:
    """The beginnings and ends of utterances, in seconds."""
    return [sample / RATE_HZ for one in found for sample in (one.start_sample, one.end_sample)]


def test_what_is_said_between_pauses_is_one_utterance_each():
    found = spans(cut(silence(1), tone(2), silence(1), tone(1), silence(2)))
    assert found == pytest.approx([0.8, 3.2, 3.8, 5.2], abs=0.03)


def test_a_short_pause_ends_nothing():
    assert len(cut(tone(1), silence(0.4), tone(1))) == 1


def test_a_click_is_nobody():
    assert cut(silence(1), tone(0.1), silence(1)) == []


def test_steady_noise_is_nobody_and_a_voice_above_it_is_somebody():
    hiss = noise(6, -42)
    voice = hiss.copy()
    voice[2 * RATE_HZ : 4 * RATE_HZ] += tone(2)
    assert cut(hiss) == []
    assert spans(cut(voice)) == pytest.approx([1.8, 4.2], abs=0.05)


def test_noise_that_becomes_louder_is_taken_for_a_voice_only_for_a_while():
    found = cut(noise(2, -60), noise(60, -35))
    assert sum(len(one.samples) for one in found) < 20 * RATE_HZ


def test_who_does_not_pause_is_cut_where_it_is_quietest_and_nothing_is_lost():
    quiet = tone(0.1, peak=0.05)
    found = cut(tone(2.85), quiet, tone(1.5), silence(1), cutting=Cutting(longest=160))
    _, first_end, second_start, second_end = spans(found)
    assert first_end == second_start == pytest.approx(2.9, abs=0.06)
    assert second_end == pytest.approx(4.65, abs=0.03)


def test_who_sends_nothing_is_silent_and_costs_the_noise_nothing():
    cutter = Cutter(Cutting())
    for at in range(500):
        assert cutter.take(at * TICK_SAMPLES, None) is None
    for at, slot in enumerate(slots(tone(1)), 500):
        cutter.take(at * TICK_SAMPLES, slot)
    found = cutter.end()
    assert found
    assert found.start_sample == 490 * TICK_SAMPLES


def test_what_is_being_said_can_be_seen_before_its_end():
    cutter = Cutter(Cutting())
    for at, slot in enumerate(slots(tone(1))):
        cutter.take(at * TICK_SAMPLES, slot)
    assert cutter.open
    assert len(cutter.open.samples) == RATE_HZ
