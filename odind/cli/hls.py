"""`odindctl hls`: rooms as HTTP Live Streaming, for listeners who are not in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypedDict, Unpack

import click

from .commands import Noun
from .connection_option import own_voice_option
from .documents import document
from .hls_text import HEADER, hls_row, hls_text, live_line
from .numbers import PEER_ID
from .source_options import Source, source_options
from .spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from odind.client import Daemon, messages

    from .settings import Settings

_STATES: Final = ("starting", "active", "away", "ending", "ended", "failed")
_BIT_RATE: Final = click.IntRange(16_000, 256_000)
output_argument: Final = click.argument("job_id", metavar="OUTPUT")


class Wanted(TypedDict):
    """The options of `hls start` that go into the request as they are."""

    name: str
    user_ids: tuple[str, ...]
    peer_ids: tuple[int, ...]
    own_voice: bool
    bit_rates: tuple[int, ...]
    opus_bit_rate: int
    window: timedelta | None
    captions: bool
    whole_segments: bool
    outputs: tuple[str, ...]


@click.group(cls=Noun)
def hls() -> None:
    """Serve what is heard in rooms as HTTP Live Streaming, for browsers and players."""


def _wanted(command: Callable[..., None]) -> Callable[..., None]:
    options = (
        click.option("--name", default="", help="The last part of the address. Default: the output's id."),
        click.option("--user", "user_ids", multiple=True, help="Serve this user alone. Repeatable."),
        click.option("--peer", "peer_ids", type=PEER_ID, multiple=True, help="Serve this peer. Repeatable."),
        own_voice_option,
        click.option(
            "--bit-rate",
            "bit_rates",
            type=_BIT_RATE,
            multiple=True,
            help="Bit/s of a rendition in AAC. Repeatable. Default: 48000 and 96000.",
        ),
        click.option("--opus", "opus_bit_rate", type=_BIT_RATE, default=None, help="Add one in Opus: bit/s."),
        click.option("--window", type=Span(), help="How much of the past it has while live. Default: 60s."),
        click.option("--captions", is_flag=True, help="Add captions, which captioners of the room make."),
        click.option("--whole-segments", is_flag=True, help="List no parts of segments: more delay."),
        click.option("--output", "outputs", multiple=True, help="Bring a copy to this output. Repeatable."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@hls.command(
    example="odindctl hls start\n"
    "odindctl hls start --room lobby --name lobby --captions\n"
    "odindctl hls start --room lobby --event --output attic --follow"
)
@source_options("Serve")
@_wanted
@click.option("--event", is_flag=True, help="Keep everything from the beginning, instead of a window.")
@click.option("--follow", is_flag=True, help="Show how it goes until it is over; Ctrl-C leaves it running.")
@click.pass_obj
def start(
    settings: Settings,
    /,
    *,
    source: Source,
    event: bool,
    follow: bool,
    **wanted: Unpack[Wanted],
) -> None:
    """Begin to serve a connection or a room."""
    if event and wanted["window"] is not None:
        raise click.UsageError("give one of --window and --event")

    async def begin(daemon: Daemon) -> messages.HlsOutput:
        options = {**wanted, "opus_bit_rate": wanted["opus_bit_rate"] or 0}
        if event:
            from datetime import timedelta  # noqa: PLC0415 - --help must not wait for it

            options["window"] = timedelta(0)
        if source.room_id:
            return await daemon.hls.start_room(source.room_id, **source.bot, **options)  # type: ignore[arg-type] # the fields are those of Options
        return await daemon.hls.start(await source.connection(daemon), **options)  # type: ignore[arg-type] # the same

    async def begin_and_follow(daemon: Daemon) -> None:
        await _follow(settings, daemon, (await begin(daemon)).job.job_id)

    if follow:
        settings.follow(begin_and_follow)
    else:
        _show(settings, settings.ask(begin))


@hls.command(example="odindctl hls stop h1\nodindctl hls stop h1 --no-wait")
@output_argument
@click.option("--no-wait", is_flag=True, help="Do not wait until the playlists are complete.")
@click.pass_obj
def stop(settings: Settings, job_id: str, *, no_wait: bool) -> None:
    """End an output, and wait until its playlists are complete."""

    async def work(daemon: Daemon) -> messages.HlsOutput:
        stopped = await daemon.hls.stop(job_id)
        return stopped if no_wait else await daemon.hls.ended(stopped.job.job_id)

    _show(settings, settings.ask(work))


@hls.command(
    "list",
    example="odindctl hls list\nodindctl hls list --state active --room lobby\n"
    "odindctl hls list --json | jq -r '.outputs[].path'",
)
@click.option("--room", "room_ids", multiple=True, help="Outputs of this room. Repeatable.")
@click.option("--state", "states", multiple=True, type=click.Choice(_STATES), help="In this state.")
@click.pass_obj
def list_(settings: Settings, room_ids: tuple[str, ...], states: tuple[str, ...]) -> None:
    """List outputs, oldest first: those that run and those that are over."""
    found = settings.ask(lambda daemon: daemon.hls.list(room_ids=room_ids, states=states))
    settings.show_list("outputs", [document(one) for one in found], map(hls_row, found), header=HEADER)


@hls.command(example="odindctl hls show h1\nodindctl hls show h1 --follow")
@output_argument
@click.option("--follow", is_flag=True, help="Show its changes until it is over.")
@click.pass_obj
def show(settings: Settings, job_id: str, *, follow: bool) -> None:
    """Show an output."""
    if follow:
        settings.follow(lambda daemon: _follow(settings, daemon, job_id))
    else:
        _show(settings, settings.ask(lambda daemon: daemon.hls.get(job_id)))


@hls.command(example="odindctl hls sign h1\nodindctl hls sign h1 --for 24h")
@output_argument
@click.option("--for", "lifetime", type=Span(), help="How long the address holds. Default: 1h.")
@click.pass_obj
def sign(settings: Settings, job_id: str, *, lifetime: timedelta | None) -> None:
    """Print an address that everybody may read who has it."""
    signed = settings.ask(lambda daemon: daemon.hls.sign(job_id, lifetime))
    settings.show(document(signed), signed.path)


async def _follow(settings: Settings, daemon: Daemon, job_id: str) -> None:
    """Print an output after each change."""
    async for one in daemon.hls.follow(job_id):
        settings.show(document(one), live_line(one))


def _show(settings: Settings, one: messages.HlsOutput) -> None:
    settings.show(document(one), hls_text(one))
