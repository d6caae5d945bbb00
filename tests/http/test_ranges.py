"""Range headers, as RFC 9110 has them."""

from __future__ import annotations

import pytest

from odind.http.ranges import UnsatisfiableRangeError, part_of


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-9", (0, 10)),
        ("bytes=90-", (90, 100)),
        ("bytes=-10", (90, 100)),
        ("bytes=-500", (0, 100)),
        ("bytes=90-500", (90, 100)),
        ("Bytes = 5-5", (5, 6)),
        ("", None),
        ("bytes=", None),
        ("bytes=-", None),
        ("bytes=9-5", None),
        ("bytes=0-1,5-6", None),
        ("frames=0-1", None),
        ("bytes=a-b", None),
        ("bytes=" + "9" * 40 + "-", None),
    ],
)
def test_what_is_asked_for_of_a_hundred_bytes(header: str, part: tuple[int, int] | None):
    assert part_of(header, 100) == part


@pytest.mark.parametrize(("header", "size"), [("bytes=100-", 100), ("bytes=-0", 100), ("bytes=0-", 0)])
def test_what_has_no_byte_cannot_be_sent(header: str, size: int):
    with pytest.raises(UnsatisfiableRangeError):
        part_of(header, size)
