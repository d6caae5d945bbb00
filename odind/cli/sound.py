"""`odindctl sound`: sounds that the daemon keeps, for players."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from .commands import Noun
from .documents import document
from .printable import printable

if TYPE_CHECKING:
    from odind.client import messages

    from .settings import Settings

_HEADER: Final = ("SOUND", "NAME", "SECONDS", "LUFS", "BYTES")
_file = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group(cls=Noun)
def sound() -> None:
    """Keep sounds in the daemon: upload them once, play them often."""


@sound.command(example="odindctl sound put gong.flac\nodindctl sound put jingle.mp3 --name jingle --json")
@click.argument("file", type=_file)
@click.option("--name", help="What to call it. Default: the name of the file.")
@click.pass_obj
def put(settings: Settings, /, file: Path, *, name: str | None) -> None:
    """Upload FILE in any format, and print the id of the sound. The same file has the same id."""
    found = settings.ask(lambda daemon: daemon.library.put(file, name))
    settings.show(document(found), found.sound_id)


@sound.command("list", example="odindctl sound list\nodindctl sound list -o jsonl")
@click.pass_obj
def list_(settings: Settings) -> None:
    """List the sounds."""
    found = settings.ask(lambda daemon: daemon.library.list())
    settings.show_list("sounds", [document(one) for one in found], map(_row, found), header=_HEADER)


@sound.command(example="odindctl sound get SOUND")
@click.argument("sound_id", metavar="SOUND")
@click.pass_obj
def get(settings: Settings, sound_id: str) -> None:
    """Show what is known of a sound."""
    found = settings.ask(lambda daemon: daemon.library.get(sound_id))
    names = ("sound", "name", "seconds", "lufs", "bytes")
    lines = zip(names, _row(found), strict=True)
    settings.show(document(found), "\n".join(f"{name:9}{printable(value)}" for name, value in lines))


@sound.command(example="odindctl sound delete SOUND")
@click.argument("sound_id", metavar="SOUND")
@click.pass_obj
def delete(settings: Settings, sound_id: str) -> None:
    """Remove a sound. Players that play it go on."""
    settings.ask(lambda daemon: daemon.library.delete(sound_id))
    settings.show({"sound_id": sound_id, "deleted": True}, printable(f"deleted {sound_id}"))


def _row(found: messages.Sound) -> tuple[str, ...]:
    seconds = found.duration.ToTimedelta().total_seconds()
    loudness = f"{found.loudness_lufs:.1f}" if found.HasField("loudness_lufs") else "-"
    return found.sound_id, found.name, f"{seconds:.3f}", loudness, str(found.size_bytes)
