from __future__ import annotations

import pytest

from odind.core.errors import InvalidArgumentError, OdindError
from odind.core.values.json_text import compact


def test_every_variable_of_the_text_is_in_the_metadata():
    error = InvalidArgumentError("TOO_BIG", "{size} is over {limit}", size=7, limit=5)
    assert error.message == "7 is over 5"
    assert error.metadata == {"size": "7", "limit": "5"}
    assert str(error) == "7 is over 5 (TOO_BIG)"
    assert isinstance(error, OdindError)


def test_braces_in_what_others_say_are_just_text():
    assert OdindError("ODD", "they say {detail}", detail="{x} {0}").message == "they say {x} {0}"
    assert OdindError("ODD", "no {variable} here").message == "no {variable} here"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [1, 2.5, None, True]}, '{"b":1,"a":[1,2.5,null,true]}'),
        ('Zoë 🎧 / " \\ \n \x01', '"Zoë 🎧 / \\" \\\\ \\n \\u0001"'),
    ],
)
def test_json_is_written_as_javascript_writes_it(value: object, text: str):
    assert compact(value) == text


@pytest.mark.parametrize("value", ["x" * 1_000_000, "é" * 1_000_000, ["/"] * 1_000_000, "\ud800" * 1_000_000])
def test_a_variable_that_a_caller_made_too_long_is_cut(value: object):
    error = OdindError("ODD", "there is no {name}, and no {other}", name=value, other=value)
    assert len(error.message.encode()) < 1_100
    assert error.metadata["name"].endswith("…")
    assert error.metadata["name"] in error.message
