"""`odindctl room hold` and `odindctl room adopt`: connections that stay for as long as the verb runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .commands import Verb
from .connection_option import find_connection
from .printable import printable

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from odind.client import Daemon, Hold

    from .settings import Settings

_holder_option = click.option(
    "--holder", metavar="NAME", default="", help="Name of who holds them, as `room show` prints it."
)


@click.command(
    cls=Verb,
    example="odindctl room hold c-1\nodindctl room hold lobby/alice lobby/bob --holder caretaker",
)
@click.argument("names", metavar="CONNECTION...", nargs=-1, required=True)
@_holder_option
@click.pass_obj
def hold(settings: Settings, names: tuple[str, ...], holder: str) -> None:
    """Hold connections that were joined with --linger, until they are left or Ctrl-C.

    Ends with an error when another program adopts them.
    """

    async def work(daemon: Daemon) -> None:
        connection_ids = [await find_connection(daemon, name) for name in names]
        await _until_over(settings, daemon.hold(*connection_ids, holder=holder))

    settings.follow(work)


@click.command(
    cls=Verb,
    example="odindctl room adopt c-1\nodindctl room adopt --from greeter --holder greeter-2",
)
@click.argument("names", metavar="[CONNECTION]...", nargs=-1)
@click.option(
    "--from", "from_holder", metavar="NAME", default="", help="Take over all that NAME holds, or held last."
)
@_holder_option
@click.pass_obj
def adopt(settings: Settings, names: tuple[str, ...], from_holder: str, holder: str) -> None:
    """Take connections over from the programs that hold them, and hold them until they are left or Ctrl-C."""
    if not (names or from_holder):
        raise click.UsageError("give connections to adopt, or --from")

    async def work(daemon: Daemon) -> None:
        connection_ids = [await find_connection(daemon, name) for name in names]
        await _until_over(settings, daemon.adopt(*connection_ids, from_holder=from_holder, holder=holder))

    settings.follow(work)


async def _until_over(settings: Settings, holding: AbstractAsyncContextManager[Hold]) -> None:
    async with holding as held:
        for connection_id in held.connection_ids:
            document = {"connection_id": connection_id, "state": "held"}
            settings.show(document, f"holding {printable(connection_id)}")
        await held.over()
