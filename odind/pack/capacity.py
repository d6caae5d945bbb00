"""Converts core's capacity to the proto's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.capacity.capacity import Bottleneck, Capacity
from odind.v1 import server_pb2

from .times import pack_seconds

if TYPE_CHECKING:
    from odind.core.fleet.member import FleetCapacity

_CODES: Final = {
    Bottleneck.LOOP: server_pb2.BOTTLENECK_LOOP,
    Bottleneck.CORES: server_pb2.BOTTLENECK_CORES,
    Bottleneck.MEMORY: server_pb2.BOTTLENECK_MEMORY,
    Bottleneck.MAX_CONNECTIONS: server_pb2.BOTTLENECK_MAX_CONNECTIONS,
    Bottleneck.MAX_AUDIO_STREAMS: server_pb2.BOTTLENECK_MAX_AUDIO_STREAMS,
}


def pack_capacity(capacity: Capacity, fleet: FleetCapacity | None) -> server_pb2.GetCapacityResponse:
    """Return the response for the capacity that is left, here and in the fleet."""
    return server_pb2.GetCapacityResponse(
        more_connections=capacity.pcm.pcm,
        bottleneck=_CODES[capacity.pcm.bottleneck],
        more_pass_through=capacity.pass_through.pass_through,
        pass_through_bottleneck=_CODES[capacity.pass_through.bottleneck],
        bounds=[
            server_pb2.CapacityBound(
                bottleneck=_CODES[bound.bottleneck], connections=bound.pcm, pass_through=bound.pass_through
            )
            for bound in capacity.bounds
        ],
        use=server_pb2.CapacityUse(**vars(capacity.use)),
        connection_cost=server_pb2.ConnectionCost(**vars(capacity.pcm_cost)),
        pass_through_cost=server_pb2.ConnectionCost(**vars(capacity.pass_through_cost)),
        fleet=_fleet(fleet) if fleet else None,
    )


def _fleet(fleet: FleetCapacity) -> server_pb2.FleetCapacity:
    return server_pb2.FleetCapacity(
        members=fleet.members,
        connections=fleet.connections,
        more_connections=fleet.more_connections,
        age=None if fleet.age_s is None else pack_seconds(fleet.age_s),
    )
