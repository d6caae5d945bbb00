"""`odindctl token`: tokens, which let one user into rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from .commands import Noun
from .documents import document
from .secret_options import secret_option
from .spans import Span

if TYPE_CHECKING:
    from datetime import timedelta

    from .settings import Settings


class Claims(TypedDict):
    """The options of `token create`."""

    access_key: str | None
    customer: str
    audience: tuple[str, ...]
    subject: tuple[str, ...]
    lifetime: timedelta | None
    gateway: str


@click.group(cls=Noun)
def token() -> None:
    """Make tokens, which let one user into rooms."""


@token.command(
    example="odindctl token create lobby --user alice\n"
    "odindctl token create lobby stage --user bob --lifetime 2h --access-key-file access.key"
)
@click.argument("room_ids", metavar="ROOM...", nargs=-1, required=True)
@click.option("--user", "user_id", required=True, metavar="ID", help="The user whom the token admits.")
@secret_option("access-key", "ODIND_ACCESS_KEY", "The key to sign with. Default: the daemon's own.")
@click.option("--customer", default="", help="The customer that owns the rooms.")
@click.option("--audience", multiple=True, help='Who may accept it: "gateway", "sfu". Repeatable.')
@click.option("--subject", multiple=True, help='What it allows. Repeatable. Default: "connect".')
@click.option("--gateway", default="", help="Sign with the daemon's key for this gateway: its name.")
@click.option("--lifetime", type=Span(), help="How long it is valid: 90s, 5m, 2h. Default: 5m.")
@click.pass_obj
def create(settings: Settings, /, room_ids: tuple[str, ...], user_id: str, **claims: Unpack[Claims]) -> None:
    """Sign a token that lets one user into one or several rooms, and print it."""
    answer = settings.ask(lambda daemon: daemon.create_token(room_ids, user_id, **claims))
    remark = f"signed by {answer.key_id}, valid until {answer.expires_at.ToJsonString()}"
    settings.show(document(answer), answer.token, remark)
