"""`odindctl health`: what the daemon knows about its own health."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from odind.core.errors import UnavailableError

from .commands import Verb
from .documents import document
from .exits import exit_code
from .tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.client import messages

    from .settings import Settings


@click.command(cls=Verb, example="odindctl health\nodindctl health --json | jq .ready")
@click.pass_context
def health(context: click.Context) -> None:
    """Show whether the daemon can do its work, as it saw at its last look, at most 5 s ago.

    The exit code is that of UNAVAILABLE while a check has failed. `odindctl doctor` looks closer.
    """
    settings: Settings = context.obj
    answer = settings.ask(lambda daemon: daemon.health())
    settings.show(document(answer), checks_text(answer.checks))
    if not answer.ready:
        context.exit(exit_code(UnavailableError("NOT_READY", "a check has failed")))


def checks_text(checks: Iterable[messages.Check]) -> str:
    """Return one line for each check, and one for what to do where it is not well."""
    rows = []
    for check in checks:
        rows.append([check.name, str(document(check)["state"]).upper(), check.detail])
        if check.advice:
            rows.append(["", "", f"-> {check.advice}"])
    return table(rows)
