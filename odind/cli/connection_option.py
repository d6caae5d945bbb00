"""The connection that a verb works on: the one named by an option, or the only one."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import click

from odind.core.errors import NotFoundError

from .exits import AmbiguousError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from odind.client import Daemon, messages

_CANDIDATE: Final = ("connection_id", "room_id", "user_id")

connection_option: Final = click.option(
    "-c",
    "--connection",
    "connection_id",
    metavar="CONNECTION",
    envvar="ODIND_CONNECTION",
    show_envvar=True,
    help="The connection: its id, the beginning of that, or room/user. Optional while the daemon holds one.",
)

own_voice_option: Final = click.option(
    "--own-voice", is_flag=True, help="What the connection itself says is heard, too."
)


async def chosen_connection(daemon: Daemon, name: str | None) -> str:
    """Return the id of the connection with this name, or that of the only connection.

    Raises NotFoundError NO_CONNECTION, CONNECTION_NOT_FOUND; AmbiguousError CONNECTION_AMBIGUOUS.
    """
    if name:
        return await find_connection(daemon, name)
    held = [view async for view in _views(daemon)]
    if not held:
        raise NotFoundError("NO_CONNECTION", "the daemon is in no room: join one with `odindctl room join`")
    return _only(held, "the daemon holds {count} connections: name one with --connection")


@asynccontextmanager
async def using(daemon: Daemon, name: str | None) -> AsyncIterator[str]:
    """Yield the id of the chosen connection, which stays when the block ends."""
    yield await chosen_connection(daemon, name)


async def find_connection(daemon: Daemon, name: str) -> str:
    """Return the id of the connection that `name` means: an id, the beginning of one, or `room/user`.

    Raises NotFoundError CONNECTION_NOT_FOUND, AmbiguousError CONNECTION_AMBIGUOUS.
    """
    try:
        await daemon.connection(name)
    except NotFoundError:
        found = [view async for view in _views(daemon) if _is_meant(view, name)]
        if not found:
            raise
        return _only(found, "{count} connections are called {name}: use more of the id", name=name)
    return name


def _is_meant(view: messages.Connection, name: str) -> bool:
    return view.connection_id.startswith(name) or f"{view.room_id}/{view.user_id}" == name


async def _views(daemon: Daemon) -> AsyncIterator[messages.Connection]:
    async for connection in daemon.connections():
        yield connection.view


def _only(found: Sequence[messages.Connection], message: str, **metadata: object) -> str:
    if len(found) > 1:
        candidates = [{name: str(getattr(view, name)) for name in _CANDIDATE} for view in found]
        raise AmbiguousError("CONNECTION_AMBIGUOUS", message, candidates, count=len(found), **metadata)
    return found[0].connection_id
