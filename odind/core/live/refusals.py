"""Errors of calls about live jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.errors import FailedPreconditionError, NotFoundError, ResourceExhaustedError

if TYPE_CHECKING:
    from .job import LiveJob


def no_job(kind: str, job_id: str) -> NotFoundError:
    """Return the error of a call that names an unknown job."""
    return NotFoundError(
        "LIVE_JOB_NOT_FOUND", "there is no {kind} {job_id}; list those that exist", kind=kind, job_id=job_id
    )


def job_ambiguous(kind: str, prefix: str) -> FailedPreconditionError:
    """Return the error of the beginning of an id that several jobs have."""
    return FailedPreconditionError(
        "LIVE_JOB_AMBIGUOUS",
        "several ids of {kind} begin with {prefix}; give more of it",
        kind=kind,
        prefix=prefix,
    )


def job_over(kind: str, job: LiveJob) -> FailedPreconditionError:
    """Return the error of a call that needs a job to run."""
    return FailedPreconditionError(
        "LIVE_JOB_OVER",
        "{kind} {job_id} is {state} already",
        kind=kind,
        job_id=job.job_id,
        state=job.state.value,
    )


def too_many_jobs(kind: str, limit: int, setting: str) -> ResourceExhaustedError:
    """Return the error of a job that would be one too many at once."""
    return ResourceExhaustedError(
        "TOO_MANY_LIVE_JOBS",
        "{limit} of {kind} run at once already, as {setting} allows; stop one first",
        limit=limit,
        kind=kind,
        setting=setting,
    )
