"""Ten minutes of three people, whom the embedded engine understands while time runs many times as fast."""

from __future__ import annotations

from typing import Any

from odind.captions.embedded import EmbeddedTranscriber
from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES
from tests.core.captions.stage import open_stage

from .test_embedded import MOST_ERRORS, SENTENCES
from .voices import distance, needs_all, spoken, words_of

VOICES = {"anna": "en-us+f3", "bob": "en-us+m3", "clara": "en-gb+f4"}
LENGTH_S = 600
BETWEEN_S = 65
"""From one sentence of somebody to the next; in the middle two people speak at once."""


def script() -> list[tuple[str, float, str]]:
    """Who says what, and when: everybody in turn, and at one moment two at once."""
    names = [*VOICES] * len(SENTENCES)
    told = [
        (name, 5.0 + number * BETWEEN_S, text)
        for number, (name, text) in enumerate(zip(names, SENTENCES[:9], strict=False))
    ]
    return [*told, ("clara", told[3][1] + 0.5, SENTENCES[9])]


@needs_all
async def test_a_talk_of_ten_minutes_has_the_right_names_at_the_right_times():
    voices: dict[str, list[Any]] = {name: [] for name in VOICES}
    for name, began_s, text in script():
        samples = spoken(text, RATE_HZ, VOICES[name])
        voices[name].append((began_s, samples[: len(samples) // TICK_SAMPLES * TICK_SAMPLES]))
    async with EmbeddedTranscriber("tiny.en") as engine, open_stage(engine, patience_s=3_600) as stage:
        job = await stage.start("en")
        await stage.hear(LENGTH_S, **voices)
        transcript = await stage.over(job)
        segments, _ = await stage.captions.segments(job.transcript_id, 0, "")

    said = sorted(script(), key=lambda one: one[1])
    heard = sorted(segments, key=lambda one: one.start_sample)
    assert [one.speaker for one in heard] == [name for name, _, _ in said]
    for segment, (_, began_s, _) in zip(heard, said, strict=True):
        assert abs(segment.start_s - began_s) < 0.5
        assert abs(segment.words[0].start_sample / RATE_HZ - began_s) < 0.5
    pairs = [(words_of(text), words_of(one.text)) for one, (_, _, text) in zip(heard, said, strict=True)]
    wrong, count = sum(distance(*pair) for pair in pairs), sum(len(text) for text, _ in pairs)
    assert wrong / count <= 2 * MOST_ERRORS
    assert transcript.counts.suppressed == 0
    assert stage.bugs == []
