"""SpaceService on core's controls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.pack.space import pack_space, unpack_positions
from odind.v1 import space_pb2

if TYPE_CHECKING:
    from odind.core.rooms.controls import Controls

    from .calls import Call


class SpaceServicer:
    """One use case a method."""

    def __init__(self, controls: Controls) -> None:
        self._controls = controls

    async def GetSpace(self, request: space_pb2.GetSpaceRequest, call: Call) -> space_pb2.GetSpaceResponse:
        """Return places and masks."""
        settings = self._controls.settings(request.connection_id)
        return space_pb2.GetSpaceResponse(space=pack_space(settings))

    async def SetPositions(
        self, request: space_pb2.SetPositionsRequest, call: Call
    ) -> space_pb2.SetPositionsResponse:
        """Move a connection."""
        settings = await self._controls.set_positions(
            request.connection_id,
            unpack_positions(request.positions),
            request.position_scale if request.HasField("position_scale") else None,
        )
        return space_pb2.SetPositionsResponse(space=pack_space(settings))

    async def ClearPositions(
        self, request: space_pb2.ClearPositionsRequest, call: Call
    ) -> space_pb2.ClearPositionsResponse:
        """Take a connection off channels."""
        settings = await self._controls.clear_positions(request.connection_id, request.channels)
        return space_pb2.ClearPositionsResponse(space=pack_space(settings))

    async def SetChannelMasks(
        self, request: space_pb2.SetChannelMasksRequest, call: Call
    ) -> space_pb2.SetChannelMasksResponse:
        """Say which channels are heard."""
        settings = await self._controls.set_channel_masks(
            request.connection_id,
            request.default_mask if request.HasField("default_mask") else None,
            {one.peer_id: one.mask for one in request.masks},
            reset=request.reset,
        )
        return space_pb2.SetChannelMasksResponse(space=pack_space(settings))
