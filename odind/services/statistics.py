"""StatisticsService on core's controls, and counters in the proto's words."""

from __future__ import annotations

import dataclasses
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Final

from google.protobuf.duration_pb2 import Duration

from odind.v1 import statistics_pb2, statistics_pb2_grpc

from .pack import timestamp

if TYPE_CHECKING:
    from odind.core.controls import Controls
    from odind.core.statistics import ConnectionStatistics, PeerStatistics, StreamStatistics

_USUAL_INTERVAL_S: Final = 1.0


def pack_statistics(statistics: ConnectionStatistics) -> statistics_pb2.ConnectionStatistics:
    """Return the counters of a connection; most have the same names on both sides."""
    link = statistics.link
    return statistics_pb2.ConnectionStatistics(
        connection_id=statistics.connection_id,
        link=statistics_pb2.LinkStatistics(**vars(link)) if link else None,
        voice_sent=statistics.voice_sent,
        voice_sent_bytes=statistics.voice_sent_bytes,
        voice_received=statistics.voice_received,
        voice_received_bytes=statistics.voice_received_bytes,
        malformed=statistics.malformed,
        streams=map(_pack_stream, statistics.streams),
        peers=map(_pack_peer, statistics.peers),
        pace=statistics_pb2.PaceStatistics(**vars(statistics.pace)),
    )


class StatisticsServicer(statistics_pb2_grpc.StatisticsServiceServicer):
    """One use case a method; errors are the interceptor's."""

    def __init__(self, controls: Controls) -> None:
        self._controls = controls

    async def GetStatistics(
        self, request: statistics_pb2.GetStatisticsRequest, context: Any
    ) -> statistics_pb2.GetStatisticsResponse:
        """Return the counters of a connection."""
        statistics = self._controls.statistics(request.connection_id)
        return statistics_pb2.GetStatisticsResponse(statistics=pack_statistics(statistics))

    async def WatchStatistics(self, request: statistics_pb2.WatchStatisticsRequest, context: Any) -> None:  # type: ignore[override]
        """Write counters now and then at an interval."""
        watch = self._controls.watch_statistics(tuple(request.connection_ids), seconds_of(request))
        async with aclosing(watch) as moments:
            async for time, connections in moments:
                counters = map(pack_statistics, connections)
                await context.write(
                    statistics_pb2.WatchStatisticsResponse(time=timestamp(time), connections=counters)
                )


def seconds_of(request: statistics_pb2.WatchStatisticsRequest) -> float:
    """Return the interval of a watch, unchecked."""
    if not request.HasField("interval"):
        return _USUAL_INTERVAL_S
    return request.interval.seconds + request.interval.nanos / 1e9


def _pack_stream(stream: StreamStatistics) -> statistics_pb2.StreamStatistics:
    fields = {**vars(stream)}
    queued = Duration()
    queued.FromMilliseconds(fields.pop("queued_ms"))
    return statistics_pb2.StreamStatistics(**fields, queued=queued)


def _pack_peer(peer: PeerStatistics) -> statistics_pb2.PeerStatistics:
    return statistics_pb2.PeerStatistics(
        peer_id=peer.peer_id,
        sample_rate_hz=peer.sample_rate_hz,
        channels=peer.channels,
        **dataclasses.asdict(peer.decoder),
    )
