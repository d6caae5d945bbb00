"""Proofs of address, and the headers they travel in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from odind.grid.quic.retry import LongHeader, RetryTokens, read_long_header

HERE, THERE = ("127.0.0.1", 1000), ("127.0.0.1", 1001)


def test_a_token_is_good_for_its_address_and_connection_only():
    tokens = RetryTokens()
    token = tokens.make(HERE, b"retry-id", b"original")
    assert tokens.original_id(HERE, b"retry-id", token) == b"original"
    assert tokens.original_id(THERE, b"retry-id", token) is None
    assert tokens.original_id(HERE, b"retry-ix", token) is None
    assert tokens.original_id(HERE, b"retry-id", token[:-1] + b"x") is None
    assert tokens.original_id(HERE, b"retry-id", b"") is None
    assert RetryTokens().original_id(HERE, b"retry-id", token) is None


@given(st.binary(max_size=20), st.binary(max_size=20), st.binary(max_size=100))
def test_a_long_header_is_read_as_it_was_written(destination: bytes, source: bytes, token: bytes):
    ids = bytes([len(destination)]) + destination + bytes([len(source)]) + source
    packet = b"\xc0\x00\x00\x00\x01" + ids + (0x4000 + len(token)).to_bytes(2) + token + b"rest"
    assert read_long_header(packet) == LongHeader(1, destination, source, token)


@given(st.binary(max_size=100))
def test_any_bytes_have_a_header_or_none(packet: bytes):
    header = read_long_header(packet)
    assert header is None or len(header.destination) <= 20
