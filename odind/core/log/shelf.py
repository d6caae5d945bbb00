"""Documents of one collection, in memory and in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from .ports import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

V = TypeVar("V")


class Shelf(Generic[V]):
    """Values by key, all of one portable type. Belongs to the loop.

    A change is there at once, and durable after the scribe's next `stored`. Values that expire are put with
    the same time to live, so that they expire in the order in which they were put.
    """

    def __init__(
        self,
        collection: str,
        kept: dict[str, Document],
        kind: type[V],
        *,
        note: Callable[[Document], None],
        now: Callable[[], float],
    ) -> None:
        self._collection = collection
        self._kept = kept
        self._kind = kind
        self._note = note
        self._now = now

    def __len__(self) -> int:
        return sum(1 for _ in self.items())

    def get(self, key: str) -> V | None:
        """Return the value of a key, None when it has none or when that has expired."""
        document = self._kept.get(key)
        return self._value(document) if document else None

    def items(self) -> Iterator[tuple[str, V]]:
        """Yield keys and values, in the order in which they were put."""
        for key, document in tuple(self._kept.items()):
            value = self._value(document)
            if value is not None:
                yield key, value

    def put(self, key: str, value: V, expires_at: float | None = None) -> None:
        """Set the value of a key, until `expires_at`, seconds since the epoch."""
        self._kept.pop(key, None)
        self._forget_expired()
        self._kept[key] = Document(self._collection, key, value, expires_at)
        self._note(self._kept[key])

    def delete(self, key: str) -> None:
        """Forget a key; does nothing when it is unknown."""
        if self._kept.pop(key, None):
            self._note(Document(self._collection, key, None))

    def _value(self, document: Document) -> V | None:
        fits = isinstance(document.value, self._kind) and not self._expired(document)
        return document.value if fits else None  # type: ignore[return-value] # its kind is checked

    def _expired(self, document: Document) -> bool:
        return document.expires_at is not None and document.expires_at <= self._now()

    def _forget_expired(self) -> None:
        while self._kept and self._expired(oldest := next(iter(self._kept.values()))):
            del self._kept[oldest.key]
