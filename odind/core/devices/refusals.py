"""Errors that several places of the devices wing raise."""

from __future__ import annotations

from odind.core.errors import NotFoundError


def no_line(line_id: str) -> NotFoundError:
    """Return the error of a call that names a line which is not there."""
    return NotFoundError(
        "LINE_NOT_FOUND", "there is no line {line_id}; ListLines returns those that exist", line_id=line_id
    )
