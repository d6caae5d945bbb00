"""`odindctl audio`: speak, listen, show levels, change how peers are heard."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict, Unpack

import click

from .commands import Noun
from .connection_option import chosen_connection, connection_option
from .documents import document
from .exits import INTERRUPTED
from .printable import printable

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from odind.client import AudioFormat, Daemon, messages

    from .metering import Level
    from .pushing import Spoken
    from .recording import Recording
    from .settings import Settings
    from .sounds import Sound

# The verbs import the sound modules themselves: FFmpeg's libraries and gRPC are slow to load.

_STANDARD: Final = Path("-")
_RATE_HZ: Final = 48_000
_INTERVAL_S: Final = 0.1
_rate_option: Final = click.option(
    "--rate", type=int, help=f"Samples per second, 8,000 to 192,000. Default: {_RATE_HZ:,}."
)
_channels_option: Final = click.option("--channels", type=int, help="1 or 2. Default: 1.")


@click.group(cls=Noun)
def audio() -> None:
    """Speak into a room, listen to it, see how loud it is."""


@audio.command(
    example="odindctl audio push speech.wav\n"
    "odindctl audio push -c c-1 music.flac --json\n"
    "arecord -t raw -f S16_LE -r 16000 | odindctl audio push - --rate 16000"
)
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True, path_type=Path)
)
@_rate_option
@_channels_option
@click.option(
    "--format", "sample_format", type=click.Choice(["s16le", "f32le"]), help="Sample format. Default: s16le."
)
@connection_option
@click.pass_context
def push(
    context: click.Context,
    /,
    file: Path,
    connection_id: str | None,
    *,
    rate: int | None,
    channels: int | None,
    sample_format: str | None,
) -> None:
    """Speak a sound file into a room, and return when its last sample is spoken.

    WAV, FLAC, MP3, Ogg, Opus, M4A, WebM and whatever else FFmpeg reads. More than two channels are mixed
    down; rates that ODIN does not support are converted. FILE - reads raw samples from stdin, which --rate,
    --channels and --format describe.

    Ctrl-C stops at once and drops what is not spoken yet.
    """
    settings: Settings = context.obj
    raw = _format(rate, channels, sample_format) if file == _STANDARD else None
    if raw is None and any(value is not None for value in (rate, channels, sample_format)):
        raise click.UsageError("--rate, --channels and --format describe raw samples from stdin: FILE is -")

    from .sounds import FileSound, PipedSound  # noqa: PLC0415

    opened: AbstractContextManager[Sound]
    opened = nullcontext(PipedSound(sys.stdin.buffer, raw)) if raw else FileSound(file)
    with opened as sound:
        spoken = _push(settings, connection_id, sound)
    rate_hz = sound.audio_format.sample_rate_hz
    ending = f", interrupted: {spoken.dropped} samples dropped" if spoken.interrupted else ""
    settings.show(
        {
            "samples": spoken.samples,
            "sample_rate_hz": rate_hz,
            "underruns": spoken.underruns,
            "dropped_samples": spoken.dropped,
            "interrupted": spoken.interrupted,
        },
        f"spoke {spoken.samples} samples ({spoken.samples / rate_hz:.2f} s), "
        f"{spoken.underruns} underruns{ending}",
    )
    if spoken.interrupted:
        context.exit(INTERRUPTED)


def _push(settings: Settings, connection_id: str | None, sound: Sound) -> Spoken:
    from .pushing import push_sound  # noqa: PLC0415

    async def work(daemon: Daemon) -> Spoken:
        return await push_sound(daemon, await chosen_connection(daemon, connection_id), sound)

    said = len(sound.remarks)
    for remark in sound.remarks:
        settings.remark(printable(remark))
    spoken = settings.ask(work)
    for remark in sound.remarks[said:]:
        settings.remark(printable(remark))
    return spoken


def _format(rate: int | None, channels: int | None, sample_format: str | None) -> AudioFormat:
    from odind.client import F32LE, S16LE, AudioFormat  # noqa: PLC0415

    return AudioFormat(
        sample_rate_hz=_RATE_HZ if rate is None else rate,
        channels=1 if channels is None else channels,
        sample_format=F32LE if sample_format == "f32le" else S16LE,
    )


@audio.command(
    example="odindctl audio listen --out room.wav --seconds 10\n"
    "odindctl audio listen -c c-1 --out talk.flac --per-peer\n"
    "odindctl audio listen --out - --format wav | ffplay -nodisp -"
)
@connection_option
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
@click.option(
    "--seconds", type=click.FloatRange(min=0, min_open=True), help="Duration. Default: until Ctrl-C."
)
@_rate_option
@_channels_option
@click.pass_obj
def listen(
    settings: Settings,
    connection_id: str | None,
    out: Path,
    *,
    pipe_format: str | None,
    per_peer: bool,
    seconds: float | None,
    rate: int | None,
    channels: int | None,
) -> None:
    """Record a room to a file or to stdout: the mix of all peers, or each peer on its own.

    The recording starts when listening starts, and is silent while nobody speaks. Ctrl-C ends it and
    completes the file. An existing file is replaced.
    """
    piped = out == _STANDARD
    if piped and per_peer:
        raise click.UsageError("--per-peer writes several files: --out cannot be -")
    if pipe_format and not piped:
        raise click.UsageError("--format applies to --out - only: the suffix of a file sets its format")

    from .listening import listen_into  # noqa: PLC0415
    from .recording import Recording, SoundFile, SoundPipe  # noqa: PLC0415

    def pipe(_path: Path, audio_format: AudioFormat) -> SoundPipe:
        return SoundPipe(sys.stdout.buffer, audio_format, wav=pipe_format == "wav")

    wanted = _format(rate, channels, pipe_format)
    new_sink = pipe if piped else SoundFile
    with Recording(out, wanted, new_sink, per_peer=per_peer, seconds=seconds) as recording:

        async def work(daemon: Daemon) -> None:
            await listen_into(
                recording,
                daemon,
                await chosen_connection(daemon, connection_id),
                wanted,
                per_peer=per_peer,
                seconds=seconds,
                heard=lambda: settings.remark("listening: press Ctrl-C to stop"),
            )

        settings.follow(work)
    _report(settings, recording, wanted.sample_rate_hz, to_stderr=piped)


def _report(settings: Settings, recording: Recording, rate: int, *, to_stderr: bool) -> None:
    lines = [
        f"{printable(str(track.path))}  {track.samples / rate:.2f} s" for track in recording.tracks.values()
    ]
    text = "\n".join(lines) or "nobody was heard"
    lost = f"{recording.dropped} frames of 20 ms were lost" if recording.dropped else ""
    if to_stderr:  # stdout carries the sound
        click.echo(json.dumps(recording.document()) if settings.as_json else text, err=True)
        settings.remark(lost)
    else:
        settings.show(recording.document(), text, lost)


@audio.command(example="odindctl audio level\nodindctl audio level --json --seconds 5 | jq .peers")
@connection_option
@click.option(
    "--interval",
    type=click.FloatRange(0.02, 10),
    default=_INTERVAL_S,
    show_default=True,
    help="Seconds between two readings.",
)
@click.option(
    "--seconds", type=click.FloatRange(min=0, min_open=True), help="Duration. Default: until Ctrl-C."
)
@click.pass_obj
def level(settings: Settings, connection_id: str | None, interval: float, seconds: float | None) -> None:
    """Show how loud each peer is, on a terminal as bars from -60 to 0 dBFS.

    With --json, or if stdout is not a terminal, each reading is one JSON document.
    """
    from .metering import measure, meter_lines  # noqa: PLC0415
    from .terminal import Screen  # noqa: PLC0415

    screen = Screen() if sys.stdout.isatty() and not settings.as_json else None

    def show(levels: list[Level]) -> None:
        if screen:
            screen.draw(meter_lines(levels, screen.size[0]))
        else:
            click.echo(json.dumps({"peers": levels}))

    async def work(daemon: Daemon) -> None:
        await measure(daemon, await chosen_connection(daemon, connection_id), interval, seconds, show)

    settings.follow(work)


class PeerChanges(TypedDict):
    """The options of `audio adjust` that apply to single peers."""

    gain_db: float | None
    muted: bool | None
    paused: bool | None


@audio.command(
    example="odindctl audio adjust --deafen\n"
    "odindctl audio adjust -c c-1 --peer 4 --gain -6\n"
    "odindctl audio adjust --peer 4 --peer 7 --mute"
)
@connection_option
@click.option("--deafen/--undeafen", "deafened", default=None, help="Hear no peer, or hear peers again.")
@click.option(
    "--peer",
    "peer_ids",
    type=click.IntRange(min=1),
    multiple=True,
    metavar="PEER",
    help="Id of a peer that --gain, --mute and --pause apply to. Repeatable.",
)
@click.option("--gain", "gain_db", type=float, metavar="DB", help="Gain, -60 to 24 dB.")
@click.option(
    "--mute/--unmute",
    "muted",
    default=None,
    help="Leave the peers out of what this connection hears, or include them again.",
)
@click.option(
    "--pause/--resume",
    "paused",
    default=None,
    help="Have the server stop sending the peers' sound, or resume it.",
)
@click.pass_obj
def adjust(
    settings: Settings,
    /,
    connection_id: str | None,
    *,
    deafened: bool | None,
    peer_ids: tuple[int, ...],
    **changes: Unpack[PeerChanges],
) -> None:
    """Change how a connection hears the room or single peers, and print how it hears them now.

    Without options, only print it.
    """
    if bool(peer_ids) == all(value is None for value in changes.values()):
        raise click.UsageError("--gain, --mute and --pause go with --peer")

    async def work(daemon: Daemon) -> messages.UpdateListeningResponse:
        from odind.client import PeerListening  # noqa: PLC0415

        peers = [PeerListening(peer_id=peer_id, **changes) for peer_id in peer_ids]
        chosen = await chosen_connection(daemon, connection_id)
        return await daemon.update_listening(chosen, deafened=deafened, peers=peers)

    answer = settings.ask(work)
    lines = ["deafened" if answer.deafened else "hearing", *map(_hearing_line, answer.peers)]
    settings.show(document(answer), "\n".join(lines))


def _hearing_line(peer: messages.PeerListening) -> str:
    words = [f"peer {peer.peer_id}", f"{peer.gain_db:+.1f} dB"]
    words += [word for word in ("muted", "paused") if getattr(peer, word)]
    return "  ".join(words)
