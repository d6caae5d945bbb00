"""What the log needs from outside: a store that keeps events and documents across restarts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .ring import Entry


@dataclass(frozen=True)
class Document:
    """A small named value. A `value` of None deletes it; any other is an instance of a portable type.

    `expires_at` is seconds since the epoch, None for never.
    """

    collection: str
    key: str
    value: object
    expires_at: float | None = None


@dataclass(frozen=True)
class Opening:
    """What a store has when it is opened: the sequences of its oldest and its last event, and documents.

    These are all but those of archives. A store that never had an event has 1 and 0; one that replaces a
    damaged one has a `last` of None, for nobody knows. `clean` is whether the store was closed with
    everything in it.
    """

    oldest: int
    last: int | None
    clean: bool
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True)
class Query:
    """Events after one sequence, up to another, not older than `since` (seconds since the epoch).

    They are of these kinds, subjects and rooms, or of all where none is named. Entries of EventsLost
    belong to every answer.
    """

    after: int
    up_to: int
    kinds: tuple[type[object], ...] = ()
    subjects: frozenset[str] = frozenset()
    since: float | None = None
    rooms: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Page:
    """Entries in ascending order: all that the query asks for up to the sequence `up_to`.

    `oldest` is the oldest sequence that the store had when they were read.
    """

    oldest: int
    up_to: int
    entries: tuple[Entry[object], ...]


ARCHIVE: Final = "archive/"
"""What the names of collections begin with whose documents are not among those of an opening."""


class Store(Protocol):
    """Keeps events and documents. Called on the loop's thread, one `write` at a time.

    `lasting` is whether what is written outlives the process. Every method raises UnavailableError
    STORE_UNAVAILABLE while the store cannot be used; what is wrong may pass.
    """

    lasting: bool

    async def open(self) -> Opening:
        """Return what the store has; call it before anything else, and again after it has failed.

        Raises FailedPreconditionError when the store cannot be used until somebody repairs it.
        """

    async def write(self, entries: Sequence[Entry[object]], documents: Sequence[Document]) -> int:
        """Keep entries and documents, all or none; return once they are durable.

        The store then discards what its limits do not allow any more, and returns the oldest sequence left.
        """

    async def read(self, query: Query, limit: int) -> Page:
        """Return the first entries that a query asks for, at most `limit`."""

    async def documents(self, collection: str, keys: Sequence[str]) -> tuple[Document, ...]:
        """Return those of these documents that are kept, in any order."""

    async def close(self, *, clean: bool) -> None:
        """Close the store; with `clean`, everything that happened is in it. Raises nothing."""
