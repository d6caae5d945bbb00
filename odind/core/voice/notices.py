"""What a lane tells its caller besides audio, in the fields of the proto's messages of the same names."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from odind.core.values.daemon import DaemonDraining, DaemonReady
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from odind.core.errors import OdindError

    from .barge_in import BargeInOutcome
    from .lane_config import LaneConfig


@dataclass(frozen=True)
class Drained:
    """All audio was spoken."""

    samples: int
    underruns: int


@dataclass(frozen=True)
class MarkReached:
    """All audio before the mark was spoken, or dropped by a flush."""

    name: str
    position: int
    flushed: bool


@dataclass(frozen=True)
class Flushed:
    """The waiting audio was dropped."""

    dropped_samples: int
    spoken_samples: int


@dataclass(frozen=True)
class FlowControl:
    """Credit: how many samples per channel the lane accepts over its life. It never shrinks."""

    accepted_until: int
    queued_ms: int


@dataclass(frozen=True)
class QueueStatus:
    """What waits to be spoken."""

    queued_samples: int
    queued_ms: int
    spoken_samples: int
    underruns: int
    marks: int
    paused: bool


@dataclass(frozen=True)
class StreamBargeInStarted:
    """The lane gives way to the speech of a peer; how much was spoken, and is kept."""

    peer_id: int
    user_id: str
    spoken_samples: int
    queued_samples: int


@dataclass(frozen=True)
class StreamBargeInEnded:
    """It was decided whether the lane was interrupted; `by_deadline` because its caller did not in time."""

    outcome: BargeInOutcome
    by_deadline: bool
    dropped_samples: int
    spoken_samples: int


@dataclass(frozen=True)
class LaneEnded:
    """The lane is over before its time; the call's other lanes go on."""

    error: OdindError


@dataclass(frozen=True)
class LaneStarted:
    """The lane is attached: its config with defaults filled in, its connection's clock, its first credit."""

    config: LaneConfig
    room_tick: int
    accepted_until: int


CallNotice: TypeAlias = DaemonDraining | DaemonReady
"""What concerns a whole call."""
Notice: TypeAlias = (
    LaneStarted
    | Drained
    | MarkReached
    | Flushed
    | FlowControl
    | QueueStatus
    | StreamBargeInStarted
    | StreamBargeInEnded
    | LaneEnded
    | CallNotice
)
