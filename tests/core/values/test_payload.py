from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.errors import InvalidArgumentError
from odind.core.values.payload import (
    Json,
    Payload,
    PayloadError,
    check_payload,
    from_value,
    to_value,
)

numbers = st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
text = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | numbers | text,
    lambda inner: st.lists(inner) | st.dictionaries(text, inner),
    max_leaves=20,
)


LIMIT = 10**6


def is_bytes(value: Any) -> bool:
    return isinstance(value, list) and all(type(item) is int and 0 <= item <= 255 for item in value)


@given(st.binary())
def test_bytes_arrive_as_they_were(data: bytes) -> None:
    assert from_value(to_value(check_payload(data, LIMIT, "TOO_LARGE")), LIMIT) == data


@given(values.filter(lambda value: value is not None and not is_bytes(value)))
def test_a_json_value_arrives_as_the_value_it_was(value: Any) -> None:
    sent = Json(json.dumps(value, indent=1))
    arrived = from_value(to_value(check_payload(sent, LIMIT, "TOO_LARGE")), LIMIT)
    assert isinstance(arrived, Json)
    assert json.loads(arrived.text) == value
    assert from_value(to_value(arrived), LIMIT) == arrived


@given(st.lists(st.integers(0, 255)))
def test_a_json_list_of_bytes_arrives_as_bytes(items: list[int]) -> None:
    assert from_value(to_value(Json(json.dumps(items))), LIMIT) == bytes(items)


@pytest.mark.parametrize("value", [[0, 256], [-1], [1.0], [True], ["1"], [[1]], [None], {}, "", 0, False])
def test_what_only_resembles_bytes_stays_json(value: Any):
    assert from_value(value, LIMIT) == Json(json.dumps(value, separators=(",", ":")))


def test_nothing_is_empty_bytes():
    assert from_value(None, LIMIT) == b""
    assert from_value([], LIMIT) == b""


def test_json_arrives_compact_and_readable():
    assert from_value(to_value(Json('{ "b": "\\u00e4/",\n "a": [1, -0.0, 1e3] }')), LIMIT) == Json(
        '{"b":"ä/","a":[1,-0.0,1000.0]}'
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "'a'",
        "{} {}",
        "NaN",
        "[Infinity]",
        '{"a": -Infinity}',
        "1e400",
        "-1e400",
        "18446744073709551616",
        "-9223372036854775809",
        "1" * 5_000,
        '"\ud800"',
        '"\\ud800"',
        '{"\\udc00": 1}',
        "[" * 100_000,
        "[" * 20_000 + "]" * 20_000,
        '{"a":' * 20_000 + "1" + "}" * 20_000,
    ],
    ids=range(18),
)
def test_what_is_not_json_or_cannot_be_carried_is_refused(text: str):
    with pytest.raises(InvalidArgumentError) as caught:
        check_payload(Json(text), 10**6, "TOO_LARGE")
    assert caught.value.reason == "PAYLOAD_NOT_JSON"
    with pytest.raises(InvalidArgumentError, match="PAYLOAD_NOT_JSON"):
        to_value(Json(text))


@pytest.mark.parametrize("text", ["18446744073709551615", "-9223372036854775808", '"\\ud83c\\udfa7"', "null"])
def test_the_extremes_that_can_be_carried_are_taken(text: str):
    assert check_payload(Json(text), 100, "TOO_LARGE") == Json(text)


@pytest.mark.parametrize(
    ("payload", "size"), [(b"12345", 5), (Json("12345"), 5), (Json('"äö"'), 6), (Json('"\ud800"'), 5)]
)
def test_the_limit_counts_bytes_of_data_or_text(payload: Payload, size: int):
    with pytest.raises(InvalidArgumentError) as caught:
        check_payload(payload, size - 1, "MESSAGE_TOO_LARGE")
    assert caught.value.reason == "MESSAGE_TOO_LARGE"
    assert caught.value.metadata == {"size": str(size), "limit": str(size - 1)}


def test_a_payload_of_exactly_the_limit_is_taken():
    assert check_payload(b"12345", 5, "TOO_LARGE") == b"12345"
    assert check_payload(Json("12345"), 5, "TOO_LARGE") == Json("12345")


def test_a_value_nested_beyond_reason_is_refused():
    value: list[Any] = []
    for _ in range(50_000):
        value = [value]
    with pytest.raises(PayloadError):
        from_value(value, LIMIT)
    while value:  # taken apart by hand: freeing it in one go is deep as well
        value = value[0]


@given(values.filter(lambda value: value is not None))
def test_a_value_is_read_up_to_exactly_its_size(value: Any) -> None:
    payload = from_value(value, LIMIT)
    size = len(payload if isinstance(payload, bytes) else payload.text.encode())
    assert from_value(value, size) == payload
    if size:
        with pytest.raises(PayloadError):
            from_value(value, size - 1)


@pytest.mark.parametrize(
    "value",
    [
        [7] * 131_000,
        [300] * 131_000,
        [[300] * 131_000],
        [1, [[]] * 131_000],
        {"key": [None] * 131_000},
        {str(number): 0 for number in range(10_000)},
        {"k" * 131_000: 0},
        "x" * 131_000,
    ],
    ids=range(8),
)
def test_a_large_value_is_refused_before_it_is_written_down(value: Any, monkeypatch: pytest.MonkeyPatch):
    written: list[Any] = []
    monkeypatch.setattr("odind.core.values.payload.compact", written.append)
    with pytest.raises(PayloadError):
        from_value(value, 32_768)
    assert not written


def test_the_limit_of_a_value_counts_bytes_and_not_characters():
    assert from_value("ü" * 10, 22) == Json('"' + "ü" * 10 + '"')
    with pytest.raises(PayloadError):
        from_value("ü" * 10, 21)


def test_numbers_keep_their_kind():
    assert math.isclose(to_value(Json("0.1")), 0.1)
    assert type(to_value(Json("1"))) is int
    assert type(to_value(Json("1.0"))) is float
