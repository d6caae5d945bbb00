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
from odind.v1.devices_pb2 import (
    Device,
    Line,
    LineFormat,
    LineLevel,
    LineSettings,
    ListDevicesResponse,
    TestDevicesResponse,
)
from odind.v1.payload_pb2 import Payload
from odind.v1.processing_pb2 import Processing
from odind.v1.rooms_pb2 import Connection, ConnectionState, Event, Peer, Snapshot
from odind.v1.server_pb2 import CapacityUse, ConnectionCost, GetCapacityResponse, GetInfoResponse
from odind.v1.space_pb2 import ChannelMask, Position, Space
from odind.v1.statistics_pb2 import ConnectionStatistics, WatchStatisticsResponse
from odind.v1.tokens_pb2 import CreateTokenResponse, DescribeAccessKeyResponse, GenerateAccessKeyResponse

__all__ = [
    "AudioFormat",
    "AudioFrame",
    "AudioFrames",
    "CapacityUse",
    "ChannelMask",
    "Connection",
    "ConnectionCost",
    "ConnectionState",
    "ConnectionStatistics",
    "CreateTokenResponse",
    "DescribeAccessKeyResponse",
    "Device",
    "Event",
    "FlowControl",
    "Flushed",
    "GenerateAccessKeyResponse",
    "GetCapacityResponse",
    "GetInfoResponse",
    "LaneEnded",
    "Line",
    "LineFormat",
    "LineLevel",
    "LineSettings",
    "ListDevicesResponse",
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
    "TestDevicesResponse",
    "UpdateListeningResponse",
    "WatchStatisticsResponse",
]
