"""The scanner: it finds the end of every value, and refuses what would be costly to decode."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.grid.wire.errors import WireError
from odind.grid.wire.scanner import MAX_DEPTH, MAX_ELEMENTS, Scanner

PACK = msgspec.msgpack.encode
values = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers(-(2**63), 2**64 - 1)
    | st.text(max_size=300)
    | st.binary(max_size=300),
    lambda inner: st.lists(inner, max_size=20) | st.dictionaries(st.text(max_size=8), inner, max_size=20),
    max_leaves=40,
)


@given(values, st.binary(max_size=5))
def test_the_end_of_every_value_is_found_when_its_last_byte_is_there(value: Any, more: bytes):
    data, scanner = PACK(value), Scanner()
    for size in range(len(data)):
        assert scanner.find_end(data[:size]) is None
    assert scanner.find_end(data + more) == len(data)
    assert scanner.find_end(data) == len(data)


@given(st.binary(max_size=200))
def test_what_the_scanner_finds_whole_is_what_the_decoder_reads_whole(data: bytes):
    try:
        end = Scanner().find_end(data)
    except WireError:
        return
    whole = data[: len(data) if end is None else end]
    is_truncated = False
    try:
        msgspec.msgpack.decode(whole)
    except (msgspec.DecodeError, ValueError, TypeError) as error:
        is_truncated = "truncated" in str(error)
    assert not is_truncated or end is None


def test_nesting_is_bounded():
    assert Scanner().find_end(b"\x91" * (MAX_DEPTH - 1) + b"\xc0") == MAX_DEPTH
    with pytest.raises(WireError):
        Scanner().find_end(b"\x91" * MAX_DEPTH + b"\xc0")


def test_the_elements_of_all_arrays_and_maps_together_are_bounded():
    half = b"\xdd" + (MAX_ELEMENTS // 2 - 2).to_bytes(4) + b"\xc0" * (MAX_ELEMENTS // 2 - 2)
    assert Scanner().find_end(b"\x92" + half + half) == 1 + 2 * len(half)
    with pytest.raises(WireError):
        Scanner().find_end(b"\x93" + half + half + half)
    with pytest.raises(WireError):
        Scanner().find_end(b"\xdf" + (MAX_ELEMENTS // 2 + 1).to_bytes(4))


@pytest.mark.parametrize("first", [0xC1, *range(0xC7, 0xCA), *range(0xD4, 0xD9)])
def test_reserved_bytes_and_extension_types_are_refused(first: int):
    with pytest.raises(WireError):
        Scanner().find_end(bytes([first]) + bytes(20))
