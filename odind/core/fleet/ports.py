"""What the fleet needs from outside: the shared database, the other members, and what is held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from odind.core.log.mirror import Holding, Place
    from odind.core.log.ports import Page, Query
    from odind.core.log.ring import Entry

    from .events import FleetEntry
    from .member import Member, Report, Word


class Roll(Protocol):
    """The rows of members, of which one is ours. Called on the loop's thread, one call at a time.

    All methods raise UnavailableError FLEET_DATABASE_UNAVAILABLE while the database does not answer.
    """

    async def enter(self) -> int | None:
        """Take our row with the next epoch, and return that; None while another's lease on it holds.

        Raises FailedPreconditionError FLEET_SCHEMA_OTHER for a database of another version.
        """

    async def renew(self, epoch: int, report: Report) -> bool:
        """Move the end of our lease; return whether it was still ours."""

    async def members(self) -> Sequence[Member]:
        """Return all members, by name."""

    async def leave(self, epoch: int) -> None:
        """Give the lease back."""


class Deeds(Protocol):
    """The rows of all that members hold. Called on the loop's thread; raises what `Roll` raises."""

    async def keep(self, epoch: int, holdings: Mapping[Place, Holding | None]) -> frozenset[Place]:
        """Write or delete documents of ours; return the places of those that are not ours any more."""

    async def abandoned(self) -> Sequence[Member]:
        """Return members whose lease is over and that hold something still, some of them."""

    async def adopt(self, epoch: int, gone: str) -> Sequence[Holding]:
        """Take some bundles of a member whose lease is over, each of them whole; return what is in them."""

    async def ours(self, epoch: int) -> Sequence[Holding]:
        """Return what is ours, under this epoch from now on."""

    async def holder(self, thing_id: str) -> str | None:
        """Return the name of the member that has what the daemon has given this id; None for nobody."""

    async def holder_of(self, kind: str, thing_id: str) -> str | None:
        """Return the name of the member that has a document; None for nobody."""


class Peers(Protocol):
    """The other members."""

    async def ask(self, member: Member) -> Word:
        """Ask a member how it stands; raises nothing, and takes no longer than a heartbeat."""


class Held(Protocol):
    """What the member holds of one kind, the collection of its documents. Called on the loop's thread."""

    @property
    def kind(self) -> str:
        """The collection."""

    async def fence(self) -> None:
        """Stop all of it that others may take over, until `resume`."""

    def resume(self) -> None:
        """Go on with that which is still here."""

    async def give_up(self, ids: Collection[str]) -> None:
        """End what another member has; ids that are not here mean nothing."""

    def take_over(self, ids: Collection[str], why: str) -> None:
        """Go on with what was another's, whose documents lie on the shelves by now."""


class Journal(Protocol):
    """The fleet's sequence of events, for a member that adds to it. On the loop's thread, one call at a time.

    Raises what `Roll` raises.
    """

    async def position(self, log: str, first: int) -> int:
        """Return the last sequence of a log that the journal has; note `first` for an unknown log."""

    async def add(self, log: str, after: int, entries: Sequence[Entry[object]]) -> int:
        """Number and keep entries of a log, those after `after`; return how far the journal has the log now.

        It takes some of many large ones, and none where it has not come exactly to `after`.
        """

    async def tidy(self) -> None:
        """Discard what the limits do not allow any more, unless another member does so now."""


class History(Protocol):
    """The fleet's sequence of events, for a member that reads it. Raises what `Roll` raises."""

    async def extent(self) -> tuple[int, int]:
        """Return the oldest kept sequence, or the next one where none is kept, and the last sequence."""

    async def after(self, sequence: int, limit: int) -> Sequence[FleetEntry]:
        """Return the first entries after a sequence, at most `limit`."""

    async def read(self, query: Query, limit: int) -> Page:
        """Return the first entries that a query asks for, at most `limit`, with each MemberEventsLost."""

    async def before(self, since: float) -> int:
        """Return the sequence before the first event that came at or after a time, in epoch seconds."""

    async def news(self, limit_s: float) -> None:
        """Wait until there may be something new, for `limit_s` at most; raises nothing."""
