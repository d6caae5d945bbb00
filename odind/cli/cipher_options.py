"""The ways to give the password of an encrypted room."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import click

from .secret_options import secret_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.client import messages


def cipher_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options; the command gets the message of the cipher as `cipher`, None if none was given."""

    @secret_option(
        "password",
        "ODIND_PASSWORD",
        "Encrypt end to end with this password.",
        instead=("password_name", "rooms_default"),
    )
    @click.option(
        "--daemon-password",
        "password_name",
        metavar="NAME",
        help="Encrypt with the password that the daemon has under that name.",
    )
    @click.option(
        "--rooms-default-password",
        "rooms_default",
        is_flag=True,
        help="Encrypt as ODIN Rooms does: whoever knows the room's name knows the password.",
    )
    @functools.wraps(command)
    def with_cipher(
        *args: object, password: str | None, password_name: str | None, rooms_default: bool, **options: Any
    ) -> None:
        given = {"password": password, "password_file": password_name, "rooms_default": rooms_default or None}
        sources = {name: value for name, value in given.items() if value is not None}
        if len(sources) > 1:
            raise click.UsageError("give one password: as text, in a file, by its name, or as Rooms does")
        command(*args, cipher=_cipher(sources), **options)

    return with_cipher


def _cipher(sources: dict[str, Any]) -> messages.Cipher | None:
    if not sources:
        return None
    from odind.client import messages  # noqa: PLC0415 - gRPC comes with it, and --help is fast without

    return messages.Cipher(**sources)
