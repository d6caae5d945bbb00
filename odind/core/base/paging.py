"""Lists in pages: each page says where the next one begins, so that none is missed when others leave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from .errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterable

DEFAULT_PAGE: Final = 100
MAX_PAGE: Final = 1_000
_PAGE_TOKEN: Final = re.compile("[0-9]{0,15}")
"""Number of the last item seen."""


class Numbered(Protocol):
    """What can be listed: later items have higher numbers."""

    @property
    def number(self) -> int:
        """Its place."""


Item = TypeVar("Item", bound=Numbered)


def page_of(items: Iterable[Item], page_size: int, page_token: str) -> tuple[list[Item], str]:
    """Return a page, oldest first, and the token of the next page or "".

    Raises InvalidArgumentError PAGE_TOKEN_INVALID.
    """
    if not _PAGE_TOKEN.fullmatch(page_token):
        raise InvalidArgumentError("PAGE_TOKEN_INVALID", "the page token is none that ListConnections gave")
    size = min(page_size or DEFAULT_PAGE, MAX_PAGE)
    last_seen = int(page_token or "0")
    rest = [item for item in items if item.number > last_seen]
    page = rest[:size]
    return page, str(page[-1].number) if rest[size:] else ""
