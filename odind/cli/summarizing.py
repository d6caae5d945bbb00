"""`odindctl summary`: what a transcript comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from odind.core.errors import FailedPreconditionError

from .commands import Verb
from .documents import document
from .printable import printable

if TYPE_CHECKING:
    from .settings import Settings

_READY: Final = "ready"
_NO_ENGINE: Final = "no_engine"


@click.command(
    cls=Verb,
    example="odindctl summary t1f0a2b3c4d5e6f70\n"
    "odindctl summary t1f0a2b3c4d5e6f70 --prompt 'List every decision, with who has made it.'\n"
    "odindctl summary t1f0a2b3c4d5e6f70 --kept   # the one that there is",
)
@click.argument("transcript_id")
@click.option("--prompt", default="", help="What to do with it. Default: topics, decisions, who does what.")
@click.option("--kept", is_flag=True, help="Show the summary that there is, and ask for none.")
@click.pass_obj
def summary(settings: Settings, /, transcript_id: str, *, prompt: str, kept: bool) -> None:
    """Have a transcript that is over summarized, and print the summary."""
    one = settings.ask(
        lambda daemon: (
            daemon.captions.get_summary(transcript_id)
            if kept
            else daemon.captions.summarize(transcript_id, prompt)
        )
    )
    state = document(one)["state"]
    if state == _NO_ENGINE:
        raise FailedPreconditionError(
            "NO_ENGINE", "this daemon has no model for summaries: set captions.summary_url in its settings"
        )
    if not kept and state != _READY:
        raise FailedPreconditionError(one.reason, "{detail}", detail=one.detail)
    text = "\n".join(map(printable, one.text.splitlines()))
    settings.show(document(one), text or f"there is no summary: {state}")
