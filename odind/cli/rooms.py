"""`odindctl room`: the daemon's connections to rooms."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from .commands import Noun
from .documents import document
from .payload_options import USER_DATA_FLAGS, payload_options
from .printable import printable, printable_payload
from .secret_options import secret_option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.client import Daemon, Payload, messages

    from .settings import Settings


@click.group(cls=Noun)
def room() -> None:
    """Join and leave rooms, and show who is in them."""


@room.command(
    example="odindctl room join lobby --user alice\n"
    'odindctl room join lobby --user bot --user-data-json \'{"name":"DJ"}\'\n'
    "odindctl room join lobby --user bot --linger 10\n"
    "odindctl room join --token-file room.token --gateway gateway.odin.4players.io"
)
@click.argument("room_id", metavar="[ROOM]", default="")
@click.option("--user", "user_id", metavar="ID", help="User id to join with; the daemon makes the token.")
@secret_option(
    "token", "ODIND_TOKEN", "A ready token. ROOM is optional if the token allows only one.", instead="user_id"
)
@click.option("--gateway", default="", help="Gateway: host, host:port or URL. Default: the daemon's.")
@click.option(
    "--linger",
    type=click.FloatRange(1, 86_400),
    metavar="SECONDS",
    help="Leave when no call has held the connection for that long. Default: stay until `room leave`.",
)
@payload_options("user data", USER_DATA_FLAGS, required=False)
@click.pass_obj
def join(
    settings: Settings,
    room_id: str,
    *,
    user_id: str | None,
    token: str | None,
    gateway: str,
    linger: float | None,
    payload: Payload | None,
) -> None:
    """Join a room and print the id of the connection, which lasts until `room leave`."""
    if bool(user_id) == bool(token):
        raise click.UsageError("give either --user or --token")
    view = settings.ask(
        lambda daemon: daemon.join_room(
            room_id,
            user_id=user_id,
            token=token,
            gateway=gateway,
            user_data=payload,
            linger=None if linger is None else timedelta(seconds=linger),
        )
    ).view
    remark = f"joined {view.room_id} as {view.user_id} (peer {view.own_peer_id}), {_others(view)}"
    settings.show(document(view), printable(view.connection_id), printable(remark))


@room.command(example="odindctl room leave c-1")
@click.argument("connection_id", metavar="CONNECTION")
@click.pass_obj
def leave(settings: Settings, connection_id: str) -> None:
    """End a connection; its audio and event streams end with it."""
    settings.ask(lambda daemon: daemon.leave_room(connection_id))
    settings.show({"connection_id": connection_id, "state": "left"}, f"left {printable(connection_id)}")


@room.command("list", example="odindctl room list\nodindctl room list --json | jq -r .connections[].room_id")
@click.pass_obj
def list_(settings: Settings) -> None:
    """List the connections, oldest first."""
    views = settings.ask(_views)
    settings.show(
        {"connections": [document(view) for view in views]}, _table(map(_row, views)) or "no connections"
    )


@room.command(example="odindctl room show c-1")
@click.argument("connection_id", metavar="CONNECTION")
@click.pass_obj
def show(settings: Settings, connection_id: str) -> None:
    """Show a connection and the other peers in its room."""
    view = settings.ask(lambda daemon: daemon.connection(connection_id)).view
    settings.show(document(view), _text(view))


async def _views(daemon: Daemon) -> list[messages.Connection]:
    return [connection.view async for connection in daemon.connections()]


def _row(view: messages.Connection) -> list[str]:
    return [view.connection_id, view.room_id, view.user_id, str(document(view)["state"]), _others(view)]


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
        ["user data", printable_payload(view.user_data)],
    ]
    peers = [
        [f"peer {peer.peer_id}", f"{_who(peer)}  {printable_payload(peer.user_data)}"] for peer in view.peers
    ]
    return _table([*rows, *peers])


def _stay(view: messages.Connection) -> str:
    if not view.HasField("linger"):
        return "until it is left"
    return f"{view.linger.ToTimedelta().total_seconds():g} s without a call that holds it"


def _who(peer: messages.Peer) -> str:
    return f"{peer.user_id} [{', '.join(peer.tags)}]" if peer.tags else peer.user_id


def _table(rows: Iterable[list[str]]) -> str:
    """Align the columns of rows, two spaces between them."""
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )
