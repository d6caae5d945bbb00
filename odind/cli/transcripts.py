"""`odindctl transcript`: what was said, as text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .commands import Noun
from .documents import document
from .transcript_text import FORMATS, HEADER, transcript_line, transcript_row

if TYPE_CHECKING:
    from odind.client import messages

    from .settings import Settings

_transcript = click.argument("transcript_id")


@click.group(cls=Noun)
def transcript() -> None:
    """Look after transcripts. `odindctl transcribe` makes one. docs/CAPTIONS.md explains them."""


@transcript.command("list", example="odindctl transcript list\nodindctl transcript list --room lobby --json")
@click.option("--room", "room_ids", multiple=True, help="Of this room. Repeatable.")
@click.option("--recording", "recording_ids", multiple=True, help="Of this recording. Repeatable.")
@click.pass_obj
def list_(settings: Settings, room_ids: tuple[str, ...], recording_ids: tuple[str, ...]) -> None:
    """List transcripts, oldest first: those that are being written and those that are over."""
    found = settings.ask(
        lambda daemon: daemon.captions.transcripts(room_ids=room_ids, recording_ids=recording_ids)
    )
    settings.show_list(
        "transcripts", [document(one) for one in found], map(transcript_row, found), header=HEADER
    )


@transcript.command(example="odindctl transcript show t1f0a2b3c4d5e6f70")
@_transcript
@click.pass_obj
def show(settings: Settings, transcript_id: str) -> None:
    """Show a transcript, without what was said."""
    _show(settings, settings.ask(lambda daemon: daemon.captions.get_transcript(transcript_id)))


@transcript.command(
    example="odindctl transcript get t1f0a2b3c4d5e6f70\n"
    "odindctl transcript get t1f0a2b3c4d5e6f70 --format srt --out talk.srt"
)
@_transcript
@click.option("--format", "as_format", type=click.Choice(FORMATS), default="txt", help="Default: txt.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.pass_obj
def get(settings: Settings, /, transcript_id: str, *, as_format: str, out: Path | None) -> None:
    """Print what was said, also while it is being written."""
    text = settings.ask(lambda daemon: daemon.captions.export(transcript_id, as_format)).decode()
    if out:
        out.write_text(text)
    shown = str(out) if out else text.rstrip("\n")
    settings.show({"transcript_id": transcript_id, "format": as_format, "content": text}, shown)


@transcript.command(example="odindctl transcript stop t1f0a2b3c4d5e6f70")
@_transcript
@click.pass_obj
def stop(settings: Settings, transcript_id: str) -> None:
    """End a transcript that is being written; what it has is kept."""
    _show(settings, settings.ask(lambda daemon: daemon.captions.stop_transcript(transcript_id)))


@transcript.command(example="odindctl transcript delete t1f0a2b3c4d5e6f70")
@_transcript
@click.pass_obj
def delete(settings: Settings, transcript_id: str) -> None:
    """Delete a transcript that is over, with its files."""
    settings.ask(lambda daemon: daemon.captions.delete_transcript(transcript_id))
    settings.show({"transcript_id": transcript_id, "deleted": True}, f"{transcript_id} is deleted")


@transcript.command(example="odindctl transcript engine")
@click.pass_obj
def engine(settings: Settings) -> None:
    """Show how the engine does: what waits for it, and what it had no answer for."""
    one = settings.ask(lambda daemon: daemon.captions.engine())
    lag_s = one.lag.ToMilliseconds() / 1_000
    counts = f"{one.asked} asked, {one.dropped} dropped, {one.failed} failed"
    settings.show(document(one), f"{one.engine}: {one.waiting} wait, {lag_s:.1f} s late; {counts}")


def _show(settings: Settings, one: messages.Transcript) -> None:
    settings.show(document(one), transcript_line(one))
