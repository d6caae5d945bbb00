"""`odindctl audio`: speak, listen, show levels, change how peers are heard."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict, Unpack

import click

from .commands import Noun
from .connection_option import chosen_connection, connection_option, using
from .documents import document
from .numbers import DURATION_S, PEER_ID, Number
from .sound_options import STANDARD, Wanted, audio_format, channels_option, rate_option, recording_options
from .speaking_options import speaking_options
from .statistics import stats

if TYPE_CHECKING:
    from odind.client import Daemon, messages

    from .metering import Level
    from .settings import Settings
    from .speaking_options import Speaking

# The verbs import the sound modules themselves: FFmpeg's libraries and gRPC are slow to load.

_INTERVAL_S: Final = 0.1


@click.group(cls=Noun)
def audio() -> None:
    """Speak into a room, listen to it, see how loud it is."""


@audio.command(
    example="odindctl audio push speech.wav\n"
    "odindctl audio push -c c-1 music.flac --json\n"
    "odindctl audio push music.flac --gain -12 --ducked --barge-in --barge-in-duck 12\n"
    "arecord -t raw -f S16_LE -r 16000 | odindctl audio push - --rate 16000"
)
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True, path_type=Path)
)
@rate_option
@channels_option
@click.option(
    "--format", "sample_format", type=click.Choice(["s16le", "f32le"]), help="Sample format. Default: s16le."
)
@connection_option
@speaking_options
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
    speaking: Speaking,
) -> None:
    """Speak a sound file into a room, and return when its last sample is spoken.

    WAV, FLAC, MP3, Ogg, Opus, M4A, WebM and whatever else FFmpeg reads. More than two channels are mixed
    down; rates that ODIN does not support are converted. FILE - reads raw samples from stdin, which --rate,
    --channels and --format describe.

    Ctrl-C stops at once and drops what is not spoken yet. So does speech that interrupts, with
    --barge-in-confirm-at-deadline; that is no error.
    """
    raw = audio_format(rate, channels, sample_format) if file == STANDARD else None
    if raw is None and any(value is not None for value in (rate, channels, sample_format)):
        raise click.UsageError("--rate, --channels and --format describe raw samples from stdin: FILE is -")

    from odind.client.sounds import FileSound  # noqa: PLC0415

    from . import pushing  # noqa: PLC0415
    from .sounds import PipedSound  # noqa: PLC0415

    sound = PipedSound(sys.stdin.buffer, raw) if raw else FileSound(file)
    pushing.push(context, sound, lambda daemon: using(daemon, connection_id), speaking)


@audio.command(
    example="odindctl audio listen --out room.wav --seconds 10\n"
    "odindctl audio listen -c c-1 --out talk.flac --per-peer\n"
    "odindctl audio listen --out - --format wav | ffplay -nodisp -"
)
@connection_option
@recording_options
@click.pass_obj
def listen(settings: Settings, /, connection_id: str | None, **wanted: Unpack[Wanted]) -> None:
    """Record a room to a file or to stdout: the mix of all peers, or each peer on its own.

    The recording starts when listening starts, and is silent while nobody speaks. Ctrl-C ends it and
    completes the file. An existing file is replaced.
    """
    from . import listening  # noqa: PLC0415

    listening.record(settings, lambda daemon: using(daemon, connection_id), wanted)


@audio.command(example="odindctl audio level\nodindctl audio level --json --seconds 5 | jq .peers")
@connection_option
@click.option(
    "--interval",
    type=Number(0.02, 10),
    default=_INTERVAL_S,
    show_default=True,
    help="Seconds between two readings.",
)
@click.option("--seconds", type=DURATION_S, help="Duration. Default: until Ctrl-C.")
@click.pass_obj
def level(settings: Settings, connection_id: str | None, interval: float, seconds: float | None) -> None:
    """Show how loud each peer is, on a terminal as bars from -60 to 0 dBFS.

    With -o, or if stdout is not a terminal, each reading is one document, of JSON by default.
    """
    from .metering import measure, meter_lines  # noqa: PLC0415
    from .terminal import Screen  # noqa: PLC0415

    screen = Screen() if sys.stdout.isatty() and not settings.as_documents else None

    def show(levels: list[Level]) -> None:
        if screen:
            screen.draw(meter_lines(levels, screen.size[0]))
        else:
            settings.show_document({"kind": "levels", "peers": levels})

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
    type=PEER_ID,
    multiple=True,
    metavar="PEER",
    help="Id of a peer that --gain, --mute and --pause apply to. Repeatable.",
)
@click.option("--gain", "gain_db", type=Number(-60, 24), metavar="DB", help="Gain, -60 to 24 dB.")
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


audio.add_command(stats)


@audio.command(example="odindctl audio reset\nodindctl audio reset -c c-1 --peer 4")
@connection_option
@click.option(
    "--peer",
    "peer_ids",
    type=PEER_ID,
    multiple=True,
    metavar="PEER",
    help="Id of a peer. Default: all.",
)
@click.pass_obj
def reset(settings: Settings, connection_id: str | None, peer_ids: tuple[int, ...]) -> None:
    """Decode peers anew, and drop what of them waits to be heard."""

    async def work(daemon: Daemon) -> str:
        chosen = await chosen_connection(daemon, connection_id)
        await daemon.reset_audio(chosen, peer_ids)
        return chosen

    chosen = settings.ask(work)
    settings.show({"connection_id": chosen, "peer_ids": peer_ids}, "reset")
