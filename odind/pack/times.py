"""Converts Timestamp and Duration from and to seconds and milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from odind.v1.hls_pb2 import SignHlsRequest
    from odind.v1.recordings_pb2 import SignArtifactRequest

_NANOS: int = 10**9
_SHORTEST_S: Final = 0.02
_LIFETIME_S: Final = 3_600.0


def pack_time(seconds: float) -> Timestamp:
    """Return seconds since the epoch as a Timestamp, rounded to a microsecond."""
    stamp = Timestamp()
    stamp.FromMicroseconds(round(seconds * 1e6))
    return stamp


def unpack_time(stamp: Timestamp) -> float:
    """Return a Timestamp as seconds since the epoch, even outside protobuf's valid range."""
    return stamp.seconds + stamp.nanos / _NANOS


def pack_seconds(seconds: float) -> Duration:
    """Return seconds as a Duration, rounded to a nanosecond."""
    whole, nanos = divmod(round(seconds * _NANOS), _NANOS)
    return Duration(seconds=whole, nanos=nanos)


def unpack_seconds(duration: Duration) -> float:
    """Return a Duration as seconds, even outside protobuf's valid range."""
    return duration.seconds + duration.nanos / _NANOS


def messages_per_second(request: Message) -> int:
    """Return how often a watch writes at the interval that its request sets, else 1.

    An interval shorter than any watch may have counts as the shortest.
    """
    if "interval" not in request.DESCRIPTOR.fields_by_name or not request.HasField("interval"):
        return 1
    interval: Duration = getattr(request, "interval")  # noqa: B009 - of several messages
    return round(1 / min(max(unpack_seconds(interval), _SHORTEST_S), 1.0))


def unpack_lifetime(request: SignHlsRequest | SignArtifactRequest) -> float:
    """Return how long an address is to hold, in seconds."""
    return unpack_seconds(request.lifetime) if request.HasField("lifetime") else _LIFETIME_S


def pack_milliseconds(milliseconds: int) -> Duration:
    """Return milliseconds as a Duration."""
    whole, rest = divmod(milliseconds, 1_000)
    return Duration(seconds=whole, nanos=rest * 1_000_000)


def unpack_milliseconds(duration: Duration) -> int:
    """Return a Duration as milliseconds, rounded down."""
    return duration.seconds * 1_000 + duration.nanos // 1_000_000
