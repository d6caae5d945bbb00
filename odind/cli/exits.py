"""How `odindctl` ends: its exit codes, which are stable, and how errors are reported."""

from __future__ import annotations

import json
from typing import Final

import click

from odind.core.base.errors import ERRORS, OdindError

from .printable import printable

INTERRUPTED: Final = 130
_UNNAMED: Final = 1
_DEADLINE: Final = "DEADLINE_EXCEEDED"
_EXITS: Final = {code: number for number, code in enumerate([*ERRORS, _DEADLINE], start=3)}


class CallFailedError(Exception):
    """A call failed with a status that is not one of odind's errors: a deadline, a bug, an unknown RPC."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def exit_code(error: OdindError | CallFailedError) -> int:
    """Return the exit code of the error."""
    return _EXITS.get(error.code, _UNNAMED)


def report(error: OdindError | CallFailedError, *, as_json: bool) -> None:
    """Report an error on stderr, as one line or as one JSON document."""
    click.echo(_document(error) if as_json else f"error: {printable(_sentence(error))}", err=True)


def exit_code_table() -> list[tuple[str, str]]:
    """Return every exit code with its meaning, for the help."""
    meanings = {code: kind.__doc__ or "" for code, kind in ERRORS.items()}
    meanings[_DEADLINE] = "The call took longer than --timeout."
    return [
        ("0", "Done; also when Ctrl-C ends `events`, `audio listen` or `audio level`."),
        (str(_UNNAMED), "Another error."),
        ("2", "The command line is wrong."),
        *((str(number), f"{code}. {meanings[code]}") for code, number in _EXITS.items()),
        (str(INTERRUPTED), "Interrupted by Ctrl-C."),
    ]


def _sentence(error: OdindError | CallFailedError) -> str:
    return f"{error} ({error.code})" if isinstance(error, CallFailedError) else str(error)


def _document(error: OdindError | CallFailedError) -> str:
    if isinstance(error, CallFailedError):
        reason, message, metadata = error.code, str(error), {}
    else:
        reason, message, metadata = error.reason, error.message, error.metadata
    content = {"code": error.code, "reason": reason, "message": message, "metadata": metadata}
    return json.dumps({"error": content})
