"""A recording at one moment, as callers see it and as the store keeps it."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from odind.core.timing.tick import RATE_HZ
from odind.core.values.portable import portable

from .artifact import Artifact
from .plan import RecordingPlan

if TYPE_CHECKING:
    from collections.abc import Iterable


class CaptureState(Enum):
    """The state of the capture; what becomes of the files afterwards is the state of each artifact."""

    STARTING = "starting"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDING = "ending"
    ENDED = "ended"
    ABORTED = "aborted"

    @property
    def over(self) -> bool:
        """Whether nothing will be captured any more, and all files are complete."""
        return self in (CaptureState.ENDED, CaptureState.ABORTED)

    @property
    def captures(self) -> bool:
        """Whether it goes on: it is captured, paused, or will be captured when its connection is back."""
        return not self.over and self is not CaptureState.ENDING


class Quality(Enum):
    """How good the result is; `Recording.reason` says what is wrong with it."""

    OK = "ok"
    DEGRADED = "degraded"
    FAILED = "failed"


@portable
class Recording:
    """A recording. Times are seconds since the epoch, None for what has not happened.

    `folder` is the path of the folder with its files, without a slash at its end, and `name` its end below
    the folder of all recordings. `started_at` is the moment of sample 0 at 48 kHz, and `samples` how long it
    is. `reason` and `detail` say why the capture has ended, and what is missing. `deleted_at` is set on a
    tombstone, which has no sound; `deleted_by` names who deleted it. `joined` is whether the daemon joined
    the room for it and leaves with its end. `paused_at` is when the present pause began, `omitted_s` how much
    earlier pauses have left out. `progress` is how far the files are completed, from 0 to 1. `continues` is
    the id of another daemon's recording that this one goes on from, `continues_after_s` how long after the
    beginning of that one it began. A `summary` has no artifacts: these are in the store alone.
    """

    recording_id: str
    connection_id: str
    room_id: str
    plan: RecordingPlan
    folder: str
    state: CaptureState
    created_at: float
    number: int = 0
    quality: Quality = Quality.OK
    reason: str = ""
    detail: str = ""
    started_at: float | None = None
    ended_at: float | None = None
    samples: int = 0
    size_bytes: int = 0
    artifacts: tuple[Artifact, ...] = ()
    joined: bool = False
    deleted_at: float | None = None
    deleted_by: str = ""
    paused_at: float | None = None
    omitted_s: float = 0.0
    progress: float = 0.0
    name: str = ""
    summary: bool = False
    continues: str = ""
    continues_after_s: float = 0.0

    @property
    def duration_s(self) -> float:
        """How long it is, in seconds."""
        return self.samples / RATE_HZ

    @property
    def expires_at(self) -> float | None:
        """When its files are erased, None for never and before that is known."""
        if self.ended_at is None or self.deleted_at is not None or not self.plan.expires_after_s:
            return None
        return self.ended_at + self.plan.expires_after_s

    @property
    def settled(self) -> bool:
        """Whether it is over, and all its files are where they belong or erased."""
        return self.state.over and all(one.state.settled for one in self.artifacts)

    def artifact(self, file: str) -> Artifact | None:
        """Return the artifact of that name, None when there is none."""
        return next((one for one in self.artifacts if one.file == file), None)

    def with_artifacts(self, changed: Iterable[Artifact]) -> Recording:
        """Return the recording with these artifacts instead of those of the same names."""
        by_file = {one.file: one for one in (*self.artifacts, *changed)}
        return replace(self, artifacts=tuple(by_file.values()))
