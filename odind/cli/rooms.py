"""`odindctl room`: the daemon's connections to rooms."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Unpack

import click

from odind.core.errors import NotFoundError

from .cipher_options import cipher_options
from .commands import Noun
from .connection_option import find_connection
from .documents import cipher_word, document
from .holding import adopt, hold
from .join_options import Joiner, join_options, room_argument
from .lease_text import holder_text, on_lost_text, on_lost_value
from .moderating import ban, close, kick
from .numbers import Number
from .payload_options import USER_DATA_FLAGS, payload_options
from .printable import printable, printable_payload
from .rooms_peer_options import rooms_peer, rooms_text
from .tables import table

if TYPE_CHECKING:
    from odind.client import Daemon, Payload, messages

    from .settings import Settings


_HEADER: Final = ("CONNECTION", "ROOM", "USER", "STATE", "PEERS")
_PEER_HEADER: Final = ("PEER", "USER", "TAGS", "CIPHER", "USER DATA")


@click.group(cls=Noun)
def room() -> None:
    """Join and leave rooms, hold them, and show who is in them."""


room.add_command(hold)
for _verb in (kick, ban, close):
    room.add_command(_verb)
room.add_command(adopt)


@room.command(
    example="odindctl room join lobby --user alice\n"
    'odindctl room join lobby --user bot --user-data-json \'{"name":"DJ"}\'\n'
    "odindctl room join lobby --user bot --password-file lobby.password\n"
    "odindctl room join lobby --user bot --linger 10 --on-lost mute\n"
    "odindctl room join lobby --user bot --gateway eu\n"
    "odindctl room join lobby --user bot --gateway eu --rooms-project KEY --rooms-secret game "
    "--rooms-name 'DJ Bot'\n"
    "odindctl room join --token-file room.token --gateway gateway.odin.4players.io"
)
@room_argument
@join_options
@click.option(
    "--linger",
    type=Number(1, 86_400),
    metavar="SECONDS",
    help="Leave when no call has held the connection for that long. Default: stay until `room leave`.",
)
@click.option(
    "--on-lost",
    type=click.Choice(["keep", "mute", "leave"]),
    help="While no call holds it: keep it as it is (default), mute it, or leave at once. Needs --linger.",
)
@click.option("--rooms-name", metavar="NAME", help="Be seen in ODIN Rooms, under this name.")
@payload_options("user data", USER_DATA_FLAGS, required=False)
@click.pass_obj
def join(
    settings: Settings,
    /,
    room_id: str,
    linger: float | None,
    on_lost: str | None,
    payload: Payload | None,
    *,
    rooms_name: str | None,
    **joiner: Unpack[Joiner],
) -> None:
    """Join a room and print the id of the connection, which lasts until `room leave`."""
    stays = None if linger is None else timedelta(seconds=linger)
    more: dict[str, Any] = {"linger": stays, "on_lost": on_lost_value(on_lost or "unspecified")}
    if rooms_name and payload is not None:
        raise click.UsageError("give --rooms-name or user data, not both")
    if rooms_name:
        more["rooms_peer"] = rooms_peer(name=rooms_name)
    view = settings.ask(lambda daemon: daemon.join_room(room_id, user_data=payload, **more, **joiner)).view
    how = ", encrypted" if view.encrypted else ""
    how += f", page {view.rooms_page.url}" if view.HasField("rooms_page") else ""
    remark = f"joined {view.room_id} as {view.user_id} (peer {view.own_peer_id}), {_others(view)}{how}"
    settings.show(document(view), printable(view.connection_id), printable(remark))


@room.command(
    example="odindctl room leave c-1\nodindctl room leave lobby/alice lobby/bob\nodindctl room leave --all"
)
@click.argument("names", metavar="[CONNECTION]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Leave every room, whoever joined it.")
@click.pass_obj
def leave(settings: Settings, names: tuple[str, ...], *, everything: bool) -> None:
    """End connections; their audio and event streams end with them.

    Nothing ends unless every CONNECTION is found. With --json, one document per connection.
    """
    if bool(names) == everything:
        raise click.UsageError("give connections to leave, or --all")

    async def work(daemon: Daemon) -> None:
        chosen = [await find_connection(daemon, name) for name in names]
        for connection_id in chosen or [view.connection_id for view in await _views(daemon)]:
            with suppress(*([NotFoundError] if everything else [])):  # it ended by itself meanwhile
                await daemon.leave_room(connection_id)
            left = {"connection_id": connection_id, "state": "left"}
            settings.show(left, f"left {printable(connection_id)}")

    settings.ask(work)


@room.command("list", example="odindctl room list\nodindctl room list --json | jq -r .connections[].room_id")
@click.pass_obj
def list_(settings: Settings) -> None:
    """List the connections, oldest first."""
    views = settings.ask(_views)
    documents = [document(view) for view in views]
    settings.show_list("connections", documents, map(_row, views), header=_HEADER)


@room.command(example="odindctl room show c-1\nodindctl room show lobby/alice")
@click.argument("name", metavar="CONNECTION")
@click.pass_obj
def show(settings: Settings, name: str) -> None:
    """Show a connection and the other peers in its room.

    CONNECTION is an id, the beginning of one, or room/user.
    """
    view = settings.ask(lambda daemon: _view(daemon, name))
    settings.show(document(view), _text(view))


@room.command(
    example="odindctl room peers lobby/alice\n"
    "odindctl room peers c-1 --json | jq -c '.peers[] | [.user_id, .cipher_status]'"
)
@click.argument("name", metavar="CONNECTION")
@click.pass_obj
def peers(settings: Settings, name: str) -> None:
    """List the other peers in the room of a connection, and whether each understands us."""
    view = settings.ask(lambda daemon: _view(daemon, name))
    documents = [document(peer) for peer in view.peers]
    settings.show_list("peers", documents, map(_peer_row, view.peers), header=_PEER_HEADER)


@room.command(
    example="odindctl room password lobby/alice --password-file new.password\n"
    "odindctl room password c-1 --rooms-default-password"
)
@click.argument("name", metavar="CONNECTION")
@cipher_options
@click.pass_obj
def password(settings: Settings, name: str, cipher: messages.Cipher | None) -> None:
    """Change the password of a connection that was joined with one."""
    if cipher is None:
        raise click.UsageError("give a password")

    async def work(daemon: Daemon) -> messages.Connection:
        view = await _view(daemon, name)
        await daemon.set_cipher(view.connection_id, cipher)
        return view

    view = settings.ask(work)
    settings.show(document(view), f"{printable(view.connection_id)} has another password")


async def _view(daemon: Daemon, name: str) -> messages.Connection:
    return (await daemon.connection(await find_connection(daemon, name))).view


async def _views(daemon: Daemon) -> list[messages.Connection]:
    return [connection.view async for connection in daemon.connections()]


def _row(view: messages.Connection) -> list[str]:
    return [
        view.connection_id,
        view.room_id,
        view.user_id,
        str(document(view)["state"]),
        str(len(view.peers)),
    ]


def _others(view: messages.Connection) -> str:
    return f"{len(view.peers)} other{'' if len(view.peers) == 1 else 's'}"


def _text(view: messages.Connection) -> str:
    rows = [
        ["connection", view.connection_id],
        ["room", view.room_id],
        ["user", f"{view.user_id} (peer {view.own_peer_id})"],
        ["state", str(document(view)["state"])],
        ["customer", view.customer],
        ["gateway", view.gateway],
        ["since", view.created_at.ToJsonString()],
        ["stays", _stay(view)],
        ["encrypted", "yes" if view.encrypted else "no"],
        *([["page", view.rooms_page.url]] if view.HasField("rooms_page") else []),
        ["held by", ", ".join(map(holder_text, view.holders)) or "nobody"],
        ["user data", printable_payload(view.user_data)],
    ]
    rows_of_peers = [_PEER_HEADER, *map(_peer_row, view.peers)]
    listed = table(rows_of_peers) if view.peers else "nobody else is in the room"
    return f"{table(rows)}\n\n{listed}"


def _peer_row(peer: messages.Peer) -> list[str]:
    return [
        str(peer.peer_id),
        peer.user_id,
        ", ".join(peer.tags) or "-",
        cipher_word(peer),
        printable(rooms_text(peer.rooms)) if peer.HasField("rooms") else printable_payload(peer.user_data),
    ]


def _stay(view: messages.Connection) -> str:
    if not view.HasField("linger"):
        return "until it is left"
    linger = f"{view.linger.ToTimedelta().total_seconds():g} s without a call that holds it"
    return f"{linger} (on lost: {on_lost_text(view.on_lost)})"
