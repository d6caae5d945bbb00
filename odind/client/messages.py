"""The generated messages of which answers are made, for programs that name them in annotations."""

from odind.v1.audio_pb2 import (
    AudioFormat,
    AudioFrame,
    AudioFrames,
    FlowControl,
    Flushed,
    LaneEnded,
    MarkReached,
    PeerListening,
    QueueStatus,
    SendBuffer,
    SendDrained,
    StreamAudioConfig,
    StreamAudioResponse,
    StreamAudioStarted,
    UpdateListeningResponse,
)
from odind.v1.payload_pb2 import Payload
from odind.v1.processing_pb2 import Processing
from odind.v1.rooms_pb2 import Connection, ConnectionState, Event, Peer, Snapshot
from odind.v1.server_pb2 import GetInfoResponse
from odind.v1.space_pb2 import ChannelMask, Position, Space
from odind.v1.statistics_pb2 import ConnectionStatistics, WatchStatisticsResponse
from odind.v1.tokens_pb2 import CreateTokenResponse, DescribeAccessKeyResponse, GenerateAccessKeyResponse

__all__ = [
    "AudioFormat",
    "AudioFrame",
    "AudioFrames",
    "ChannelMask",
    "Connection",
    "ConnectionState",
    "ConnectionStatistics",
    "CreateTokenResponse",
    "DescribeAccessKeyResponse",
    "Event",
    "FlowControl",
    "Flushed",
    "GenerateAccessKeyResponse",
    "GetInfoResponse",
    "LaneEnded",
    "MarkReached",
    "Payload",
    "Peer",
    "PeerListening",
    "Position",
    "Processing",
    "QueueStatus",
    "SendBuffer",
    "SendDrained",
    "Snapshot",
    "Space",
    "StreamAudioConfig",
    "StreamAudioResponse",
    "StreamAudioStarted",
    "UpdateListeningResponse",
    "WatchStatisticsResponse",
]
