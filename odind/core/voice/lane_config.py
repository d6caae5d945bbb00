"""What a caller asks of a lane: the format and buffer of what it speaks, and how it listens. Pure."""

from __future__ import annotations

from dataclasses import field
from enum import Enum, Flag
from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError
from odind.core.sound.format import SampleFormat
from odind.core.values.late import dataclass

from .delivery import Delivery

if TYPE_CHECKING:
    from odind.core.sound.format import AudioFormat

_CAPACITY_MS: Final = (100, 60_000)
_HEAD_START_MS: Final = (0, 1_000)
_FRAME_LENGTHS_MS: Final = (10, 20, 40, 60)
_MAX_FRAMES_PER_MESSAGE: Final = 50
FRAME_BYTES: Final = 256
"""What keeping a frame takes, beside its sound."""
_LANE_BYTES: Final = 262_144
"""What the codecs of a lane, its marks and its unread answers take, about."""
_VOICES: Final = 8
"""How many peers can speak at once before a lane that hears each on its own holds less time of them."""


class Overflow(Enum):
    """What happens to a chunk for which there is no room: its caller waits, or its lane ends."""

    WAIT = "wait"
    FAIL = "fail"


@dataclass(frozen=True)
class SendBuffer:
    """How much audio may wait to be spoken, and how much must wait before speech begins, in milliseconds.

    The head start keeps an uneven caller from being cut into pieces; with 0 a frame is spoken as soon as it
    is whole. Raises InvalidArgumentError BUFFER_INVALID.
    """

    capacity_ms: int = 20_000
    head_start_ms: int = 40
    overflow: Overflow = Overflow.WAIT

    def __post_init__(self) -> None:
        _require_within("capacity", self.capacity_ms, *_CAPACITY_MS)
        _require_within("head_start", self.head_start_ms, *_HEAD_START_MS)

    def capacity_samples(self, rate_hz: int) -> int:
        """Samples per channel that may wait at that rate."""
        return rate_hz * self.capacity_ms // 1000

    def capacity_bytes(self, audio_format: AudioFormat) -> int:
        """Bytes that may wait in that format."""
        return audio_format.bytes_per_second * self.capacity_ms // 1000


class ReceiveMode(Flag):
    """How peers are delivered: mixed, each on its own, or both."""

    MIX = 1
    PER_PEER = 2


@dataclass(frozen=True)
class Reception:
    """How a lane listens; with `own_voice` to what its connection says as well.

    Raises InvalidArgumentError FRAME_LENGTH_INVALID, RECEIVE_MODE_INVALID.
    """

    format: AudioFormat
    mode: ReceiveMode
    frame_ms: int = 20
    frames_per_message: int = 1
    mix_without: frozenset[int] = field(default_factory=frozenset)
    own_voice: bool = False

    def __post_init__(self) -> None:
        opus = self.format.sample_format is SampleFormat.OPUS
        lengths = (20,) if opus else _FRAME_LENGTHS_MS
        if self.frame_ms not in lengths or not 1 <= self.frames_per_message <= _MAX_FRAMES_PER_MESSAGE:
            raise InvalidArgumentError(
                "FRAME_LENGTH_INVALID",
                "frame_ms is {frame} and must be one of {lengths}; frames_per_message is {count} and must be "
                "1 to {limit}",
                frame=self.frame_ms,
                count=self.frames_per_message,
                lengths=lengths,
                limit=_MAX_FRAMES_PER_MESSAGE,
            )
        if opus and ReceiveMode.MIX in self.mode:
            raise InvalidArgumentError(
                "RECEIVE_MODE_INVALID", "Opus packets cannot be mixed; use RECEIVE_MODE_PER_PEER"
            )

    def buffer_bytes(self, buffer_ms: int) -> int:
        """Bytes that may wait to be read, for a buffer of so many milliseconds and two messages beside it."""
        voices = (ReceiveMode.MIX in self.mode) + _VOICES * (ReceiveMode.PER_PEER in self.mode)
        held_ms = buffer_ms + 2 * self.frame_ms * self.frames_per_message
        frame_bytes = self.format.bytes_per_second * self.frame_ms // 1000 + FRAME_BYTES
        return voices * frame_bytes * -(-held_ms // self.frame_ms)


@dataclass(frozen=True)
class LaneConfig:
    """What a lane does. One that is `exclusive` speaks alone.

    Raises InvalidArgumentError DIRECTION_MISSING, OPUS_HAS_NO_GAIN.
    """

    connection_id: str
    send: AudioFormat | None
    send_buffer: SendBuffer
    reception: Reception | None
    exclusive: bool = False
    delivery: Delivery = field(default_factory=Delivery)

    def __post_init__(self) -> None:
        if not self.send and not self.reception:
            raise InvalidArgumentError(
                "DIRECTION_MISSING", "the config must have a send format, a receive format, or both"
            )
        if self.send and self.send.sample_format is SampleFormat.OPUS:
            self.delivery.require_for_packets()

    def send_bytes(self) -> int:
        """Bytes that what is spoken may take, and the lane itself."""
        return _LANE_BYTES + (self.send_buffer.capacity_bytes(self.send) if self.send else 0)

    def receive_bytes(self, buffer_ms: int) -> int:
        """Bytes that what is heard may take; see `Reception.buffer_bytes`."""
        return self.reception.buffer_bytes(buffer_ms) if self.reception else 0


def _require_within(setting: str, value_ms: int, low_ms: int, high_ms: int) -> None:
    if not low_ms <= value_ms <= high_ms:
        raise InvalidArgumentError(
            "BUFFER_INVALID",
            "send_buffer.{setting} is {value} ms and must be {low} to {high} ms",
            setting=setting,
            value=value_ms,
            low=low_ms,
            high=high_ms,
        )
