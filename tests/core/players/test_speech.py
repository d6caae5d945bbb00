from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.players.speech import sentences, spoken_part


@given(st.text(max_size=2_000))
def test_the_sentences_of_a_text_are_all_of_it_in_pieces_of_bounded_length(text: str):
    found = sentences(text)
    assert "".join(found) == text.rstrip() or "".join(found).rstrip() == text.rstrip()
    assert all(0 < len(sentence) <= 300 for sentence in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two!  Three?", ["One.", " Two!", "  Three?"]),
        ("Version 2.5 costs 3.50 now. Buy!", ["Version 2.5 costs 3.50 now.", " Buy!"]),
        ('He said "stop." Then he left.', ['He said "stop."', " Then he left."]),
        ("\u4f60\u597d\u3002\u518d\u89c1\u3002", ["\u4f60\u597d\u3002", "\u518d\u89c1\u3002"]),
        ("no end", ["no end"]),
        ("   ", []),
    ],
)
def test_a_sentence_ends_where_people_see_its_end(text: str, expected: list[str]):
    assert sentences(text) == expected


def test_a_part_of_a_sentence_ends_with_a_word():
    assert spoken_part("The train leaves", 0.5) == "The "
    assert spoken_part("The train leaves", 0.6) == "The train "
    assert spoken_part("The train leaves", 1) == "The train leaves"
    assert spoken_part("The train leaves", 0) == ""
