"""The errors of players."""

from __future__ import annotations

from odind.core.errors import FailedPreconditionError, NotFoundError, ResourceExhaustedError


def no_item(item_id: str) -> NotFoundError:
    """Return the error of an item that is not in a queue."""
    return NotFoundError(
        "ITEM_NOT_FOUND", "item {item_id} is not in the queue; it may have ended", item_id=item_id
    )


def queue_changed(expected: int, revision: int) -> FailedPreconditionError:
    """Return the error of a caller who has not seen the latest change of a queue."""
    return FailedPreconditionError(
        "QUEUE_CHANGED",
        "the queue is at revision {revision} and not at {expected} any more; look at it again",
        revision=revision,
        expected=expected,
    )


def queue_full(items: int, limit: int, size: int, size_limit: int) -> ResourceExhaustedError:
    """Return the error of a queue that would be too long."""
    return ResourceExhaustedError(
        "QUEUE_TOO_LONG",
        "the queue would have {items} items of {size} bytes and may have {limit} of {size_limit}; wait until "
        "some have ended, or remove some",
        items=items,
        limit=limit,
        size=size,
        size_limit=size_limit,
    )


def too_many_effects(limit: int) -> ResourceExhaustedError:
    """Return the error of one effect more than may sound at once."""
    return ResourceExhaustedError(
        "TOO_MANY_EFFECTS",
        "{limit} effects sound at once, and no more can; wait until one has ended, or replace them",
        limit=limit,
    )


def nothing_plays() -> FailedPreconditionError:
    """Return the error of a position where no item is."""
    return FailedPreconditionError("NOTHING_PLAYS", "the queue is empty: there is nothing to seek in")


def no_positions() -> FailedPreconditionError:
    """Return the error of a position in what is there once."""
    return FailedPreconditionError(
        "STREAM_HAS_NO_POSITIONS", "what plays is streamed by a caller and cannot be sought in"
    )


def no_barge_in() -> FailedPreconditionError:
    """Return the error of an answer to an interruption that is none any more."""
    return FailedPreconditionError(
        "NO_BARGE_IN",
        "the lane gives way to nobody now; if it did, the deadline or another call has decided already",
    )


def not_queued(what: str) -> FailedPreconditionError:
    """Return the error of an effect being treated as a queue."""
    return FailedPreconditionError(
        "LANE_HAS_NO_QUEUE", "effects all sound at once: the lane has no {what}", what=what
    )
