"""Errors of what is asked of a process that captures."""

from __future__ import annotations

from odind.core.errors import FailedPreconditionError


def recordings_off() -> FailedPreconditionError:
    """Return the error of recording with a daemon that has no folder for it."""
    return FailedPreconditionError("RECORDINGS_OFF", "this daemon has no folder for recordings")


def ring_off() -> FailedPreconditionError:
    """Return the error of a clip of a connection that keeps nothing."""
    return FailedPreconditionError(
        "CAPTURE_RING_OFF", "the connection keeps nothing of what it hears; SetCaptureRing makes it"
    )
