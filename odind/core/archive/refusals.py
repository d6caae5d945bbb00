"""Errors of calls about recordings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    ResourceExhaustedError,
)

if TYPE_CHECKING:
    from odind.core.recordings.recording import Recording


def no_recording(recording_id: str) -> NotFoundError:
    """Return the error of a call that names an unknown recording."""
    return NotFoundError(
        "RECORDING_NOT_FOUND",
        "there is no recording {recording_id}; ListRecordings returns those that exist",
        recording_id=recording_id,
    )


def recording_over(recording: Recording) -> FailedPreconditionError:
    """Return the error of a call that needs a recording to run."""
    return FailedPreconditionError(
        "RECORDING_OVER",
        "recording {recording_id} is {state} already",
        recording_id=recording.recording_id,
        state=recording.state.value,
    )


def recording_paused(recording: Recording) -> FailedPreconditionError:
    """Return the error of a pause of a paused recording."""
    return FailedPreconditionError(
        "RECORDING_PAUSED", "recording {recording_id} is paused already", recording_id=recording.recording_id
    )


def recording_not_paused(recording: Recording) -> FailedPreconditionError:
    """Return the error of resuming a recording that is not paused."""
    return FailedPreconditionError(
        "RECORDING_NOT_PAUSED",
        "recording {recording_id} is {state}, not paused",
        recording_id=recording.recording_id,
        state=recording.state.value,
    )


def too_many_recordings(limit: int) -> ResourceExhaustedError:
    """Return the error of a recording that would be one too many at once."""
    return ResourceExhaustedError(
        "TOO_MANY_RECORDINGS",
        "{limit} recordings run at once already, as recordings.max_running allows; stop one first",
        limit=limit,
    )


def recording_running(recording: Recording) -> FailedPreconditionError:
    """Return the error of deleting what is still written."""
    return FailedPreconditionError(
        "RECORDING_RUNNING",
        "recording {recording_id} is {state}: stop it, and wait until it has ended",
        recording_id=recording.recording_id,
        state=recording.state.value,
    )


def require_files(recording: Recording) -> None:
    """Raise FailedPreconditionError RECORDING_DELETED for a tombstone."""
    if recording.deleted_at is not None:
        raise FailedPreconditionError(
            "RECORDING_DELETED",
            "the files of recording {recording_id} were erased by {who}",
            recording_id=recording.recording_id,
            who=recording.deleted_by,
        )


def ring_invalid(length_s: float, longest_s: int) -> InvalidArgumentError:
    """Return the error of a capture ring that is too long."""
    return InvalidArgumentError(
        "CAPTURE_RING_INVALID",
        "the ring is {length} s long and may be 0 to {longest} s",
        length=length_s,
        longest=longest_s,
    )
