"""Pages end where their number or their size says, and together they are the whole list."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from odind.core.values.paging import DEFAULT_PAGE, MAX_PAGE, MESSAGE_BYTES, page_of


@dataclass(frozen=True)
class Item:
    number: int
    size: int = 1


def numbers(items: list[Item], page_size: int, page_token: str = "") -> tuple[list[int], str]:
    page, following = page_of(items, page_size, page_token, lambda item: item.size)
    return [item.number for item in page], following


def test_a_page_is_as_long_as_asked_for_within_a_limit():
    items = [Item(number) for number in range(1, 3_000)]
    assert numbers(items, 2, "7") == ([8, 9], "9")
    assert len(numbers(items, 0)[0]) == DEFAULT_PAGE
    assert len(numbers(items, 10**9)[0]) == MAX_PAGE


def test_a_page_ends_before_it_is_too_large_for_a_message():
    half = MESSAGE_BYTES // 2
    items = [Item(1, half), Item(2, half), Item(3, 1), Item(4, half)]
    assert numbers(items, 10) == ([1, 2], "2")
    assert numbers(items, 10, "2") == ([3, 4], "")


def test_an_item_that_is_too_large_is_a_page_of_its_own():
    items = [Item(1), Item(2, 2 * MESSAGE_BYTES), Item(3)]
    assert numbers(items, 10) == ([1], "1")
    assert numbers(items, 10, "1") == ([2], "2")
    assert numbers(items, 10, "2") == ([3], "")


@given(st.lists(st.integers(1, MESSAGE_BYTES), max_size=20), st.integers(0, 5))
def test_all_pages_together_are_the_whole_list(sizes: list[int], page_size: int) -> None:
    items = [Item(2 * number, size) for number, size in enumerate(sizes, 1)]
    seen: list[int] = []
    token = ""
    while True:
        page, token = numbers(items, page_size, token)
        assert sum(item.size for item in items if item.number in page) <= MESSAGE_BYTES
        seen += page
        if not token:
            break
        assert page
    assert seen == [item.number for item in items]
