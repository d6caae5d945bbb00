"""The options that describe sound, of the verbs that speak and listen."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict

import click

from .numbers import DURATION_S, RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.client import AudioFormat

STANDARD: Final = Path("-")
_RATE_HZ: Final = 48_000

rate_option: Final = click.option(
    "--rate", type=RATE_HZ, help=f"Samples per second, 8,000 to 192,000. Default: {_RATE_HZ:,}."
)
channels_option: Final = click.option("--channels", type=click.IntRange(1, 2), help="1 or 2. Default: 1.")


class Wanted(TypedDict):
    """The options of a recording."""

    out: Path
    pipe_format: str | None
    per_peer: bool
    seconds: float | None
    rate: int | None
    channels: int | None


def recording_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a recording; the command gets the fields of `Wanted`."""

    @click.option(
        "--out",
        required=True,
        type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
        help="File to write; its suffix sets the format: .wav, .flac, .ogg or .opus (Opus). - is stdout.",
    )
    @click.option(
        "--format",
        "pipe_format",
        type=click.Choice(["s16le", "f32le", "wav"]),
        help="Format on stdout: raw samples, or 16-bit WAV. Default: s16le.",
    )
    @click.option(
        "--per-peer",
        is_flag=True,
        help="One file per peer, OUT-<peer id>-<user id>; all are aligned and of equal length.",
    )
    @click.option("--seconds", type=DURATION_S, help="Duration. Default: until Ctrl-C.")
    @rate_option
    @channels_option
    @functools.wraps(command)
    def checked(*args: object, out: Path, pipe_format: str | None, per_peer: bool, **options: Any) -> None:
        piped = out == STANDARD
        if piped and per_peer:
            raise click.UsageError("--per-peer writes several files: --out cannot be -")
        if pipe_format and not piped:
            raise click.UsageError("--format applies to --out - only: the suffix of a file sets its format")
        command(*args, out=out, pipe_format=pipe_format, per_peer=per_peer, **options)

    return checked


def audio_format(rate: int | None, channels: int | None, sample_format: str | None) -> AudioFormat:
    """Return the format, with defaults for what was not given."""
    from odind.client import F32LE, S16LE, AudioFormat  # noqa: PLC0415 - loading gRPC takes a while

    return AudioFormat(
        sample_rate_hz=_RATE_HZ if rate is None else rate,
        channels=1 if channels is None else channels,
        sample_format=F32LE if sample_format == "f32le" else S16LE,
    )
