"""The errors of the log and its store."""

from __future__ import annotations

from odind.core.errors import NotFoundError, UnavailableError


def events_expired(after: int, oldest: int) -> NotFoundError:
    """Return the error of a reader whose next event is not kept."""
    return NotFoundError(
        "EVENTS_EXPIRED",
        "the events after {after} are not kept; the oldest kept is {oldest}: watch from a snapshot",
        after=after,
        oldest=oldest,
    )


def sequence_ahead(sequence: int, last: int) -> NotFoundError:
    """Return the error of a caller that names an event which has not happened."""
    return NotFoundError(
        "SEQUENCE_AHEAD",
        "the last event is {last}, before {sequence}, which must be of another store: watch from a snapshot",
        sequence=sequence,
        last=last,
    )


def store_unavailable(detail: object) -> UnavailableError:
    """Return the error of a store that cannot be read or written."""
    return UnavailableError("STORE_UNAVAILABLE", "the store does not work: {detail}", detail=detail)
