"""Converts core's counters to the proto's, most of which have the same names."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from odind.v1 import statistics_pb2

from .times import pack_milliseconds, unpack_seconds

if TYPE_CHECKING:
    from odind.core.values.statistics import ConnectionStatistics, PeerStatistics, StreamStatistics

_USUAL_INTERVAL_S: Final = 1.0


def pack_statistics(statistics: ConnectionStatistics) -> statistics_pb2.ConnectionStatistics:
    """Return the proto's message for a connection's counters."""
    link = statistics.link
    return statistics_pb2.ConnectionStatistics(
        connection_id=statistics.connection_id,
        link=statistics_pb2.LinkStatistics(**vars(link)) if link else None,
        voice_sent=statistics.voice_sent,
        voice_sent_bytes=statistics.voice_sent_bytes,
        voice_received=statistics.voice_received,
        voice_received_bytes=statistics.voice_received_bytes,
        malformed=statistics.malformed,
        messages_dropped=statistics.messages_dropped,
        streams=map(_pack_stream, statistics.streams),
        peers=map(_pack_peer, statistics.peers),
        pace=statistics_pb2.PaceStatistics(**vars(statistics.pace)),
    )


def seconds_of(request: statistics_pb2.WatchStatisticsRequest) -> float:
    """Return the interval of a watch in seconds, unchecked; the default when it is unset."""
    if not request.HasField("interval"):
        return _USUAL_INTERVAL_S
    return unpack_seconds(request.interval)


def _pack_stream(stream: StreamStatistics) -> statistics_pb2.StreamStatistics:
    fields = {**vars(stream)}
    queued = pack_milliseconds(fields.pop("queued_ms"))
    return statistics_pb2.StreamStatistics(**fields, queued=queued)


def _pack_peer(peer: PeerStatistics) -> statistics_pb2.PeerStatistics:
    return statistics_pb2.PeerStatistics(
        peer_id=peer.peer_id,
        sample_rate_hz=peer.sample_rate_hz,
        channels=peer.channels,
        packets_waiting=peer.decoder.packets_waiting,
        **dataclasses.asdict(peer.decoder),
    )
