"""Errors of uploads."""

from __future__ import annotations

from odind.core.errors import NotFoundError


def no_upload(key: str) -> NotFoundError:
    """Return the error for a file that is on no way to an output."""
    return NotFoundError("UPLOAD_NOT_FOUND", "{key} does not wait for an output", key=key)
