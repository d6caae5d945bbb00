"""Clicks are found again to the sample, and each is known by its distances to the others."""

from __future__ import annotations

import numpy as np
import pytest

from odind.bench.clicks import RATE_HZ, find_clicks, latencies, place_clicks
from odind.bench.speech import decode_packets, load_speech

SPEECH = load_speech()


@pytest.mark.parametrize("lag", [0, 1, 17, 480, 959, 12_345])
@pytest.mark.parametrize("noise", [0.0, 0.02])
def test_every_click_is_found_to_the_sample(lag: int, noise: float):
    chance = np.random.default_rng(lag)
    late = np.pad(SPEECH.sound, (lag, 500))
    heard = (late + chance.normal(0, noise, len(late))).astype(np.float32)
    assert (find_clicks(heard) == SPEECH.clicks + lag).all()


@pytest.mark.parametrize("gain", [0.7, -0.7, 1.0])
def test_a_click_is_one_also_when_it_is_weaker_or_upside_down(gain: float):
    assert (find_clicks(SPEECH.sound * np.float32(gain)) == SPEECH.clicks).all()


def test_speech_and_noise_are_no_clicks():
    chance = np.random.default_rng(1)
    silence = np.zeros(RATE_HZ, np.float32)
    marked, middles = place_clicks(silence, 1)
    noise = chance.normal(0, 0.05, RATE_HZ).astype(np.float32)
    assert len(middles) > 1
    assert len(find_clicks(noise)) == 0
    assert len(find_clicks(SPEECH.sound - _only_clicks())) == 0
    assert len(find_clicks(marked[:50])) == 0


def _only_clicks() -> np.ndarray:
    clicks = np.zeros(len(SPEECH.sound), np.float32)
    alone, middles = place_clicks(np.zeros(len(SPEECH.sound), np.float32), 1)
    assert (middles == SPEECH.clicks).all()
    return clicks + alone


def test_clicks_come_out_of_opus_all_equally_late():
    found = find_clicks(decode_packets(SPEECH.packets()))
    assert set(found - SPEECH.clicks[: len(found)]) == {312}
    assert len(found) == len(SPEECH.clicks)


def entered(count: int = 30) -> np.ndarray:
    chance = np.random.default_rng(5)
    return 1_000.0 + np.cumsum(chance.uniform(0.2, 0.4, count))


@pytest.mark.parametrize("delay", [0.0, 0.06, 0.35, 1.7])
def test_latency_is_known_also_when_it_is_longer_than_the_distance_of_clicks(delay: float):
    jitter = np.random.default_rng(2).uniform(0, 0.02, 30)
    assert np.allclose(latencies(entered(), entered() + delay + jitter), delay + jitter)


def test_clicks_that_were_lost_have_no_latency_and_the_others_keep_theirs():
    taken = latencies(entered(), np.delete(entered() + 0.1, [3, 4, 17]))
    assert np.isnan(taken[[3, 4, 17]]).all()
    assert np.allclose(np.delete(taken, [3, 4, 17]), 0.1)


def test_latency_may_grow_while_one_listens():
    delay = np.where(np.arange(30) < 15, 0.1, 0.16)
    assert np.allclose(latencies(entered(), entered() + delay), delay)


def test_nothing_heard_is_no_latency():
    assert np.isnan(latencies(entered(), np.empty(0))).all()
    assert len(latencies(np.empty(0), entered())) == 0
