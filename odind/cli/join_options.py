"""Who joins a room: the options of the verbs that do, and a stay that ends when the verb does."""

from __future__ import annotations

import functools
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, TypedDict

import click

from .cipher_options import cipher_options
from .secret_options import secret_option

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from odind.client import Daemon, messages


room_argument: Final = click.argument("room_id", metavar="[ROOM]", default="")


class Joiner(TypedDict):
    """The options that say who joins."""

    user_id: str | None
    token: str | None
    rooms: messages.RoomsTicket | None
    gateway: str
    cipher: messages.Cipher | None


def join_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options; the command gets the fields of `Joiner`."""

    @click.option("--user", "user_id", metavar="ID", help="User id to join with; the daemon makes the token.")
    @secret_option(
        "token",
        "ODIND_TOKEN",
        "A ready token. ROOM is optional if the token allows only one.",
        instead=("user_id",),
    )
    @click.option(
        "--gateway", default="", help="Gateway: its name, host, host:port or URL. Default: the daemon's."
    )
    @click.option(
        "--rooms-project", metavar="KEY", help="A project of ODIN Rooms, whose service makes the token."
    )
    @click.option("--rooms-secret", metavar="NAME", help="The project's secret, by its name in the daemon.")
    @cipher_options
    @functools.wraps(command)
    def with_joiner(
        *args: object,
        user_id: str | None,
        token: str | None,
        rooms_project: str | None,
        rooms_secret: str | None,
        **options: Any,
    ) -> None:
        if bool(user_id) == bool(token):
            raise click.UsageError("give either --user or --token")
        if bool(rooms_project) != bool(rooms_secret) or (rooms_project and not user_id):
            raise click.UsageError("give --rooms-project and --rooms-secret together, and --user")
        who: dict[str, Any] = {"user_id": user_id, "token": token, "rooms": None}
        if rooms_project and rooms_secret and user_id:
            ticket = _ticket(rooms_project, rooms_secret, options["room_id"], user_id)
            who = {"user_id": None, "token": None, "rooms": ticket}
        command(*args, **who, **options)

    return with_joiner


def _ticket(api_key: str, secret: str, room_id: str, user_id: str) -> messages.RoomsTicket:
    from odind.client import messages  # noqa: PLC0415 - gRPC comes with it, and --help is fast without

    return messages.RoomsTicket(api_key=api_key, secret_file=secret, room_id=room_id, user_id=user_id)


@asynccontextmanager
async def stay(daemon: Daemon, room_id: str, joiner: Joiner) -> AsyncIterator[str]:
    """Join a room, yield the id of the connection, and leave however the block ends."""
    given: Any = {name: value for name, value in joiner.items() if value}
    async with daemon.join(room_id, **given) as connection:
        yield connection.connection_id
