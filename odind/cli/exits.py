"""How `odindctl` ends: its exit codes, which are stable, and how errors are reported."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import pairwise
from textwrap import indent
from typing import TYPE_CHECKING, Final

import click

from odind.core.errors import ERRORS, FailedPreconditionError, OdindError

from .outputs import FOR_PROGRAMS, JSON, TABLE, written
from .printable import printable
from .tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from odind.core.values.json_text import JsonObject, JsonValue

INTERRUPTED: Final = 130
_UNNAMED: Final = 1
_SHOWN: Final = 20
"""How many candidates are shown to people."""
_DEADLINE: Final = "DEADLINE_EXCEEDED"
_EXITS: Final = {code: number for number, code in enumerate([*ERRORS, _DEADLINE], start=3)}


class CallFailedError(Exception):
    """A call failed with a status that is not one of odind's errors: a deadline, a bug, an unknown RPC."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class AmbiguousError(FailedPreconditionError):
    """A name means several things, which are the candidates."""

    def __init__(
        self, reason: str, message: str, candidates: Sequence[Mapping[str, str]], **metadata: object
    ) -> None:
        super().__init__(reason, message, **metadata)
        self.candidates = candidates


def exit_code(error: OdindError | CallFailedError) -> int:
    """Return the exit code of the error."""
    return _EXITS.get(error.code, _UNNAMED)


def report(error: OdindError | CallFailedError, output: str) -> None:
    """Report an error on stderr: as one line and its candidates, or as one document."""
    text = _text(error) if output == TABLE else written({"error": _document(error)}, output)
    click.echo(text, err=True)


@contextmanager
def usage_explained(words: Sequence[str]) -> Iterator[None]:
    """Report a wrong command line as a document if it asks for documents; else leave it to click."""
    try:
        yield
    except click.UsageError as error:
        output = _asked_for(words)
        if output == TABLE:
            raise
        click.echo(written({"error": _usage_document(error)}, output), err=True)
        raise click.exceptions.Exit(error.exit_code) from error


def exit_code_table() -> list[tuple[str, str]]:
    """Return every exit code with its meaning, for the help."""
    meanings = {code: kind.__doc__ or "" for code, kind in ERRORS.items()}
    meanings[_DEADLINE] = "The call took longer than --timeout."
    return [
        ("0", "Done; also when Ctrl-C ends what goes on until then, like `events` or `audio listen`."),
        (str(_UNNAMED), "Another error."),
        ("2", "The command line is wrong."),
        *((str(number), f"{code}. {meanings[code]}") for code, number in _EXITS.items()),
        (str(INTERRUPTED), "Interrupted by Ctrl-C."),
    ]


def _asked_for(words: Sequence[str]) -> str:
    """Return the output that the command line asks for, also if it is too wrong to be read."""
    named = [word for option, word in pairwise(words) if option == "-o" and word in FOR_PROGRAMS]
    return named[-1] if named else JSON if "--json" in words else TABLE


def _text(error: OdindError | CallFailedError) -> str:
    sentence = f"{error} ({error.code})" if isinstance(error, CallFailedError) else str(error)
    rows = [list(one.values()) for one in _candidates(error)[:_SHOWN]]
    return "\n".join([f"error: {printable(sentence)}", *([indent(table(rows), "  ")] if rows else [])])


def _document(error: OdindError | CallFailedError) -> JsonObject:
    if isinstance(error, CallFailedError):
        return {"code": error.code, "reason": error.code, "message": str(error), "metadata": {}}
    metadata: JsonObject = dict(error.metadata)
    content: JsonObject = {"code": error.code, "reason": error.reason, "message": error.message}
    candidates: list[JsonValue] = [dict(one) for one in _candidates(error)]
    return {**content, "metadata": metadata, **({"candidates": candidates} if candidates else {})}


def _usage_document(error: click.UsageError) -> JsonObject:
    command = error.ctx.command_path if error.ctx else ""
    missing = isinstance(error, click.exceptions.NoArgsIsHelpError)  # its message is the whole help
    message = f"a verb is missing: see {command} --help" if missing else error.format_message()
    metadata: JsonObject = {"command": command}
    return {"code": "INVALID_ARGUMENT", "reason": "USAGE", "message": message, "metadata": metadata}


def _candidates(error: Exception) -> Sequence[Mapping[str, str]]:
    return error.candidates if isinstance(error, AmbiguousError) else ()
