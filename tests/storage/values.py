"""Events and documents for tests of stores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.log.ports import Query
from odind.core.log.ring import Entry
from odind.core.values.portable import portable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.core.log.ports import Store

ALWAYS = 10**18


@portable
class Spoken:
    """An event, and a document."""

    word: str
    data: bytes = b""


@portable
class Sung:
    """Another kind."""

    tune: str


def entry(sequence: int, event: object = None, subject: str = "a") -> Entry[object]:
    return Entry(sequence, 1_000.0 + sequence, subject, event or Spoken(str(sequence)))


def entries(numbers: Iterable[int]) -> list[Entry[object]]:
    return [entry(number) for number in numbers]


async def sequences(store: Store, after: int = 0) -> list[int]:
    """Everything that a store has after a sequence."""
    page = await store.read(Query(after, ALWAYS), 10**6)
    return [one.sequence for one in page.entries]
