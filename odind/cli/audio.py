"""`odindctl audio`: speak a file into a room, write a room to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .commands import Noun
from .connection_option import chosen_connection, connection_option
from .printable import printable

if TYPE_CHECKING:
    from odind.client import Daemon, SendDrained

    from .settings import Settings

# The modules that touch sound are loaded by the verbs themselves: libsndfile and gRPC take a while.


@click.group(cls=Noun)
def audio() -> None:
    """Speak a sound file into a room, or write what is heard to one."""


@audio.command(example="odindctl audio push speech.wav\nodindctl audio push -c c-1 music.flac --json")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@connection_option
@click.pass_obj
def push(settings: Settings, file: Path, connection_id: str | None) -> None:
    """Speak a sound file into the room and wait until the last sample is spoken.

    WAV, FLAC, Ogg, MP3 and whatever else libsndfile reads, mono or stereo, 8,000 to 192,000 Hz.
    """
    from .pushing import opened, push_sound  # noqa: PLC0415

    with opened(file) as sound:

        async def work(daemon: Daemon) -> SendDrained:
            return await push_sound(daemon, await chosen_connection(daemon, connection_id), sound)

        drained = settings.ask(work)
        rate = sound.samplerate
    settings.show(
        {"samples": drained.samples, "sample_rate_hz": rate, "underruns": drained.underruns},
        f"spoke {drained.samples} samples ({drained.samples / rate:.2f} s), {drained.underruns} underruns",
    )


@audio.command(
    example="odindctl audio listen --out room.wav --seconds 10\n"
    "odindctl audio listen -c c-1 --out talk.flac --per-peer"
)
@connection_option
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file; its ending says which format: wav, flac, ogg.",
)
@click.option(
    "--per-peer",
    is_flag=True,
    help="One file per peer, OUT-<peer id>-<user id>, all aligned and equally long.",
)
@click.option(
    "--seconds", type=click.FloatRange(min=0, min_open=True), help="How long. Default: until Ctrl-C."
)
@click.option("--rate", type=int, default=48_000, show_default=True, help="Samples per second.")
@click.option("--channels", type=int, default=1, show_default=True, help="1 or 2.")
@click.pass_obj
def listen(
    settings: Settings,
    connection_id: str | None,
    out: Path,
    *,
    per_peer: bool,
    seconds: float | None,
    rate: int,
    channels: int,
) -> None:
    """Write what is heard to a file: the mix of all peers, or each peer on its own.

    Ctrl-C ends the recording; the file is complete then. A file of that name is replaced.
    """
    from .listening import Wish, listen_into  # noqa: PLC0415
    from .recording import Recording  # noqa: PLC0415

    wish = Wish(rate, channels, per_peer=per_peer, seconds=seconds)
    with Recording(out, wish.audio_format, per_peer=per_peer) as recording:

        async def work(daemon: Daemon) -> None:
            chosen = await chosen_connection(daemon, connection_id)
            await listen_into(
                recording, daemon, chosen, wish, lambda: settings.remark("hearing, Ctrl-C ends")
            )

        settings.follow(work)
    lines = [
        f"{printable(str(track.path))}  {track.samples / rate:.2f} s" for track in recording.tracks.values()
    ]
    lost = f"{recording.dropped} times 20 ms were lost" if recording.dropped else ""
    settings.show(recording.document(), "\n".join(lines) or "nobody was heard", lost)
