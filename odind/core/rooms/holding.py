"""The use cases by which programs hold connections, and take them over from one another."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from odind.core.access.principal import OWNER
from odind.core.errors import InvalidArgumentError

from .events import ConnectionAdopted
from .holder import HolderKind, check_holder
from .refusals import adopted, no_holder, too_many_holders

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Collection, Iterator, Sequence

    from odind.core.access.principal import Principal

    from .lease import Hold
    from .registry import Registry

MAX_HOLDERS: Final = 32
"""Calls that may hold one connection: more than a program and those that take over from it have."""


class Holding:
    """Holds connections for the length of a call. Used on the loop's thread."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    async def hold(self, connection_ids: Sequence[str], holder: str = "") -> AsyncGenerator[None]:
        """Hold connections until the generator is closed, or the last of them is left.

        It yields once, when all are held. Raises what RoomService.HoldConnections lists.
        """
        if not connection_ids:
            raise _ids_missing()
        with self._held(connection_ids, holder) as holds:
            await self._written(holder)
            yield
            await _ended(holds)

    async def adopt(
        self, connection_ids: Sequence[str], from_holder: str, holder: str = "", by: Principal = OWNER
    ) -> AsyncGenerator[list[str]]:
        """Hold connections in place of all that do by HoldConnections, as `hold` does.

        These are the named ones, and those of what `by` sees that `from_holder` holds or held last. It yields
        their ids once, oldest first. Raises what RoomService.AdoptConnections lists.
        """
        chosen = {*connection_ids, *(self._of(from_holder, by) if from_holder else ())}
        if not chosen:
            raise _ids_missing()
        with self._held(chosen, holder) as holds:
            for hold in holds:
                self._registry.find(hold.connection_id).lease.adopt(hold)
                self._registry.note(hold.connection_id, ConnectionAdopted(holder))
            await self._written(holder)
            yield [hold.connection_id for hold in holds]
            await _ended(holds)

    def _of(self, holder: str, by: Principal) -> list[str]:
        """Return the connections that a holder holds or held last; raises NotFoundError HOLDER_NOT_FOUND."""
        seen = (entry for entry in self._registry.named(()) if entry.is_seen(by))
        entries = [entry for entry in seen if entry.lease.belongs_to(holder)]
        if not entries:
            raise no_holder(holder)
        return [entry.connection_id for entry in entries]

    @contextmanager
    def _held(self, connection_ids: Collection[str], holder: str) -> Iterator[list[Hold]]:
        check_holder(holder)
        for connection_id in connection_ids:
            if self._registry.find(connection_id).lease.calls >= MAX_HOLDERS:
                raise too_many_holders(MAX_HOLDERS, connection_id)
        with self._registry.held(connection_ids, HolderKind.HOLD, holder) as holds:
            for hold in holds if holder else ():
                self._registry.memos.keep(self._registry.find(hold.connection_id))
            yield holds

    async def _written(self, holder: str) -> None:
        """Wait until the next daemon would know the holder too."""
        if holder:
            await self._registry.memos.written()


async def _ended(holds: list[Hold]) -> None:
    """Wait until nothing is held any more; raises FailedPreconditionError ADOPTED."""
    for hold in holds:
        await hold.ended.wait()
    for hold in holds:
        if hold.adopter is not None:
            raise adopted(hold.connection_id, hold.adopter)


def _ids_missing() -> InvalidArgumentError:
    return InvalidArgumentError("CONNECTION_IDS_MISSING", "connection_ids must name the connections to hold")
