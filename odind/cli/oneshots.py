"""`odindctl speak` and `odindctl record`: join a room, do one thing, leave."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack, cast

import click

from .commands import Verb
from .join_options import Joiner, join_options, room_argument, stay
from .sound_options import recording_options
from .speaking_options import speaking_options

if TYPE_CHECKING:
    from .settings import Settings
    from .sound_options import Wanted
    from .speaking_options import Speaking

# The verbs import the sound modules themselves: FFmpeg's libraries and gRPC are slow to load.


@click.command(
    cls=Verb,
    example="odindctl speak lobby announcement.wav --user announcer\n"
    "odindctl speak lobby jingle.mp3 --user dj --json",
)
@click.argument("room_id", metavar="ROOM")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@join_options
@speaking_options
@click.pass_context
def speak(
    context: click.Context, /, room_id: str, file: Path, *, speaking: Speaking, **joiner: Unpack[Joiner]
) -> None:
    """Join a room, speak a sound file into it, and leave when its last sample is spoken.

    FILE is any that `audio push` takes. Ctrl-C stops at once, and leaves.
    """
    from odind.client.sounds import FileSound  # noqa: PLC0415

    from .pushing import push  # noqa: PLC0415

    push(context, FileSound(file), lambda daemon: stay(daemon, room_id, joiner), speaking)


@click.command(
    cls=Verb,
    example="odindctl record lobby --out lobby.wav --user recorder --seconds 60\n"
    "odindctl record lobby --out talk.flac --per-peer --user recorder",
)
@room_argument
@join_options
@recording_options
@click.pass_obj
def record(settings: Settings, /, room_id: str, **options: Any) -> None:
    """Join a room, record it, and leave: the mix of all peers, or each peer on its own.

    Ctrl-C ends the recording, completes its files and leaves. An existing file is replaced.
    """
    from . import listening  # noqa: PLC0415

    joiner = cast("Joiner", {name: options.pop(name) for name in Joiner.__annotations__})
    listening.record(settings, lambda daemon: stay(daemon, room_id, joiner), cast("Wanted", options))
