"""What a verb hears: a connection, or a room that the daemon joins as a bot meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypedDict

import click

from .connection_option import chosen_connection, connection_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.client import Daemon


class Bot(TypedDict):
    """What is said of the bot in calls of the client."""

    user_id: str
    gateway: str


@dataclass(frozen=True)
class Source:
    """A connection that an option names, or the only one; or a room, with the bot's user and its gateway."""

    connection_id: str | None
    room_id: str
    bot: Bot

    async def connection(self, daemon: Daemon) -> str:
        """Return the id of the connection. Raises what `chosen_connection` raises."""
        return await chosen_connection(daemon, self.connection_id)


def source_options(verb: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command a `source`: its options are --connection, --room, --as and --gateway."""
    options = (
        connection_option,
        click.option(
            "--room", "room_id", default="", help=f"{verb} this room: the daemon joins it as a bot meanwhile."
        ),
        click.option(
            "--as", "user_id", default="", metavar="USER", help="The bot's user id. Default: recorder."
        ),
        click.option("--gateway", default="", help="The gateway of --room. Default: the daemon's."),
    )

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(
            *, connection_id: str | None, room_id: str, user_id: str, gateway: str, **others: Any
        ) -> None:
            if room_id and connection_id:
                raise click.UsageError("give one of --connection and --room")
            bot = Bot(user_id=user_id, gateway=gateway)
            command(source=Source(connection_id, room_id, bot), **others)

        decorated: Callable[..., None] = run
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate
