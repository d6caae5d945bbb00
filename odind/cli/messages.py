"""`odindctl message` and `odindctl userdata`: data for the other peers of a room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .commands import Noun
from .connection_option import chosen_connection, connection_option
from .numbers import PEER_ID
from .payload_options import payload_options
from .printable import printable
from .rooms_peer_options import rooms_peer_options

if TYPE_CHECKING:
    from odind.client import Daemon, Payload, messages

    from .settings import Settings


@click.group(cls=Noun)
def message() -> None:
    """Send messages to the other peers of a room."""


@message.command(
    example="odindctl message send --text 'hello everybody'\n"
    "odindctl message send --chat 'hello everybody'\n"
    "odindctl message send -c c-1 --to 4 --to 7 --json-value '{\"score\":3}'\n"
    "odindctl message send --room lobby --user bob --text 'you are next'\n"
    "head -c 100 picture.png | odindctl message send --data-file -"
)
@connection_option
@click.option(
    "--to",
    "peer_ids",
    type=PEER_ID,
    multiple=True,
    metavar="PEER",
    help="Id of a peer to send to. Repeatable.",
)
@click.option("--user", "user_id", metavar="ID", help="User to send to, through the gateway. Needs --room.")
@click.option("--room", "room_id", metavar="ROOM", help="The room of --user; nobody has to join it.")
@click.option("--gateway", default="", help="The gateway of --room: its name, host or URL.")
@click.option("--chat", metavar="TEXT", help="Say this in the chat of ODIN Rooms.")
@payload_options("message", required=False)
@click.pass_obj
def send(
    settings: Settings,
    /,
    connection_id: str | None,
    peer_ids: tuple[int, ...],
    payload: Payload | None,
    *,
    chat: str | None,
    gateway: str,
    **away: str | None,
) -> None:
    """Send a message to all other peers of the room, or to those named with --to.

    With --user and --room it goes to all peers of a user in a room that we need not be in.
    """
    if (payload is None) == (not chat):
        raise click.UsageError("give exactly one of --text, --data-file, --json-value, --chat")
    user_id, room_id = away["user_id"], away["room_id"]
    if chat and user_id:
        raise click.UsageError("--chat goes through a connection, not to --user")
    if bool(user_id) != bool(room_id) or (user_id and peer_ids):
        raise click.UsageError("give --user and --room together, and no --to then")
    if gateway and not room_id:
        raise click.UsageError("--gateway needs --room")
    if user_id and room_id and payload is not None:
        _send_from_outside(settings, room_id, user_id, payload, gateway)
        return

    async def work(daemon: Daemon) -> str:
        chosen = await chosen_connection(daemon, connection_id)
        if payload is None:
            await daemon.send_chat(chosen, chat or "", peer_ids=peer_ids)
        else:
            await daemon.send_message(chosen, payload, peer_ids=peer_ids)
        return chosen

    chosen = settings.ask(work)
    receivers = f"peers {', '.join(map(str, peer_ids))}" if peer_ids else "everybody else"
    settings.show(
        {"connection_id": chosen, "peer_ids": peer_ids}, f"sent to {receivers} through {printable(chosen)}"
    )


def _send_from_outside(
    settings: Settings, room_id: str, user_id: str, payload: Payload, gateway: str
) -> None:
    settings.ask(lambda daemon: daemon.moderation.send_message(room_id, user_id, payload, gateway=gateway))
    settings.show({"room_id": room_id, "user_id": user_id}, printable(f"sent to {user_id} in {room_id}"))


@click.group(cls=Noun)
def userdata() -> None:
    """Set the user data that the peers of a room see."""


@userdata.command(
    "set",
    example="odindctl userdata set --text 'away for lunch'\n"
    'odindctl userdata set -c c-1 --json-value \'{"name":"Alice"}\'',
)
@connection_option
@payload_options("user data", required=True)
@click.pass_obj
def set_(settings: Settings, connection_id: str | None, payload: Payload) -> None:
    """Replace the user data of a connection."""

    async def work(daemon: Daemon) -> str:
        chosen = await chosen_connection(daemon, connection_id)
        await daemon.update_user_data(chosen, payload)
        return chosen

    chosen = settings.ask(work)
    settings.show({"connection_id": chosen}, f"set for {printable(chosen)}")


@userdata.command(
    example="odindctl userdata rooms --name 'DJ Bot' --status busy\n"
    "odindctl userdata rooms -c c-1 --name Alice --avatar-seed AB-3 --input-muted",
)
@connection_option
@rooms_peer_options
@click.pass_obj
def rooms(settings: Settings, connection_id: str | None, peer: messages.RoomsPeer) -> None:
    """Be seen in ODIN Rooms: what is not given has its default again, and mutes are kept true."""

    async def work(daemon: Daemon) -> str:
        chosen = await chosen_connection(daemon, connection_id)
        await daemon.set_rooms_peer(chosen, peer)
        return chosen

    chosen = settings.ask(work)
    settings.show({"connection_id": chosen}, f"set for {printable(chosen)}")
