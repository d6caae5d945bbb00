from __future__ import annotations

import pytest

from odind.core.captions.cutting import Utterance
from odind.core.captions.guard import is_phantom
from odind.core.captions.ports import Heard

from .fakes import tone


def said(seconds: float = 2.0, voiced: float = 0.9) -> Utterance:
    return Utterance(0, tone(seconds), voiced)


@pytest.mark.parametrize(
    "text",
    [
        "Thank you.",
        "You",
        "Good morning to all of you.",
        "no no no",
        "It's what it's what it is.",
        "Ja, ja, ja, gut.",
    ],
)
def test_what_people_say_is_no_phantom(text: str):
    assert not is_phantom(Heard(text), said())


def test_what_the_engine_itself_doubts_is_a_phantom():
    assert is_phantom(Heard("Good morning.", no_speech=0.7), said())


def test_a_phrase_that_repeats_itself_is_a_phantom():
    assert is_phantom(Heard("and then we go and then we go and then we go and then we go"), said(8))


def test_more_words_than_anybody_can_say_are_a_phantom():
    assert is_phantom(Heard(" ".join(f"word{number}" for number in range(40))), said(2))


@pytest.mark.parametrize("text", ["You", "Thanks for watching!", "Subtitles by the Amara.org community"])
def test_what_engines_say_of_noise_is_a_phantom_where_little_was_voice(text: str):
    assert is_phantom(Heard(text), said(voiced=0.3))


def test_a_short_word_is_said_in_the_shortest_time():
    assert not is_phantom(Heard("Oh yes, of course."), said(0.3))
