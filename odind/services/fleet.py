"""FleetService: the members of the fleet, as this one knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.fleet.refusals import no_fleet
from odind.pack.fleet import pack_member
from odind.pack.times import pack_seconds
from odind.v1 import fleet_pb2

if TYPE_CHECKING:
    from odind.core.fleet.membership import Membership

    from .calls import Call


class FleetServicer:
    """One use case a method; without a membership there is no fleet."""

    def __init__(self, membership: Membership | None) -> None:
        self._membership = membership

    @property
    def _joined(self) -> Membership:
        if self._membership is None:
            raise no_fleet()
        return self._membership

    async def ListMembers(
        self, request: fleet_pb2.ListMembersRequest, call: Call
    ) -> fleet_pb2.ListMembersResponse:
        """Return all members."""
        joined = self._joined
        age_s = joined.directory.age_s
        return fleet_pb2.ListMembersResponse(
            members=map(pack_member, joined.directory.standing),
            own_name=joined.name,
            age=None if age_s is None else pack_seconds(age_s),
            problem=str(joined.failure) if joined.failure else "",
        )

    async def GetMember(self, request: fleet_pb2.GetMemberRequest, call: Call) -> fleet_pb2.GetMemberResponse:
        """Return a member."""
        return fleet_pb2.GetMemberResponse(member=pack_member(self._joined.directory.find(request.name)))
