"""Converts between core's places and channel masks and the proto's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.space.place import Place, Position
from odind.v1 import space_pb2

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.core.rooms.settings import ConnectionSettings
    from odind.v1 import rooms_pb2


def pack_positions(positions: Iterable[Position]) -> list[space_pb2.Position]:
    """Return the proto's messages for positions."""
    return [space_pb2.Position(channel=p.channel, x=p.x, y=p.y, z=p.z) for p in positions]


def unpack_positions(positions: Iterable[space_pb2.Position]) -> list[Position]:
    """Return core's positions, unchecked."""
    return [Position(p.channel, p.x, p.y, p.z) for p in positions]


def unpack_place(request: rooms_pb2.JoinRoomRequest) -> Place | None:
    """Return the place of a new connection, None when it is unset. Raises what `Place` raises."""
    if not request.positions and not request.HasField("position_scale"):
        return None
    scale = request.position_scale if request.HasField("position_scale") else None
    return Place().moved(unpack_positions(request.positions), scale)


def pack_space(settings: ConnectionSettings) -> space_pb2.Space:
    """Return the proto's message for a connection's place and masks."""
    place, masks = settings.place, settings.masks
    return space_pb2.Space(
        position_scale=place.scale,
        positions=pack_positions(place.positions),
        default_mask=masks.default,
        masks=[
            space_pb2.ChannelMask(peer_id=peer_id, mask=mask) for peer_id, mask in sorted(masks.peers.items())
        ],
    )
