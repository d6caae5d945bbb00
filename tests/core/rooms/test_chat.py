"""Chat as ODIN Rooms sends it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.rooms.chat import chat_message, chat_text
from odind.core.values.payload import Json


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_what_is_said_is_read(text: str):
    assert json.loads(chat_message(text)) == {"kind": "message", "payload": text}
    assert chat_text(chat_message(text)) == text


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (Json('{"kind":"message","payload":"hi"}'), "hi"),
        (b' {"payload":{"text":"hi","more":1},"kind":"message"}', "hi"),
        (b'{"kind":"message","payload":"a\\ud800b"}', "a?b"),
        (b'{"kind":"message","payload":7}', ""),
        (b'{"kind":"message"}', ""),
        (b'{"kind":"poke","payload":"message"}', ""),
        (b'{"kind":["message"],"payload":"x"}', ""),
        (b'["message"]', ""),
        (b'{"message', ""),
        (b"\xff", ""),
        (b'{"kind":"message","payload":' + b"[" * 100_000, ""),
        (Json('"message"'), ""),
    ],
)
def test_chat_is_told_from_other_messages(message: bytes | Json, text: str):
    assert chat_text(message) == text


@given(st.binary(max_size=100))
def test_any_message_can_be_looked_at(message: bytes):
    assert isinstance(chat_text(message), str)
