"""The generated messages of which answers are made, for programs that name them in annotations."""

from odind.v1.audio_pb2 import AudioFormat, AudioFrame, AudioFrames, SendDrained, StreamAudioStarted
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
from odind.v1.rooms_pb2 import Connection, ConnectionState, Event, Peer, Snapshot
from odind.v1.server_pb2 import GetInfoResponse
from odind.v1.tokens_pb2 import CreateTokenResponse, DescribeAccessKeyResponse, GenerateAccessKeyResponse

__all__ = [
    "AudioFormat",
    "AudioFrame",
    "AudioFrames",
    "Connection",
    "ConnectionState",
    "CreateTokenResponse",
    "DescribeAccessKeyResponse",
    "Device",
    "Event",
    "GenerateAccessKeyResponse",
    "GetInfoResponse",
    "Line",
    "LineFormat",
    "LineLevel",
    "LineSettings",
    "ListDevicesResponse",
    "Payload",
    "Peer",
    "SendDrained",
    "Snapshot",
    "StreamAudioStarted",
    "TestDevicesResponse",
]
