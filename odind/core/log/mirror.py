"""A second place for documents: one from which other daemons can take them over."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from odind.core.values.late import dataclass
from odind.core.values.portable import portable

if TYPE_CHECKING:
    from collections.abc import Iterable


class Place(NamedTuple):
    """Where a document lies: `kind` is its collection, `id` its key there."""

    kind: str
    id: str


@dataclass(frozen=True)
class Holding:
    """A document that another daemon may take over. `value` is an instance of a portable type.

    All those of one `bundle` go together: it is the id of the connection, say, to which they belong.
    """

    kind: str
    id: str
    bundle: str
    value: object

    @property
    def place(self) -> Place:
        """Where it lies."""
        return Place(self.kind, self.id)


@portable
class Mirrored:
    """Says of a store that its documents are mirrored, so that others may have what was written there."""


def ids_of(kind: str, places: Iterable[Place]) -> list[str]:
    """Return the ids of those places that are of one kind, in order."""
    return [place.id for place in places if place.kind == kind]


class Mirror(Protocol):
    """Keeps documents for other daemons. With one, they come back as it says, not from the own store."""

    def note(self, place: Place, holding: Holding | None) -> None:
        """Take the newest document of a place, None when there is none to take over any more."""

    async def written(self) -> None:
        """Wait until all of it is kept; do not wait for a database that does not answer."""
