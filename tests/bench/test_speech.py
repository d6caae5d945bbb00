"""What is said: a loop of whole chunks, and when each click of it exists."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from odind.bench.hearing import Reception, Window, measure_latencies
from odind.bench.speaking import LEAD_S, heard_by_all, voice
from odind.bench.speech import FRAME_SAMPLES, load_speech, make_speech

SPEECH = load_speech()


@pytest.mark.parametrize("chunk_ms", [20, 60, 200])
@pytest.mark.parametrize("sample_format", ["s16", "f32"])
def test_chunks_are_whole_and_make_up_the_loop(chunk_ms: int, sample_format: str):
    chunks = SPEECH.chunks(sample_format, chunk_ms)
    size = 2 if sample_format == "s16" else 4
    assert {len(chunk) for chunk in chunks} == {chunk_ms * 48 * size}
    assert sum(map(len, chunks)) == len(SPEECH.sound) * size


def test_pauses_are_cut_out():
    talk = np.random.default_rng(1).normal(0, 0.2, 30 * FRAME_SAMPLES)
    speech = make_speech(np.concatenate([talk, np.zeros(48_000), talk]).astype(np.float32))
    assert len(speech.sound) == 2 * len(talk)


def test_what_was_said_and_comes_back_late_is_measured_to_the_sample():
    """A stream as it is sent, recorded whole 70 ms later: a click takes that and the rest of its frame."""
    chunks = SPEECH.chunks("s16", 20)
    one = voice(3, len(chunks), 1, 50.0)
    said = list(islice(one.chunks(chunks, bytes(1_920)), 600))
    times = [50.0 + (number + 1) * 0.02 + 0.07 for number in range(600)]
    window = Window(50.0 + LEAD_S, 50.0 + 600 * 0.02)
    heard = [(frame, when) for frame, when in zip(said, times, strict=True) if when >= window.begin]
    reception = Reception([frame for frame, _ in heard], [when for _, when in heard])
    found, due = measure_latencies(SPEECH, [one], [reception], "s16", window)
    assert len(found) == due > 20
    assert all(69.99 < latency < 90.01 for latency in found)
    assert max(found) - min(found) > 15


def test_neighbours_hear_each_other_and_the_last_of_an_odd_number_itself():
    voices = [voice(number, 240, 1, 0.0) for number in range(5)]
    assert heard_by_all(voices) == [voices[1], voices[0], voices[3], voices[2], voices[4]]
