"""Errors of calls of this API alone."""

from __future__ import annotations

from odind.core.errors import FailedPreconditionError, NotFoundError


def require_no_url(url: str | None) -> None:
    """Raise FailedPreconditionError WEBHOOK_URL_UNIMPLEMENTED where a call names a receiver of its own."""
    if url:
        raise FailedPreconditionError(
            "WEBHOOK_URL_UNIMPLEMENTED", "webhookUrl is not supported: set webhook.endPoint of the room"
        )


def running_already(what: str, room_id: str) -> FailedPreconditionError:
    """Return the error of a call that would start something twice in a room."""
    return FailedPreconditionError(
        "LIVE_JOB_RUNNING_ALREADY",
        "a {what} of the room {room_id} runs already; end it first",
        room_id=room_id,
        what=what,
    )


def not_running(what: str, room_id: str) -> NotFoundError:
    """Return the error of a call that needs something which does not run in a room."""
    return NotFoundError(
        "LIVE_JOB_NOT_RUNNING", "no {what} of the room {room_id} runs", room_id=room_id, what=what
    )
