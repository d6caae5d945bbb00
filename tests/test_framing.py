"""Messages on a stream of bytes, however it is cut into pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.framing import Unframer, framed

MESSAGES = st.lists(st.binary(max_size=300), max_size=8)
LIMIT = 1_000


class TooLargeError(Exception):
    """A length over the limit."""


def check(size: int) -> None:
    if size > LIMIT:
        raise TooLargeError


@given(MESSAGES, st.lists(st.integers(1, 50), min_size=1, max_size=20))
def test_messages_come_out_as_they_went_in_whatever_the_pieces(messages: list[bytes], sizes: list[int]):
    stream, unframer = b"".join(map(framed, messages)), Unframer(check)
    found, number = [], 0
    while stream:
        size = sizes[number % len(sizes)]
        found += unframer.feed(stream[:size])
        stream, number = stream[size:], number + 1
    assert found == messages


def test_the_length_is_four_bytes_the_most_significant_first():
    assert framed(b"x" * 258) == b"\0\0\1\2" + b"x" * 258


def test_a_length_that_is_too_large_is_refused_before_its_message_comes_and_after_those_before():
    found = Unframer(check).feed(framed(b"good") + (LIMIT + 1).to_bytes(4))
    assert next(found) == b"good"
    with pytest.raises(TooLargeError):
        next(found)
