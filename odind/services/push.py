"""PushService on core's pushes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.rooms.bots import Source
from odind.pack.live import unpack_states
from odind.pack.push import pack_push, unpack_plan, unpack_secrets
from odind.v1 import push_pb2

if TYPE_CHECKING:
    from odind.core.push.pushes import Pushes

    from .calls import Call


class PushServicer:
    """One use case a method."""

    def __init__(self, pushes: Pushes) -> None:
        self._pushes = pushes
        self._jobs = pushes.jobs

    async def AddPush(self, request: push_pb2.AddPushRequest, call: Call) -> push_pb2.AddPushResponse:
        """Send a connection or a room somewhere."""
        source = Source(request.connection_id, request.room_id, request.user_id, request.gateway)
        plan, secrets = unpack_plan(request), unpack_secrets(request)
        push = await self._pushes.add(plan, secrets, source, call.caller.principal)
        return push_pb2.AddPushResponse(push=pack_push(push))

    async def RemovePush(
        self, request: push_pb2.RemovePushRequest, call: Call
    ) -> push_pb2.RemovePushResponse:
        """End a push."""
        push = self._jobs.stop(request.job_id, call.caller.principal)
        return push_pb2.RemovePushResponse(push=pack_push(self._pushes.as_it_is(push)))

    async def GetPush(self, request: push_pb2.GetPushRequest, call: Call) -> push_pb2.GetPushResponse:
        """Return a push."""
        push = self._jobs.get(request.job_id, call.caller.principal)
        return push_pb2.GetPushResponse(push=pack_push(self._pushes.as_it_is(push)))

    async def ListPushes(
        self, request: push_pb2.ListPushesRequest, call: Call
    ) -> push_pb2.ListPushesResponse:
        """Return a page of pushes."""
        page, next_page_token = self._jobs.page(
            request.page_size,
            request.page_token,
            call.caller.principal,
            room_ids=request.room_ids,
            connection_ids=request.connection_ids,
            states=unpack_states(request.states),
        )
        pushes = map(pack_push, map(self._pushes.as_it_is, page))
        return push_pb2.ListPushesResponse(pushes=pushes, next_page_token=next_page_token)
