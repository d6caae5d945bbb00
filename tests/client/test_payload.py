"""Payloads to messages and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.client import Json, read_payload, write_payload
from odind.v1.payload_pb2 import Payload

texts = st.text(st.characters(exclude_categories=("Cs",)))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda children: st.lists(children) | st.dictionaries(texts, children),
    max_leaves=20,
)


@given(values)
def test_json_comes_back_equal(value: Any):
    assert read_payload(write_payload(Json(value))) == Json(value)


@given(st.binary())
def test_bytes_come_back_equal(data: bytes):
    assert read_payload(write_payload(data)) == data


def test_an_unset_payload_is_empty_bytes():
    assert read_payload(Payload()) == b""


def test_json_is_written_compactly_and_as_utf8():
    assert write_payload(Json({"name": "Zoë", "n": [1, 2]})).json == '{"name":"Zoë","n":[1,2]}'


def test_what_json_cannot_say_is_refused():
    with pytest.raises(ValueError, match="not JSON"):
        write_payload(Json(float("nan")))
    with pytest.raises(TypeError):
        write_payload(Json(object()))
