"""The errors of the log and its store."""

from __future__ import annotations

from odind.core.errors import InvalidArgumentError, NotFoundError, UnavailableError


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


def sequence_of_fleet(sequence: int) -> InvalidArgumentError:
    """Return the error of a number of the fleet's sequence, for a watch of one daemon."""
    return InvalidArgumentError(
        "SEQUENCE_OF_FLEET",
        "{sequence} is a number of the fleet's sequence: watch with the scope of the fleet",
        sequence=sequence,
    )


def sequence_of_member(sequence: int) -> InvalidArgumentError:
    """Return the error of a number of one daemon's log, for a watch of the fleet."""
    return InvalidArgumentError(
        "SEQUENCE_OF_MEMBER",
        "{sequence} is a number of one member's log, not of the fleet: begin at a moment or with a snapshot",
        sequence=sequence,
    )


def store_unavailable(detail: object) -> UnavailableError:
    """Return the error of a store that cannot be read or written."""
    return UnavailableError("STORE_UNAVAILABLE", "the store does not work: {detail}", detail=detail)
