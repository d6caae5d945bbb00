"""`odindctl clip`: the last seconds of a connection, kept in memory and saved when they were worth it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .commands import Noun
from .connection_option import chosen_connection, connection_option
from .documents import document
from .recording_text import recording_text
from .spans import Span

if TYPE_CHECKING:
    from datetime import timedelta

    from odind.client import Daemon, messages

    from .settings import Settings


@click.group(cls=Noun)
def clip() -> None:
    """Keep the last seconds of what a connection hears in memory, and save them as a recording."""


@clip.command(example="odindctl clip keep 30s\nodindctl clip keep 0")
@click.argument("length", type=Span())
@connection_option
@click.pass_obj
def keep(settings: Settings, length: timedelta, connection_id: str | None) -> None:
    """Keep so much of the latest in memory, at most 5 minutes; 0 keeps nothing any more."""

    async def work(daemon: Daemon) -> str:
        chosen = await chosen_connection(daemon, connection_id)
        await daemon.recordings.set_capture_ring(chosen, length)
        return chosen

    chosen = settings.ask(work)
    seconds = length.total_seconds()
    settings.show({"connection_id": chosen, "length_s": seconds}, f"keeps the last {seconds:g} s")


@clip.command(example="odindctl clip save\nodindctl clip save --last 20s --layout multitrack --user bob")
@connection_option
@click.option("--last", type=Span(), help="How much of the latest. Default: all that is kept.")
@click.option(
    "--layout",
    type=click.Choice(["per_peer", "multitrack", "mix"]),
    default="per_peer",
    help="As for recordings.",
)
@click.option("--user", "user_ids", multiple=True, help="Save this user alone. Repeatable.")
@click.option("--name", default="", help="The folder's name, as in clips/{room_id}-{utc}.")
@click.pass_obj
def save(
    settings: Settings,
    /,
    connection_id: str | None,
    last: timedelta | None,
    *,
    layout: str,
    user_ids: tuple[str, ...],
    name: str,
) -> None:
    """Save the latest of what is kept, and wait until the files are complete."""

    async def work(daemon: Daemon) -> messages.Recording:
        chosen = await chosen_connection(daemon, connection_id)
        saved = await daemon.recordings.save_clip(chosen, last, layout, user_ids=user_ids, name=name)
        return await daemon.recordings.ended(saved.recording_id)

    one = settings.ask(work)
    settings.show(document(one), recording_text(one))
