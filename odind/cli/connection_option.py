"""The connection that a verb works on: the one named by an option, or the only one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from odind.core.base.errors import FailedPreconditionError, NotFoundError

if TYPE_CHECKING:
    from odind.client import Daemon

connection_option: Final = click.option(
    "-c",
    "--connection",
    "connection_id",
    metavar="ID",
    envvar="ODIND_CONNECTION",
    show_envvar=True,
    help="The connection. Optional while the daemon holds exactly one.",
)


async def chosen_connection(daemon: Daemon, connection_id: str | None) -> str:
    """Return the given id, or that of the only connection.

    Raises NotFoundError NO_CONNECTION, FailedPreconditionError CONNECTION_AMBIGUOUS.
    """
    if connection_id:
        return connection_id
    held = [connection.connection_id async for connection in daemon.connections()]
    if not held:
        raise NotFoundError("NO_CONNECTION", "the daemon is in no room: join one with `odindctl room join`")
    if len(held) > 1:
        raise FailedPreconditionError(
            "CONNECTION_AMBIGUOUS",
            "the daemon holds {count} connections: name one with --connection",
            count=len(held),
        )
    return held[0]
