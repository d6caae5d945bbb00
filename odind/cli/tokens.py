"""`odindctl token`: tokens, which let one user into rooms."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypedDict, Unpack

import click

from .commands import Noun
from .documents import document
from .secret_options import secret_option

if TYPE_CHECKING:
    from .settings import Settings

_UNITS: Final = {"": "seconds", "s": "seconds", "m": "minutes", "h": "hours"}


class Span(click.ParamType[timedelta]):
    """A length of time: `90`, `90s`, `5m`, `2h`."""

    name = "span"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Parse the length; a bare number is seconds."""
        match = re.fullmatch(r"([0-9]{1,9})([smh]?)", value)
        if match is None:
            self.fail(f"{value!r} must be a length of time such as 90s, 5m or 2h", param, ctx)
        return timedelta(**{_UNITS[match[2]]: int(match[1])})


class Claims(TypedDict):
    """The options of `token create`."""

    access_key: str | None
    customer: str
    audience: tuple[str, ...]
    subject: tuple[str, ...]
    lifetime: timedelta | None


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
@click.option("--lifetime", type=Span(), help="How long it is valid: 90s, 5m, 2h. Default: 5m.")
@click.pass_obj
def create(settings: Settings, /, room_ids: tuple[str, ...], user_id: str, **claims: Unpack[Claims]) -> None:
    """Sign a token that lets one user into one or several rooms, and print it."""
    answer = settings.ask(lambda daemon: daemon.create_token(room_ids, user_id, **claims))
    remark = f"signed by {answer.key_id}, valid until {answer.expires_at.ToJsonString()}"
    settings.show(document(answer), answer.token, remark)
