"""`odindctl recording get|delete|upload|decrypt`: the files of recordings."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import click

from odind.core.errors import AlreadyExistsError, FailedPreconditionError, NotFoundError

from .documents import document
from .recordings import find_recording, recording, recording_argument, show_recording
from .spans import Span

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import timedelta

    from odind.client import Daemon, messages

    from .settings import Settings

_PART: Final = ".part"
_PIECE_BYTES: Final = 1 << 20
_existing: Final = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@recording.command(
    example="odindctl recording get r-1\nodindctl recording get r-1 mix.flac --to talks\n"
    "odindctl recording get r-1 --to so-far   # also while it is recorded"
)
@recording_argument
@click.argument("files", nargs=-1)
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to, which is made. Default: one named like the recording's.",
)
@click.pass_obj
def get(settings: Settings, name: str, files: tuple[str, ...], folder: Path | None) -> None:
    """Copy FILES of a recording from the daemon, or all; of a running one what there is of them so far."""

    async def work(daemon: Daemon) -> list[Path]:
        one = await daemon.recordings.get(await find_recording(daemon, name))
        target = folder or Path(Path(one.folder).name)
        target.mkdir(parents=True, exist_ok=True)
        return [await _copy(daemon, one, artifact, target) for artifact in _chosen(one, files)]

    copied = settings.ask(work)
    settings.show_list(
        "files", [{"file": str(path)} for path in copied], ([str(path)] for path in copied), header=("FILE",)
    )


@recording.command(example="odindctl recording delete r-1")
@recording_argument
@click.pass_obj
def delete(settings: Settings, name: str) -> None:
    """Erase the files of a recording that is over, here and at its outputs. A tombstone stays."""

    async def work(daemon: Daemon) -> messages.Recording:
        return await daemon.recordings.delete(await find_recording(daemon, name))

    show_recording(settings, settings.ask(work))


@recording.command(example="odindctl recording upload r-1")
@recording_argument
@click.pass_obj
def upload(settings: Settings, name: str) -> None:
    """Try at once to bring files to their outputs, also those that were given up."""

    async def work(daemon: Daemon) -> messages.Recording:
        return await daemon.recordings.upload(await find_recording(daemon, name))

    show_recording(settings, settings.ask(work))


@recording.command(
    example="odindctl recording url r-1 mix.flac\nodindctl recording url r-1 mix.flac --for 24h"
)
@recording_argument
@click.argument("file")
@click.option("--for", "lifetime", type=Span(), help="How long the address holds, up to 7 days. Default: 1h.")
@click.pass_obj
def url(settings: Settings, name: str, file: str, *, lifetime: timedelta | None) -> None:
    """Print an address at which a bucket serves FILE to everybody who has it."""

    async def work(daemon: Daemon) -> messages.SignArtifactResponse:
        return await daemon.recordings.sign(await find_recording(daemon, name), file, lifetime)

    signed = settings.ask(work)
    settings.show(document(signed), signed.url)


@recording.command(
    example="odindctl recording decrypt mix.flac --key archive.key --to mix-plain.flac\n"
    "odindctl recording decrypt mix.flac.part --key archive.key --to so-far.flac"
)
@click.argument("sealed", type=_existing)
@click.option(
    "--key", "keys", type=_existing, multiple=True, required=True, help="File with the key. Repeatable."
)
@click.option(
    "--to", "plain", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write."
)
@click.pass_obj
def decrypt(settings: Settings, sealed: Path, keys: tuple[Path, ...], plain: Path) -> None:
    """Open a sealed file with its key, finished or not. Needs no daemon."""
    from odind.sealing.file import open_sealed  # noqa: PLC0415 - loads cryptography
    from odind.sealing.keys import SealingKey, SealingKeys  # noqa: PLC0415

    if plain.exists():
        raise AlreadyExistsError("FILE_EXISTS", "there is a file {file} already", file=plain)
    known = SealingKeys(SealingKey.parse(key.read_text().strip()) for key in keys)
    with open_sealed(sealed, known) as source, plain.open("wb") as target:
        while piece := source.read(_PIECE_BYTES):
            target.write(piece)
        size = target.tell()
    settings.show({"file": str(plain), "size_bytes": size}, f"{plain}: {size} bytes")


def _chosen(one: messages.Recording, files: Sequence[str]) -> list[messages.Artifact]:
    """Return the named artifacts, or all that have a content; raises ARTIFACT_NOT_FOUND."""
    by_name = {artifact.file: artifact for artifact in one.artifacts}
    for file in files:
        if file not in by_name:
            raise NotFoundError(
                "ARTIFACT_NOT_FOUND",
                "the recording has no file {file}; it has {files}",
                file=file,
                files=", ".join(by_name) or "none yet",
            )
    gone = (artifact for artifact in one.artifacts if document(artifact)["state"] != "deleted")
    return [by_name[file] for file in files] or list(gone)


async def _copy(daemon: Daemon, one: messages.Recording, artifact: messages.Artifact, folder: Path) -> Path:
    target = folder / artifact.file.removesuffix(_PART)
    draft = target.with_name(f"{target.name}{_PART}")
    pieces = daemon.recordings.download(one.recording_id, artifact.file)
    with draft.open("wb") as written:
        digest = await _write(pieces, written, artifact)
    if artifact.sha256 and digest != artifact.sha256:
        raise FailedPreconditionError(
            "FILE_CHANGED", "{file} is not what was recorded: it was changed", file=artifact.file
        )
    return draft.replace(target)


async def _write(pieces: AsyncIterator[bytes], target: BinaryIO, artifact: messages.Artifact) -> str:
    """Write pieces, show how far it is on a terminal, and return their SHA-256."""
    digest = hashlib.sha256()
    with click.progressbar(
        length=artifact.size_bytes, label=artifact.file, file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        async for piece in pieces:
            target.write(piece)
            digest.update(piece)
            bar.update(len(piece))
    return digest.hexdigest()
