"""Documents of one collection that are in the store alone, and are read when somebody asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from .ports import ARCHIVE, Document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .ports import Store

V = TypeVar("V")


class Archive(Generic[V]):
    """Values by key, all of one portable type. Belongs to the loop.

    A change is seen at once, and durable after the scribe's next `stored`. Where the store is not lasting,
    everything stays in memory.
    """

    def __init__(
        self,
        name: str,
        kind: type[V],
        *,
        note: Callable[[Document], None],
        unwritten: Callable[[tuple[str, str]], Document | None],
        store: Store,
    ) -> None:
        self._collection = f"{ARCHIVE}{name}"
        self._kind = kind
        self._note = note
        self._unwritten = unwritten
        self._store = store
        self._kept: dict[str, Document] = {}

    def put(self, key: str, value: V, expires_at: float | None = None) -> None:
        """Set the value of a key, until `expires_at`, seconds since the epoch."""
        self._change(Document(self._collection, key, value, expires_at))

    def delete(self, key: str) -> None:
        """Forget a key; does nothing when it is unknown."""
        self._change(Document(self._collection, key, None))

    async def get(self, keys: Sequence[str]) -> dict[str, V]:
        """Return the values of those keys that have one; raises UnavailableError STORE_UNAVAILABLE."""
        recent = {key: one for key in keys if (one := self._recent(key))}
        missing = [key for key in keys if key not in recent]
        stored = await self._store.documents(self._collection, missing) if missing else ()
        found = {**{one.key: one for one in stored}, **recent}
        return {key: one.value for key, one in found.items() if isinstance(one.value, self._kind)}

    def _recent(self, key: str) -> Document | None:
        return self._kept.get(key) or self._unwritten((self._collection, key))

    def _change(self, document: Document) -> None:
        if self._store.lasting:
            self._note(document)
        elif document.value is None:
            self._kept.pop(document.key, None)
        else:
            self._kept[document.key] = document
