"""A live job at one moment, as callers see it and as the store keeps it."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from odind.core.values.portable import portable


class JobState(Enum):
    """The state of a live job.

    STARTING: it has heard nothing yet. ACTIVE: it hears its connection. AWAY: its connection is being
    restored; it goes on by itself. ENDING: it hears nothing more and finishes what it has. ENDED, FAILED: it
    is over; `reason` says why.
    """

    STARTING = "starting"
    ACTIVE = "active"
    AWAY = "away"
    ENDING = "ending"
    ENDED = "ended"
    FAILED = "failed"

    @property
    def over(self) -> bool:
        """Whether it is over."""
        return self in (JobState.ENDED, JobState.FAILED)


@portable
class LiveJob:
    """What all live jobs have. Times are seconds since the epoch, None for what has not happened.

    `started_at` is when it first heard its connection. `reason` and `detail` say why it is over, or what it
    waits for. `joined` is whether the daemon joined the room for it and leaves with its end. `session_id` is
    the session of a managed room in which it was started, "" for none. `number` is its place among the jobs
    of its kind.
    """

    job_id: str = ""
    connection_id: str = ""
    room_id: str = ""
    state: JobState = JobState.STARTING
    created_at: float = 0.0
    started_at: float | None = None
    ended_at: float | None = None
    reason: str = ""
    detail: str = ""
    joined: bool = False
    session_id: str = ""
    number: int = 0


class JobEnding(NamedTuple):
    """How a job was over; `reason` and `detail` are "" when a call has stopped it."""

    state: JobState
    reason: str
    detail: str
