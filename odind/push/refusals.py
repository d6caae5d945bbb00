"""Errors of destinations, as states of pushes show them."""

from __future__ import annotations

from odind.core.errors import FailedPreconditionError, PermissionDeniedError, UnavailableError
from odind.core.values.foreign import bounded


def refused(host: str, detail: str) -> PermissionDeniedError:
    """Return the error of a destination that does not let us in."""
    return PermissionDeniedError(
        "PUSH_REFUSED",
        "the host {host} refuses the stream: {detail}; check the address and the stream key",
        host=host,
        detail=bounded(detail),
    )


def closed(host: str, detail: str) -> UnavailableError:
    """Return the error of a destination that takes no more, or answers nonsense."""
    return UnavailableError(
        "PUSH_CLOSED", "the host {host} takes no more: {detail}", host=host, detail=bounded(detail)
    )


def needs_ffmpeg() -> FailedPreconditionError:
    """Return the error of SRT on a machine without the program for it."""
    return FailedPreconditionError(
        "PUSH_NEEDS_FFMPEG",
        "srt:// needs the program ffmpeg with SRT on this machine: apt-get install ffmpeg",
    )
