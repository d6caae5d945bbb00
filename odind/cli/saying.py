"""`odindctl say`: a text that the daemon speaks on a connection."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .commands import Verb
from .connection_option import chosen_connection, connection_option
from .documents import document
from .printable import printable

if TYPE_CHECKING:
    from odind.client import Daemon, messages

    from .settings import Settings


@click.command(
    cls=Verb,
    example="odindctl say 'The game begins in five minutes.'\n"
    "odindctl say 'Guten Abend!' --language de --json\n"
    "fortune | odindctl say -",
)
@click.argument("text")
@connection_option
@click.option("--voice", default="", help="The voice, as the daemon's speech engine names it.")
@click.option("--language", default="", help="The language, as in de or en-GB.")
@click.option("--uninterruptible", is_flag=True, help="Go on while peers speak, whatever the lane's rule.")
@click.pass_obj
def say(
    settings: Settings, /, text: str, connection_id: str | None, *, uninterruptible: bool, **how: str
) -> None:
    """Speak TEXT, or - for stdin, over the music, and print what was said. Ctrl-C ends the speech."""
    words = sys.stdin.read() if text == "-" else text

    async def work(daemon: Daemon) -> messages.SayResponse:
        connection = await daemon.connection(await chosen_connection(daemon, connection_id))
        return await connection.say(words, interruptible=not uninterruptible, **how)

    said = settings.ask(work)
    settings.show(document(said), printable(said.spoken_text), _remark(said))


def _remark(said: messages.SayResponse) -> str:
    seconds = said.played.ToTimedelta().total_seconds()
    return f"interrupted after {seconds:.1f} s" if said.interrupted else ""
