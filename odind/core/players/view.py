"""A player as callers see it."""

from __future__ import annotations

from enum import Enum

from odind.core.timing.tick import RATE_HZ
from odind.core.values.portable import portable

from .settings import LaneKind, LaneSettings


class LaneState(Enum):
    """What a lane does: STUCK while its sound does not come, LOADING until it comes first.

    INTERRUPTED while it gives way to speech.
    """

    IDLE = "idle"
    LOADING = "loading"
    PLAYING = "playing"
    PAUSED = "paused"
    STUCK = "stuck"
    INTERRUPTED = "interrupted"


@portable
class LaneView:
    """A lane: what was set, and how it goes. `length_s` is 0 while it is not known.

    `title` is what the sound calls itself; `loudness_lufs` is None while it is not measured.
    """

    kind: LaneKind
    settings: LaneSettings
    state: LaneState = LaneState.IDLE
    length_s: float = 0.0
    title: str = ""
    loudness_lufs: float | None = None

    @property
    def position_s(self) -> float:
        """Where the first item is, in seconds."""
        return self.settings.position / RATE_HZ


@portable
class PlayerView:
    """The player of a connection, by its lanes."""

    connection_id: str
    music: LaneView
    announcement: LaneView
    effect: LaneView

    def lane(self, kind: LaneKind) -> LaneView:
        """Return one of the lanes."""
        lane: LaneView = getattr(self, kind.value)
        return lane
