"""`odindctl doctor`: everything that could be wrong with the daemon, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from odind.core.errors import UnavailableError

from .commands import Verb
from .documents import document
from .exits import exit_code
from .health import checks_text

if TYPE_CHECKING:
    from .settings import Settings


@click.command(
    cls=Verb,
    example="odindctl doctor\nodindctl doctor --probe\nodindctl doctor --probe --gateway eu\n"
    "odindctl doctor --json | jq '.checks[] | select(.state != \"ok\")'",
)
@click.option(
    "--probe",
    is_flag=True,
    help="Also send sound through the gateway, between two peers of the daemon's own.",
)
@click.option("--gateway", default="", help="The gateway to probe: its name. Default: the daemon's own.")
@click.pass_context
def doctor(context: click.Context, *, probe: bool, gateway: str) -> None:
    """Look closer at the daemon: gateway, key, certificate, clock, devices, disk, limits, store.

    Each check is a line, with what to do where it is not OK. The exit code is that of UNAVAILABLE when one
    has failed; warnings are for a person to read.
    """
    if gateway and not probe:
        raise click.UsageError("--gateway needs --probe")
    settings: Settings = context.obj
    answer = settings.ask(lambda daemon: daemon.diagnose(probe=probe, gateway=gateway))
    settings.show(document(answer), checks_text(answer.checks))
    if "failed" in {str(document(check)["state"]) for check in answer.checks}:
        context.exit(exit_code(UnavailableError("NOT_WELL", "a check has failed")))
