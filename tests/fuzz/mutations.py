"""Damage to bytes: what a fuzzer without guidance does to a seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

_TELLING: Final = [
    b"",
    *(bytes([first]) for first in (0x00, 0x7F, 0x80, 0x90, 0x91, 0x92, 0xC0, 0xC1, 0xC4, 0xD9, 0xE0, 0xFF)),
    *(bytes([first]) + b"\xff" * 8 for first in range(0xC4, 0xE0)),
    *(bytes([first]) + b"\x00\x01" for first in range(0xC4, 0xE0)),
    b"\x91" * 200,
    b"\x81\x00" * 130,
    b"[" * 2_000,
    b"\\ud800",
    b"\xed\xa0\x80",
    b"\x0b" * 120,
]
"""Bytes that decoders take for lengths, for nesting and for text."""

pieces = st.sampled_from(_TELLING) | st.binary(max_size=12)
edits = st.tuples(st.integers(0, 400), st.integers(0, 6), pieces)


def damaged(seed: bytes, changes: Sequence[tuple[int, int, bytes]]) -> bytes:
    """Return a seed in which, at some places, so many bytes are replaced by others."""
    data = bytearray(seed)
    for place, length, piece in changes:
        at = place % (len(data) + 1)
        data[at : at + length] = piece
    return bytes(data)


def bytes_like(seeds: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Seeds that are damaged here and there, two of them joined, and any bytes at all."""
    one = st.sampled_from(list(seeds))
    return (
        st.builds(damaged, one, st.lists(edits, max_size=4))
        | st.builds(
            lambda one, other, cut: one[: cut % (len(one) + 1)] + other, one, one, st.integers(0, 400)
        )
        | st.binary(max_size=64)
    )
