"""HlsService on core's HLS outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.rooms.bots import Source
from odind.pack.hls import pack_output, path_of, unpack_plan
from odind.pack.live import unpack_states
from odind.pack.times import pack_time, unpack_lifetime
from odind.v1 import hls_pb2

if TYPE_CHECKING:
    from odind.core.hls.outputs import HlsOutputs

    from .calls import Call


class HlsServicer:
    """One use case a method."""

    def __init__(self, outputs: HlsOutputs) -> None:
        self._outputs = outputs
        self._jobs = outputs.jobs

    async def StartHls(self, request: hls_pb2.StartHlsRequest, call: Call) -> hls_pb2.StartHlsResponse:
        """Begin to serve a connection or a room."""
        source = Source(request.connection_id, request.room_id, request.user_id, request.gateway)
        output = await self._outputs.start(unpack_plan(request), source, call.caller.principal)
        return hls_pb2.StartHlsResponse(output=pack_output(output))

    async def StopHls(self, request: hls_pb2.StopHlsRequest, call: Call) -> hls_pb2.StopHlsResponse:
        """End an output."""
        output = self._jobs.stop(request.job_id, call.caller.principal)
        return hls_pb2.StopHlsResponse(output=pack_output(output))

    async def GetHls(self, request: hls_pb2.GetHlsRequest, call: Call) -> hls_pb2.GetHlsResponse:
        """Return an output."""
        output = self._jobs.get(request.job_id, call.caller.principal)
        return hls_pb2.GetHlsResponse(output=pack_output(output))

    async def ListHls(self, request: hls_pb2.ListHlsRequest, call: Call) -> hls_pb2.ListHlsResponse:
        """Return a page of outputs."""
        page, next_page_token = self._jobs.page(
            request.page_size,
            request.page_token,
            call.caller.principal,
            room_ids=request.room_ids,
            connection_ids=request.connection_ids,
            states=unpack_states(request.states),
        )
        return hls_pb2.ListHlsResponse(outputs=map(pack_output, page), next_page_token=next_page_token)

    async def SignHls(self, request: hls_pb2.SignHlsRequest, call: Call) -> hls_pb2.SignHlsResponse:
        """Return an address for everybody who has it."""
        name, ticket, until = self._outputs.sign(
            request.job_id, unpack_lifetime(request), call.caller.principal
        )
        return hls_pb2.SignHlsResponse(path=path_of(name, ticket), expires_at=pack_time(until))
