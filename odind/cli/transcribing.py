"""`odindctl transcribe`: a sound file or a recording as text."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from odind.core.errors import FailedPreconditionError

from .commands import Verb
from .documents import document
from .recordings import find_recording
from .terminal import StatusLine
from .transcript_text import FORMATS, NEGLIGIBLE, transcript_line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.client import Daemon, messages

    from .settings import Settings

_BAR: Final = 30
_FAILED: Final = "failed"


@click.command(
    cls=Verb,
    example="odindctl transcribe talk.mp3\n"
    "odindctl transcribe talk.mp3 --format vtt --out talk.vtt --vocabulary 'Kubernetes, Grafana'\n"
    "odindctl transcribe r-1 --format json   # a recording: its speakers are named",
)
@click.argument("source", metavar="FILE|RECORDING")
@click.option("--format", "as_format", type=click.Choice(FORMATS), default="txt", help="Default: txt.")
@click.option("--language", default="", help="A code like en or pt-BR. Default: the engine finds it.")
@click.option("--vocabulary", default="", help="Names and words that may be said.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.pass_obj
def transcribe(
    settings: Settings, /, source: str, *, as_format: str, language: str, vocabulary: str, out: Path | None
) -> None:
    """Have the daemon transcribe a sound file or a recording that is over, and print it."""
    is_file = Path(source).is_file()

    async def work(daemon: Daemon) -> tuple[messages.Transcript, str]:
        async with _begun(daemon, source, language, vocabulary, is_file=is_file) as begun:
            ended = await _ended(daemon, begun.transcript_id)
        return ended, (await daemon.captions.export(ended.transcript_id, as_format)).decode()

    ended, text = settings.ask(work)
    _require_complete(ended)
    if out:
        out.write_text(text)
    shown = transcript_line(ended) if out else text.rstrip("\n")
    settings.show({**document(ended), "content": text}, shown, NEGLIGIBLE if not text.strip() else "")


@asynccontextmanager
async def _begun(
    daemon: Daemon, source: str, language: str, vocabulary: str, *, is_file: bool
) -> AsyncIterator[messages.Transcript]:
    """Begin a transcript; an upload that was made for it is gone after the block."""
    if not is_file:
        recording_id = await find_recording(daemon, source)
        yield await daemon.captions.transcribe_recording(
            recording_id, language=language, vocabulary=vocabulary
        )
        return
    before = {one.sound_id for one in await daemon.library.list()}
    sound = await daemon.library.put(source)
    try:
        yield await daemon.captions.transcribe_sound(sound.sound_id, language=language, vocabulary=vocabulary)
    finally:
        if sound.sound_id not in before:
            await daemon.library.delete(sound.sound_id)


async def _ended(daemon: Daemon, transcript_id: str) -> messages.Transcript:
    """Wait for the end of a transcript, with a bar on a terminal."""
    from odind.client.messages import Transcript  # noqa: PLC0415 - --help must not wait for it

    line, latest = StatusLine(), Transcript()
    async for told in daemon.captions.follow(transcript_id):
        if isinstance(told, Transcript):
            latest = told
            line.show(_bar(told))
    line.clear()
    return latest


def _bar(one: messages.Transcript) -> str:
    done = round(_BAR * one.progress)
    return f"[{'#' * done}{'.' * (_BAR - done)}] {one.progress:4.0%}  {one.segments} segments {one.detail}"


def _require_complete(one: messages.Transcript) -> None:
    if document(one)["state"] == _FAILED:
        raise FailedPreconditionError(one.reason, "{detail}", detail=one.detail)
