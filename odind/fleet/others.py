"""The other members, as the services need them: who has what, who has room, and calls to them."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from odind.core.errors import NotFoundError, UnavailableError
from odind.core.fleet.refusals import member_unreachable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from odind.core.fleet.directory import Directory
    from odind.core.fleet.member import Member
    from odind.core.fleet.ports import Deeds
    from odind.services.access import Caller

    from .links import MemberLinks

_REMEMBERED: Final = 10_000


class Others:
    """Services' `Elsewhere`. While the database does not answer, who had a connection last is called."""

    def __init__(self, directory: Directory, deeds: Deeds, links: MemberLinks) -> None:
        self.name = directory.name
        self._directory = directory
        self._deeds = deeds
        self._links = links
        self._holders: OrderedDict[str, str | None] = OrderedDict()

    @property
    def serving(self) -> Sequence[str]:
        """The names of all members whose lease holds, ours among them, in order."""
        return self._directory.serving

    async def holder(self, connection_id: str) -> str | None:
        """Return the name of the member that has a connection, None for nobody.

        Raises UnavailableError FLEET_DATABASE_UNAVAILABLE for one that was never asked for before.
        """
        try:
            found = await self._deeds.holder(connection_id)
        except UnavailableError:
            if connection_id not in self._holders:
                raise
            return self._holders[connection_id]
        self._remember(connection_id, found)
        return found

    async def holder_of(self, kind: str, thing_id: str) -> str | None:
        """Return the name of the member that has a document, None for nobody.

        Raises UnavailableError FLEET_DATABASE_UNAVAILABLE.
        """
        return await self._deeds.holder_of(kind, thing_id)

    def place(self, member: str, labels: Mapping[str, str]) -> str:
        """Return the name of the member that is to have one more connection.

        Raises NotFoundError MEMBER_NOT_FOUND, ResourceExhaustedError NO_MEMBER_FITS.
        """
        return self._directory.place(member, labels)

    def call(
        self,
        member: str,
        method: str,
        requests: AsyncIterator[bytes],
        caller: Caller,
        limit_s: float | None,
    ) -> AsyncIterator[bytes]:
        """Make a call for a caller, by the path of its method; yield the answers.

        It may take `limit_s`; with None it lasts while the member's machine answers.

        Raises CallFailedError with what the member answered, UnavailableError MEMBER_UNREACHABLE.
        """
        return self._links.call(self._listed(member), method, requests, caller, limit_s)

    def _listed(self, name: str) -> Member:
        try:
            return self._directory.find(name)[0]
        except NotFoundError:  # it has just entered
            raise member_unreachable(name) from None

    def _remember(self, connection_id: str, holder: str | None) -> None:
        self._holders[connection_id] = holder
        self._holders.move_to_end(connection_id)
        while len(self._holders) > _REMEMBERED:
            self._holders.popitem(last=False)
