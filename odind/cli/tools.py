"""`odindctl tool`: raw samples converted and mixed by the daemon."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import click

from .commands import Noun
from .numbers import RATE_HZ, Number
from .sound_options import audio_format, channels_option, rate_option

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from odind.client import Daemon

    from .settings import Settings

_BLOCK_BYTES: Final = 131_072
_raw: Final = click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True, path_type=Path)
_format: Final = click.option(
    "--format", "sample_format", type=click.Choice(["s16le", "f32le"]), help="Sample format. Default: s16le."
)


@click.group(cls=Noun)
def tool() -> None:
    """Convert and mix raw samples. Results go to stdout."""


@tool.command(
    example="odindctl tool resample call.raw --rate 8000 --to 48000 > call-48k.raw\n"
    "arecord -t raw -f S16_LE -r 44100 | odindctl tool resample - --rate 44100 --to 16000 > call.raw"
)
@click.argument("file", type=_raw)
@rate_option
@click.option("--to", "to_rate", type=RATE_HZ, required=True, help="The rate that is wanted.")
@channels_option
@_format
@click.pass_obj
def resample(
    settings: Settings,
    /,
    file: Path,
    *,
    rate: int | None,
    to_rate: int,
    channels: int | None,
    sample_format: str | None,
) -> None:
    """Convert the samples of FILE, or - for stdin, to another rate."""
    come, wanted = (audio_format(one, channels, sample_format) for one in (rate, to_rate))

    async def work(daemon: Daemon) -> None:
        with _opened(file) as source:
            await _write(daemon.tools.resample(_blocks(source), come, wanted))

    settings.ask(work)


@tool.command(example="odindctl tool mix voice.raw music.raw --gain 0 --gain -12 --rate 44100 > both.raw")
@click.argument("files", type=_raw, nargs=-1, required=True)
@click.option(
    "--gain",
    "gains",
    type=Number(-60, 24),
    metavar="DB",
    multiple=True,
    help="Of each file in turn. Repeatable.",
)
@rate_option
@channels_option
@_format
@click.pass_obj
def mix(
    settings: Settings,
    /,
    files: tuple[Path, ...],
    *,
    gains: tuple[float, ...],
    rate: int | None,
    channels: int | None,
    sample_format: str | None,
) -> None:
    """Add up the samples of FILES, which have one format, until the longest of them ends."""
    layout = audio_format(rate, channels, sample_format)

    async def work(daemon: Daemon) -> None:
        with ExitStack() as opened:
            sources = [opened.enter_context(_opened(file)) for file in files]
            await _write(daemon.tools.mix(_pieces(sources), layout, gain_db=gains))

    settings.ask(work)


def _opened(file: Path) -> IO[bytes]:
    return sys.stdin.buffer if str(file) == "-" else file.open("rb")


def _blocks(source: IO[bytes]) -> Iterator[bytes]:
    while block := source.read(_BLOCK_BYTES):
        yield block


def _pieces(sources: Sequence[IO[bytes]]) -> Iterator[list[bytes]]:
    """Yield a piece of every file, so much that all together are a small message."""
    size = max(8, _BLOCK_BYTES // len(sources) // 8 * 8)
    while any(pieces := [source.read(size) for source in sources]):
        yield pieces


async def _write(made: AsyncIterator[bytes]) -> None:
    async for pcm in made:
        sys.stdout.buffer.write(pcm)
    sys.stdout.buffer.flush()
