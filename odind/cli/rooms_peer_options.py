"""How a connection is seen in ODIN Rooms, as options."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.client import messages

_OPTIONS: Final = (
    click.option("--name", help="The name to show. Default: the user id."),
    click.option("--status", help='As in "away". Default: online.'),
    click.option("--custom-status", help="What it says of itself."),
    click.option("--emoji", help="An emoji that stands for its mood."),
    click.option("--role", help="Default: Guest."),
    click.option("--avatar", metavar="URL", help="A picture. Default: one of the initials."),
    click.option("--avatar-seed", metavar="SEED", help="What the picture is made of, as AB-3."),
    click.option("--input-muted", is_flag=True, default=None, help="Be shown as muted, whatever is spoken."),
    click.option("--output-muted", is_flag=True, default=None, help="Be shown as deaf, whoever listens."),
)


def rooms_peer_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options; the command gets a RoomsPeer as `peer`."""

    @functools.wraps(command)
    def with_peer(*args: object, avatar_seed: str | None, **options: Any) -> None:
        own = {name: options.pop(name) for name in _FIELDS}
        given = {name: value for name, value in own.items() if value is not None}
        command(*args, peer=rooms_peer(avatar_seed or "", **given), **options)

    decorated: Callable[..., None] = with_peer
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated


_FIELDS: Final = (
    "name",
    "status",
    "custom_status",
    "emoji",
    "role",
    "avatar",
    "input_muted",
    "output_muted",
)


def rooms_peer(avatar_seed: str = "", **fields: Any) -> messages.RoomsPeer:
    """Return how we want to be seen."""
    from odind.client import messages  # noqa: PLC0415 - gRPC comes with it, and --help is fast without

    return messages.RoomsPeer(data=messages.RoomsPeerData(**fields), avatar_seed=avatar_seed)


def rooms_text(data: messages.RoomsPeerData) -> str:
    """Return what ODIN Rooms shows of a participant, in a few words."""
    parts = [data.name, data.status, data.custom_status, data.emoji]
    parts += ["muted"] * data.input_muted + ["deaf"] * data.output_muted
    return ", ".join(part for part in parts if part)
