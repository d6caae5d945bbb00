"""MessagePack integers and array lengths, read one at a time."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.msgpack_items import I32_MAX, I32_MIN, U64_MAX, ItemError, read_array_length, read_integer

PACK = msgspec.msgpack.encode
integers = st.integers(-(2**63), U64_MAX)


@given(integers, st.binary(max_size=4), st.binary(max_size=4))
def test_an_integer_is_read_as_it_was_written(value: int, before: bytes, after: bytes):
    data = before + PACK(value) + after
    assert read_integer(data, len(before), -(2**63), U64_MAX) == (value, len(data) - len(after))


@given(integers)
def test_an_integer_that_is_truncated_or_out_of_range_is_refused(value: int):
    for cut in range(len(PACK(value))):
        with pytest.raises(ItemError):
            read_integer(PACK(value)[:cut], 0, -(2**63), U64_MAX)
    if not I32_MIN <= value <= I32_MAX:
        with pytest.raises(ItemError, match="out of range"):
            read_integer(PACK(value), 0, I32_MIN, I32_MAX)


@pytest.mark.parametrize(
    "data", [b"\xcd\x00\x05", b"\xce\x00\x00\x00\x05", b"\xd0\x05", b"\xd3" + bytes(7) + b"\x05"]
)
def test_longer_encodings_of_an_integer_are_accepted(data: bytes):
    assert read_integer(data, 0, 0, 5) == (5, len(data))


@pytest.mark.parametrize("other", [None, True, 1.5, "1", b"1", [1], {1: 1}])
def test_other_values_are_refused(other: object):
    with pytest.raises(ItemError, match="expected an integer"):
        read_integer(PACK(other), 0, 0, U64_MAX)


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_length_of_an_array_is_bounded(length: int, longest: int):
    data = PACK([0] * length)
    if length <= longest:
        assert read_array_length(data, 0, longest) == (length, len(data) - length)
    else:
        with pytest.raises(ItemError, match="too many"):
            read_array_length(data, 0, longest)


@pytest.mark.parametrize("data", [b"", b"\xdc", b"\xdc\x00", b"\xdd\x00\x00\x00\x01", b"\x81\x00\x00"])
def test_what_is_not_an_array_is_refused(data: bytes):
    with pytest.raises(ItemError):
        read_array_length(data, 0, 12)
