"""Paging of lists. A page token names the last item seen, so that removals make nobody miss an item."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from odind.core.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

DEFAULT_PAGE: Final = 100
MAX_PAGE: Final = 1_000
_PAGE_TOKEN: Final = re.compile("[0-9]{0,16}")
"""The number of the last item seen; empty before the first page."""


class Numbered(Protocol):
    """An item of a list. Later items have higher numbers."""

    @property
    def number(self) -> int:
        """The item's number."""


MESSAGE_BYTES: Final = 1_048_576
"""The size limit of a page. gRPC clients refuse messages of more than 4 MiB by default."""
Item = TypeVar("Item", bound=Numbered)


def page_of(
    items: Iterable[Item],
    page_size: int,
    page_token: str,
    bytes_of: Callable[[Item], int],
    *,
    newest_first: bool = False,
) -> tuple[list[Item], str]:
    """Return a page, in the order of the items, and the token of the next page or "".

    A page ends before the item that would bring it over `MESSAGE_BYTES`; it always holds at least one item.
    `bytes_of` returns the size of an item. The numbers of items ascend, or descend with `newest_first`.
    Raises InvalidArgumentError PAGE_TOKEN_INVALID.
    """
    if not _PAGE_TOKEN.fullmatch(page_token):
        raise page_token_invalid()
    size = min(page_size or DEFAULT_PAGE, MAX_PAGE)
    rest = list(items)
    if page_token:
        seen = int(page_token)
        rest = [item for item in rest if (item.number < seen if newest_first else item.number > seen)]
    page = rest[: _fitting(rest[:size], bytes_of)]
    return page, str(page[-1].number) if rest[len(page) :] else ""


def page_token_invalid() -> InvalidArgumentError:
    """Return the error of a token that no list has returned."""
    return InvalidArgumentError(
        "PAGE_TOKEN_INVALID", "the page token must be one that the same list returned"
    )


def _fitting(items: Sequence[Item], bytes_of: Callable[[Item], int]) -> int:
    """Return how many leading items fit into a message; at least one."""
    total = 0
    for count, item in enumerate(items):
        total += bytes_of(item)
        if count and total > MESSAGE_BYTES:
            return count
    return len(items)
