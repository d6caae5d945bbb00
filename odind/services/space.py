"""SpaceService on core's controls, and places and masks in the proto's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from odind.core.space import Place, Position
from odind.v1 import space_pb2, space_pb2_grpc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.core.connection import Connection
    from odind.core.controls import Controls
    from odind.v1 import rooms_pb2


def pack_positions(positions: Iterable[Position]) -> list[space_pb2.Position]:
    """Return places as the proto says them."""
    return [space_pb2.Position(channel=p.channel, x=p.x, y=p.y, z=p.z) for p in positions]


def unpack_positions(positions: Iterable[space_pb2.Position]) -> list[Position]:
    """Return places as core says them, unchecked."""
    return [Position(p.channel, p.x, p.y, p.z) for p in positions]


def unpack_place(request: rooms_pb2.JoinRoomRequest) -> Place | None:
    """Return where a new connection is; None when that is left open. Raises what `Place` does."""
    if not request.positions and not request.HasField("position_scale"):
        return None
    scale = request.position_scale if request.HasField("position_scale") else None
    return Place().moved(unpack_positions(request.positions), scale)


def _pack_space(connection: Connection) -> space_pb2.Space:
    place, masks = connection.media.outgoing.place, connection.media.masks
    return space_pb2.Space(
        position_scale=place.scale,
        positions=pack_positions(place.positions),
        default_mask=masks.default,
        masks=[
            space_pb2.ChannelMask(peer_id=peer_id, mask=mask) for peer_id, mask in sorted(masks.peers.items())
        ],
    )


class SpaceServicer(space_pb2_grpc.SpaceServiceServicer):
    """One use case a method; errors are the interceptor's."""

    def __init__(self, controls: Controls) -> None:
        self._controls = controls

    async def GetSpace(self, request: space_pb2.GetSpaceRequest, context: Any) -> space_pb2.GetSpaceResponse:
        """Return places and masks."""
        connection = self._controls.space(request.connection_id)
        return space_pb2.GetSpaceResponse(space=_pack_space(connection))

    async def SetPositions(
        self, request: space_pb2.SetPositionsRequest, context: Any
    ) -> space_pb2.SetPositionsResponse:
        """Move a connection."""
        connection = self._controls.set_positions(
            request.connection_id,
            unpack_positions(request.positions),
            request.position_scale if request.HasField("position_scale") else None,
        )
        return space_pb2.SetPositionsResponse(space=_pack_space(connection))

    async def ClearPositions(
        self, request: space_pb2.ClearPositionsRequest, context: Any
    ) -> space_pb2.ClearPositionsResponse:
        """Take a connection off channels."""
        connection = self._controls.clear_positions(request.connection_id, request.channels)
        return space_pb2.ClearPositionsResponse(space=_pack_space(connection))

    async def SetChannelMasks(
        self, request: space_pb2.SetChannelMasksRequest, context: Any
    ) -> space_pb2.SetChannelMasksResponse:
        """Say which channels are heard."""
        connection = self._controls.set_channel_masks(
            request.connection_id,
            request.default_mask if request.HasField("default_mask") else None,
            {one.peer_id: one.mask for one in request.masks},
            reset=request.reset,
        )
        return space_pb2.SetChannelMasksResponse(space=_pack_space(connection))
