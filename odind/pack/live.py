"""Converts what all live jobs have. Decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.live.job import JobState
from odind.v1 import live_pb2

from .times import pack_time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.core.live.job import LiveJob

STATES: Final = {state: live_pb2.LiveState.Value(f"LIVE_STATE_{state.name}") for state in JobState}


def pack_job(job: LiveJob) -> live_pb2.LiveJob:
    """Return the message of what a job has in common with others."""
    return live_pb2.LiveJob(
        job_id=job.job_id,
        connection_id=job.connection_id,
        room_id=job.room_id,
        state=STATES[job.state],
        created_at=pack_time(job.created_at),
        started_at=None if job.started_at is None else pack_time(job.started_at),
        ended_at=None if job.ended_at is None else pack_time(job.ended_at),
        reason=job.reason,
        detail=job.detail,
        joined=job.joined,
        session_id=job.session_id,
    )


def unpack_states(states: Iterable[int]) -> tuple[JobState, ...]:
    """Return the states that a list asks for; those that this daemon does not know match nothing."""
    wanted = set(states)
    return tuple(state for state, number in STATES.items() if number in wanted)
