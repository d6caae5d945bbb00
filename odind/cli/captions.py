"""`odindctl captions`: what is said in a room, as text while it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .commands import Noun
from .connection_option import own_voice_option
from .documents import document
from .source_options import Source, source_options
from .tables import table
from .terminal import StatusLine
from .transcript_text import CAPTIONS_HEADER, captions_row, segment_line

if TYPE_CHECKING:
    from odind.client import Daemon, messages

    from .settings import Settings

_captions = click.argument("captions_id")


@click.group(cls=Noun)
def captions() -> None:
    """Have what is said in rooms understood. docs/CAPTIONS.md explains it."""


@captions.command(
    example="odindctl captions start\n"
    "odindctl captions start --room lobby --language en --chat\n"
    "odindctl captions start --interim --vocabulary 'Kubernetes, Grafana'"
)
@source_options("Caption")
@click.option("--language", default="", help="A code like en or pt-BR. Default: the engine finds it.")
@click.option("--vocabulary", default="", help="Names and words that may be said.")
@click.option("--user", "user_ids", multiple=True, help="Caption this user alone. Repeatable.")
@own_voice_option
@click.option("--interim", is_flag=True, help="Also tell what is being said, every two seconds.")
@click.option("--chat", is_flag=True, help="Send what was said into the room, as a message of its chat.")
@click.pass_obj
def start(
    settings: Settings,
    /,
    *,
    source: Source,
    language: str,
    vocabulary: str,
    user_ids: tuple[str, ...],
    own_voice: bool,
    interim: bool,
    chat: bool,
) -> None:
    """Begin to caption a connection or a room."""

    async def work(daemon: Daemon) -> messages.Captions:
        chosen = "" if source.room_id else await source.connection(daemon)
        return await daemon.captions.start(
            chosen,
            room_id=source.room_id,
            **source.bot,
            language=language,
            vocabulary=vocabulary,
            user_ids=user_ids,
            own_voice=own_voice,
            interim=interim,
            chat=chat,
        )

    _show(settings, settings.ask(work))


@captions.command(example="odindctl captions stop q1f0\nodindctl captions stop q1f0 --no-wait")
@_captions
@click.option("--no-wait", is_flag=True, help="Do not wait until the transcript is complete.")
@click.pass_obj
def stop(settings: Settings, captions_id: str, *, no_wait: bool) -> None:
    """End captions, and wait until their transcript is complete."""

    async def work(daemon: Daemon) -> messages.Captions:
        stopped = await daemon.captions.stop(captions_id)
        if not no_wait:
            await daemon.captions.ended(stopped.transcript_id)
        return await daemon.captions.get(stopped.job.job_id)

    _show(settings, settings.ask(work))


@captions.command("list", example="odindctl captions list\nodindctl captions list --room lobby --json")
@click.option("--room", "room_ids", multiple=True, help="Of this room. Repeatable.")
@click.pass_obj
def list_(settings: Settings, room_ids: tuple[str, ...]) -> None:
    """List captions, oldest first: those that run and those that are over."""
    found = settings.ask(lambda daemon: daemon.captions.list(room_ids=room_ids))
    settings.show_list(
        "captions", [document(one) for one in found], map(captions_row, found), header=CAPTIONS_HEADER
    )


@captions.command(example="odindctl captions follow\nodindctl captions follow --room lobby -o jsonl")
@click.option("--room", "room_ids", multiple=True, help="Of this room. Repeatable. Default: all.")
@click.pass_obj
def follow(settings: Settings, room_ids: tuple[str, ...]) -> None:
    """Print what is said, by speaker, until Ctrl-C; what is being said stands on the last line."""

    async def work(daemon: Daemon) -> None:
        line = StatusLine()
        async for segment in daemon.captions.spoken(room_ids=room_ids):
            if segment.final or settings.as_documents:
                line.clear()
                settings.show(document(segment), segment_line(segment))
            else:
                line.show(segment_line(segment))

    settings.follow(work)


def _show(settings: Settings, one: messages.Captions) -> None:
    settings.show(document(one), table([CAPTIONS_HEADER, captions_row(one)]))
