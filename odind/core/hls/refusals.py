"""Errors of calls about HLS outputs."""

from __future__ import annotations

from odind.core.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    UnavailableError,
)


def name_taken(name: str) -> AlreadyExistsError:
    """Return the error of a name that an output has which runs, or which is another caller's."""
    return AlreadyExistsError(
        "HLS_NAME_TAKEN",
        "an HLS output is served as {name}; stop it if it is yours, or choose another name",
        name=name,
    )


def no_file(name: str, file: str) -> NotFoundError:
    """Return the error of a file that is not there, or not any more."""
    return NotFoundError(
        "HLS_FILE_NOT_FOUND",
        "the HLS output {name} has no file {file}; it may have left the window of the playlist",
        name=name,
        file=file,
    )


def copy_stalls(output: str, seconds: float) -> UnavailableError:
    """Return the error of an output that has taken a file and does not say that it has it."""
    return UnavailableError(
        "HLS_COPY_STALLS",
        "the output {output} has not answered for {seconds} s; it is waited for",
        output=output,
        seconds=seconds,
    )


def copy_replaced(name: str) -> FailedPreconditionError:
    """Return the error of a copy whose place another HLS output has taken."""
    return FailedPreconditionError(
        "HLS_COPY_REPLACED", "another HLS output is copied as {name} by now", name=name
    )


def lifetime_invalid(lifetime_s: float, most_s: float) -> InvalidArgumentError:
    """Return the error of an address that would be valid for too long."""
    return InvalidArgumentError(
        "HLS_LIFETIME_INVALID",
        "the address would be valid for {lifetime} s and may be for 1 to {most} s",
        lifetime=lifetime_s,
        most=most_s,
    )
