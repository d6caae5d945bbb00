"""What a lane's speaker tells its caller. The fields are those of the proto's messages of the same names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from .lane import LaneConfig


@dataclass(frozen=True)
class Drained:
    """Everything was spoken."""

    samples: int
    underruns: int


@dataclass(frozen=True)
class MarkReached:
    """Everything before the mark was spoken, or dropped by a flush."""

    name: str
    position: int
    flushed: bool


@dataclass(frozen=True)
class Flushed:
    """What waited was dropped."""

    dropped_samples: int
    spoken_samples: int


@dataclass(frozen=True)
class FlowControl:
    """Stop sending, or go on."""

    stop: bool
    queued_ms: int


@dataclass(frozen=True)
class QueueStatus:
    """What waits."""

    queued_samples: int
    queued_ms: int
    spoken_samples: int
    underruns: int
    marks: int
    paused: bool
    stopped: bool


@dataclass(frozen=True)
class LaneEnded:
    """The lane's connection is over; the call goes on with its other lanes."""

    reason: str
    detail: str


@dataclass(frozen=True)
class LaneStarted:
    """The lane is attached, with defaults filled in; the connection's clock stands at `room_tick`."""

    config: LaneConfig
    room_tick: int


Notice: TypeAlias = LaneStarted | Drained | MarkReached | Flushed | FlowControl | QueueStatus | LaneEnded
