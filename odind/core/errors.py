"""The seven errors of odind, named by what the caller should do next.

Every error carries an UPPER_SNAKE `reason` for programs, a sentence for people, and every variable of that
sentence in `metadata`. The class carries the name of its google.rpc.Code. Any other exception that reaches a
caller is a bug in the daemon.
"""

from __future__ import annotations

from typing import ClassVar, Final

_LONGEST_BYTES: Final = 500
"""Callers choose some of the variables, and gRPC drops an error over 8 KiB, in which each stands thrice."""
RETRY_AFTER_S: Final = "retry_after_s"
"""The variable that says in how many seconds to try again."""


class OdindError(Exception):
    """An error that the caller is meant to see.

    `message` is a template: its `{names}` are filled from `metadata`, so text and metadata cannot differ.
    `code` is the google.rpc.Code that identifies the class on every wire.
    """

    code: ClassVar[str] = "UNKNOWN"

    def __init__(self, reason: str, message: str, **metadata: object) -> None:
        self.reason = reason
        self.metadata = {name: _short(str(value)) for name, value in metadata.items()}
        self.message = message.format_map(self.metadata) if metadata else message
        super().__init__(self.message)

    @property
    def retry_after_s(self) -> float | None:
        """In how many seconds to try again, None where that is not known."""
        told = self.metadata.get(RETRY_AFTER_S)
        return None if told is None else float(told)

    def __str__(self) -> str:
        return f"{self.message} ({self.reason})"


def _short(text: str) -> str:
    """Return a text of UTF-8, cut where it is too long."""
    data = text.encode(errors="replace")
    if len(data) <= _LONGEST_BYTES:
        return data.decode()
    return data[:_LONGEST_BYTES].decode(errors="ignore") + "…"


class InvalidArgumentError(OdindError):
    """Fix the call: it can never succeed as it is."""

    code = "INVALID_ARGUMENT"


class PermissionDeniedError(OdindError):
    """Use another token or key."""

    code = "PERMISSION_DENIED"


class NotFoundError(OdindError):
    """Refresh your view: what the call names does not exist."""

    code = "NOT_FOUND"


class AlreadyExistsError(OdindError):
    """The item already exists, or another caller holds it."""

    code = "ALREADY_EXISTS"


class FailedPreconditionError(OdindError):
    """Change the state first, then call again."""

    code = "FAILED_PRECONDITION"


class ResourceExhaustedError(OdindError):
    """Back off: a limit has been reached."""

    code = "RESOURCE_EXHAUSTED"


class UnavailableError(OdindError):
    """Retry later: something outside the daemon does not respond."""

    code = "UNAVAILABLE"


ERRORS: Final[dict[str, type[OdindError]]] = {
    kind.code: kind
    for kind in (
        InvalidArgumentError,
        PermissionDeniedError,
        NotFoundError,
        AlreadyExistsError,
        FailedPreconditionError,
        ResourceExhaustedError,
        UnavailableError,
    )
}
"""The seven classes by code, in the order of `odindctl`'s exit codes."""
