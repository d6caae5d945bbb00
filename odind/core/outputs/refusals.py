"""Errors of outputs that several modules raise."""

from __future__ import annotations

from odind.core.errors import NotFoundError


def no_output(name: str) -> NotFoundError:
    """Return the error for an output that no setting names."""
    return NotFoundError(
        "OUTPUT_NOT_FOUND", "no output is called {name}: add [storage.{name}] to the settings", name=name
    )


def no_upload(key: str) -> NotFoundError:
    """Return the error for a file that is on no way to an output."""
    return NotFoundError("UPLOAD_NOT_FOUND", "{key} does not wait for an output", key=key)
