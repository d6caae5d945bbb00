"""A client of the daemon for asyncio programs.

Answers are the generated messages of `odind.v1` unless wrapping them helps; errors are those of
`odind.core.errors`, with the daemon's reason and metadata. CANCELLED and DEADLINE_EXCEEDED stay gRPC's
own.
"""

from odind.v1.audio_pb2 import (
    AudioFormat,
    AudioFrame,
    AudioFrames,
    Flushed,
    LaneEnded,
    MarkReached,
    PeerListening,
    QueueStatus,
    SendBuffer,
    SendDrained,
    StreamAudioConfig,
)
from odind.v1.cipher_pb2 import Cipher, CipherStatus
from odind.v1.daemon_pb2 import (
    DaemonDraining,
    DaemonReady,
    DaemonStopping,
    StoreFailed,
    StoreRecovered,
)
from odind.v1.managed_pb2 import (
    CloseRules,
    ManagedRoomChanged,
    ParticipantMoved,
    ParticipantRefused,
    RoomSessionChanged,
    RoomSessionWarning,
    RoomSettings,
    SilenceRule,
)
from odind.v1.players_pb2 import (
    ItemEnded,
    ItemFailed,
    ItemStarted,
    ItemStuck,
    PlayerItem,
    PlayerLane,
    PlayerLaneSettings,
    PlayerLaneStatus,
    PlayerPaused,
    PlayerResumed,
    PlayerSeeked,
    QueueChanged,
    SoundSource,
    StreamTitleChanged,
)
from odind.v1.processing_pb2 import Processing
from odind.v1.rooms_pb2 import (
    CannotDecrypt,
    ConnectionAdopted,
    ConnectionChanged,
    ConnectionHeld,
    ConnectionJoined,
    ConnectionLeft,
    ConnectionReconnecting,
    ConnectionReleased,
    ConnectionState,
    MediaAdded,
    MediaRemoved,
    MessageReceived,
    Peer,
    PeerChanged,
    PeerJoined,
    PeerLeft,
    PeerMoved,
    Snapshot,
    SpeakingStarted,
    SpeakingStopped,
)

from .audio import AudioLanes, AudioStream, Mark
from .calls import methods
from .connection import Connection
from .controls import StatisticsWatch
from .daemon import Daemon, connect
from .events import Event, EventKind
from .formats import (
    F32LE,
    MIX,
    MIX_AND_PER_PEER,
    OPUS,
    PER_PEER,
    S16LE,
    bytes_per_sample,
)
from .holding import KEEP, LEAVE, MUTE, Hold
from .payload import Json, Payload, read_payload, write_payload
from .readiness import wait_until_serving
from .recorder import Recorder
from .recording import Recording, Track
from .target import default_target, resolve_target
from .tls import Tls
from .watch import EventWatch, Watched

__all__ = [
    "F32LE",
    "KEEP",
    "LEAVE",
    "MIX",
    "MIX_AND_PER_PEER",
    "MUTE",
    "OPUS",
    "PER_PEER",
    "S16LE",
    "AudioFormat",
    "AudioFrame",
    "AudioFrames",
    "AudioLanes",
    "AudioStream",
    "CannotDecrypt",
    "Cipher",
    "CipherStatus",
    "CloseRules",
    "Connection",
    "ConnectionAdopted",
    "ConnectionChanged",
    "ConnectionHeld",
    "ConnectionJoined",
    "ConnectionLeft",
    "ConnectionReconnecting",
    "ConnectionReleased",
    "ConnectionState",
    "Daemon",
    "DaemonDraining",
    "DaemonReady",
    "DaemonStopping",
    "Event",
    "EventKind",
    "EventWatch",
    "Flushed",
    "Hold",
    "ItemEnded",
    "ItemFailed",
    "ItemStarted",
    "ItemStuck",
    "Json",
    "LaneEnded",
    "ManagedRoomChanged",
    "Mark",
    "MarkReached",
    "MediaAdded",
    "MediaRemoved",
    "MessageReceived",
    "ParticipantMoved",
    "ParticipantRefused",
    "Payload",
    "Peer",
    "PeerChanged",
    "PeerJoined",
    "PeerLeft",
    "PeerListening",
    "PeerMoved",
    "PlayerItem",
    "PlayerLane",
    "PlayerLaneSettings",
    "PlayerLaneStatus",
    "PlayerPaused",
    "PlayerResumed",
    "PlayerSeeked",
    "Processing",
    "QueueChanged",
    "QueueStatus",
    "Recorder",
    "Recording",
    "RoomSessionChanged",
    "RoomSessionWarning",
    "RoomSettings",
    "SendBuffer",
    "SendDrained",
    "SilenceRule",
    "Snapshot",
    "SoundSource",
    "SpeakingStarted",
    "SpeakingStopped",
    "StatisticsWatch",
    "StoreFailed",
    "StoreRecovered",
    "StreamAudioConfig",
    "StreamTitleChanged",
    "Tls",
    "Track",
    "Watched",
    "bytes_per_sample",
    "connect",
    "default_target",
    "methods",
    "read_payload",
    "resolve_target",
    "wait_until_serving",
    "write_payload",
]
