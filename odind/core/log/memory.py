"""A store in memory: for daemons that need not remember, and for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .events import EventsLost
from .ports import ARCHIVE, Document, Opening, Page, Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .ring import Entry


class MemoryStore:
    """Keeps what is written for as long as the object lives.

    A `lasting` one stands for a store on disk, whose daemon is restarted by opening it again; a test may set
    `failure` to have it fail.
    """

    def __init__(self, *, lasting: bool = False) -> None:
        self.lasting = lasting
        self.failure: Exception | None = None
        self._entries: list[Entry[object]] = []
        self._documents: dict[tuple[str, str], Document] = {}
        self._clean = True

    async def open(self) -> Opening:
        """Return everything, and note that the store is in use."""
        self._require_working()
        clean, self._clean = self._clean, False
        last = self._entries[-1].sequence if self._entries else 0
        documents = (one for one in self._documents.values() if not one.collection.startswith(ARCHIVE))
        return Opening(self._oldest, last, clean, tuple(documents))

    async def write(self, entries: Sequence[Entry[object]], documents: Sequence[Document]) -> int:
        """Keep them."""
        self._require_working()
        self._entries += entries
        for document in documents:
            place = document.collection, document.key
            if document.value is None:
                self._documents.pop(place, None)
            else:
                self._documents[place] = document
        return self._oldest

    async def read(self, query: Query, limit: int) -> Page:
        """Return those that the query asks for."""
        self._require_working()
        found = tuple(entry for entry in self._entries if _asked_for(entry, query))
        up_to = query.up_to if len(found) <= limit else found[limit - 1].sequence
        return Page(self._oldest, up_to, found[:limit])

    async def documents(self, collection: str, keys: Sequence[str]) -> tuple[Document, ...]:
        """Return those that are kept."""
        self._require_working()
        found = (self._documents.get((collection, key)) for key in keys)
        return tuple(document for document in found if document)

    async def close(self, *, clean: bool) -> None:
        """Note how the store was left."""
        self._clean = clean

    @property
    def _oldest(self) -> int:
        return self._entries[0].sequence if self._entries else 1

    def _require_working(self) -> None:
        if self.failure:
            raise self.failure


def _asked_for(entry: Entry[object], query: Query) -> bool:
    if not query.after < entry.sequence <= query.up_to:
        return False
    if query.since is not None and entry.time < query.since:
        return False
    return isinstance(entry.event, EventsLost) or (
        (not query.kinds or isinstance(entry.event, query.kinds))
        and (not query.subjects or entry.subject in query.subjects)
        and (not query.rooms or entry.room in query.rooms)
    )
