"""`odindctl room kick`, `ban` and `close`: what the key's owner may do to a room without joining it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from .commands import Verb
from .printable import printable
from .spans import Span

if TYPE_CHECKING:
    from datetime import timedelta

    from .settings import Settings

_room: Final = click.argument("room_id", metavar="ROOM")
_user: Final = click.argument("user_id", metavar="USER")
_gateway: Final = click.option(
    "--gateway", default="", help="The room's gateway: its name, host or URL. Default: the daemon's."
)


@click.command(cls=Verb, example="odindctl room kick lobby bob")
@_room
@_user
@_gateway
@click.pass_obj
def kick(settings: Settings, room_id: str, user_id: str, gateway: str) -> None:
    """Remove a user from a room. How soon the user may come back is the gateway's decision."""
    settings.ask(lambda daemon: daemon.moderation.kick_user(room_id, user_id, gateway=gateway))
    _show(settings, f"kicked {user_id} out of {room_id}", room_id=room_id, user_id=user_id)


@click.command(
    cls=Verb, example="odindctl room ban lobby bob --for 2h\nodindctl room ban lobby eve --for 90s"
)
@_room
@_user
@click.option("--for", "span", type=Span(), required=True, help="How long: 90s, 5m, 2h.")
@_gateway
@click.pass_obj
def ban(settings: Settings, /, room_id: str, user_id: str, *, span: timedelta, gateway: str) -> None:
    """Remove a user from a room, and refuse the user's joins for that long."""
    settings.ask(lambda daemon: daemon.moderation.ban_user(room_id, user_id, span, gateway=gateway))
    _show(settings, f"banned {user_id} from {room_id} for {span}", room_id=room_id, user_id=user_id)


@click.command(cls=Verb, example="odindctl room close lobby\nodindctl room close lobby --for 10m")
@_room
@click.option("--for", "span", type=Span(), help="How long nobody may come back. Default: not at all.")
@_gateway
@click.pass_obj
def close(settings: Settings, room_id: str, span: timedelta | None, gateway: str) -> None:
    """Remove everybody from a room, the daemon's own connections included."""
    settings.ask(lambda daemon: daemon.moderation.close_room(room_id, span, gateway=gateway))
    _show(settings, f"closed {room_id}", room_id=room_id)


def _show(settings: Settings, text: str, **document: str) -> None:
    settings.show(document, printable(text))
