from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.errors import InvalidArgumentError
from odind.tokens.access_key import SERVER_KEY, AccessKey, crc8, key_id

KEY = AccessKey.generate()


def test_a_generated_key_has_44_characters_and_a_checksum():
    raw = base64.b64decode(KEY.text, validate=True)
    assert len(KEY.text) == 44
    assert (len(raw), raw[0], crc8(raw[1:])) == (33, 1, 0)


def test_generated_keys_differ():
    assert len({AccessKey.generate().text for _ in range(50)}) == 50


@given(st.binary(min_size=31, max_size=31))
def test_any_random_part_makes_a_key_that_is_read_again(random: bytes) -> None:
    key = AccessKey(random + bytes([crc8(random)]))
    again = AccessKey.parse(key.text)
    assert (again.text, again.key_id, again.public_key) == (key.text, key.key_id, key.public_key)
    assert key.key_id[0] == "A"
    assert len(key.key_id) == 12


@given(st.integers(0, 43), st.characters())
def test_a_single_wrong_character_is_noticed(at: int, character: str) -> None:
    text = KEY.text[:at] + character + KEY.text[at + 1 :]
    if text == KEY.text:
        return
    with pytest.raises(InvalidArgumentError, match="ACCESS_KEY_MALFORMED"):
        AccessKey.parse(text)


@given(st.text())
def test_any_text_is_a_key_or_malformed_and_never_repeated(text: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        AccessKey.parse(text)
    assert caught.value.metadata == {}


def test_a_key_shows_its_id_and_nothing_secret():
    assert repr(KEY) == f"AccessKey({KEY.key_id})"
    assert KEY.text not in f"{KEY} {KEY!r} {[KEY]}"


def test_a_server_key_has_another_prefix():
    server = key_id(KEY.public_key, SERVER_KEY)
    assert base64.b64decode(server)[0] == 2
    assert base64.b64decode(server)[1:] == base64.b64decode(KEY.key_id)[1:]
