"""Core's capacity and the proto's, into each other. Nothing is decided here."""

from __future__ import annotations

from typing import Final

from odind.core.capacity.capacity import Bottleneck, Bound, Capacity, Cost, Use
from odind.v1 import server_pb2

_CODES: Final = {
    Bottleneck.LOOP: server_pb2.BOTTLENECK_LOOP,
    Bottleneck.CORES: server_pb2.BOTTLENECK_CORES,
    Bottleneck.MEMORY: server_pb2.BOTTLENECK_MEMORY,
    Bottleneck.MAX_CONNECTIONS: server_pb2.BOTTLENECK_MAX_CONNECTIONS,
    Bottleneck.MAX_AUDIO_STREAMS: server_pb2.BOTTLENECK_MAX_AUDIO_STREAMS,
}
_BOTTLENECKS: Final = {code: bottleneck for bottleneck, code in _CODES.items()}


def pack_capacity(capacity: Capacity) -> server_pb2.GetCapacityResponse:
    """Return how many more connections fit."""
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
    )


def unpack_capacity(answer: server_pb2.GetCapacityResponse) -> Capacity:
    """Return what a daemon of the same version answered, to be combined with others."""
    use = answer.use
    return Capacity(
        bounds=tuple(
            Bound(_BOTTLENECKS[bound.bottleneck], bound.connections, bound.pass_through)
            for bound in answer.bounds
        ),
        use=Use(
            processes=use.processes,
            connections=use.connections,
            audio_streams=use.audio_streams,
            loop_cores=use.loop_cores,
            cpu_cores=use.cpu_cores,
            memory_bytes=use.memory_bytes,
        ),
        pcm_cost=_unpack_cost(answer.connection_cost),
        pass_through_cost=_unpack_cost(answer.pass_through_cost),
    )


def _unpack_cost(cost: server_pb2.ConnectionCost) -> Cost:
    return Cost(cost.loop_us, cost.cpu_us, cost.memory_bytes)
