"""`odindctl push`: rooms that are sent to streaming servers while they go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from .commands import Noun
from .connection_option import own_voice_option
from .documents import document
from .numbers import PEER_ID
from .printable import printable
from .secret_options import secret_option
from .source_options import Source, source_options
from .spans import Span

if TYPE_CHECKING:
    from odind.client import Daemon, messages

    from .settings import Settings

_STATES: Final = ("starting", "active", "away", "ending", "ended", "failed")
_HEADER: Final = ("PUSH", "ROOM", "ADDRESS", "STATE", "LINK", "TROUBLE")
_push = click.argument("job_id", metavar="PUSH")


@click.group(cls=Noun)
def push() -> None:
    """Send rooms to RTMP, Icecast, SHOUTcast, SRT and WebSocket servers. docs/PUSH.md explains them."""


@push.command(
    example="odindctl push add rtmp://live.example/app --stream-key-file key\n"
    "odindctl push add icecast://radio.example:8000/room.mp3 --room lobby --stream-key-file - --ready"
)
@click.argument("address")
@source_options("Send")
@secret_option("stream-key", "ODIND_STREAM_KEY", "Stream key, password of Icecast, stream id of SRT, token.")
@secret_option("passphrase", "ODIND_SRT_PASSPHRASE", "What encrypts SRT.")
@click.option(
    "--codec",
    type=click.Choice(["aac", "mp3", "opus", "pcm"]),
    help="Default: aac for RTMP and SRT, mp3 for Icecast and SHOUTcast, pcm for WebSockets.",
)
@click.option("--bit-rate", type=click.IntRange(16_000, 320_000), help="In bit/s. Default: 128000.")
@click.option("--title", default="", help="What listeners are shown.")
@click.option("--user", "user_ids", multiple=True, help="Send this user alone. Repeatable.")
@click.option("--peer", "peer_ids", type=PEER_ID, multiple=True, help="Send this peer alone. Repeatable.")
@own_voice_option
@click.option("--give-up-after", type=Span(), metavar="SPAN", help="How long to try in vain. Default: 1h.")
@click.option("--ready", is_flag=True, help="Wait until the destination takes sound, or refuses it.")
@click.pass_obj
def add(
    settings: Settings,
    /,
    address: str,
    *,
    source: Source,
    ready: bool,
    **options: Any,
) -> None:
    """Send what is heard somewhere, until it is removed or the room is left."""
    options = {name: value for name, value in options.items() if value is not None}

    async def begin(daemon: Daemon) -> messages.Push:
        if source.room_id:
            return await daemon.pushes.add_room(source.room_id, address, **source.bot, **options)
        return await daemon.pushes.add(await source.connection(daemon), address, **options)

    async def work(daemon: Daemon) -> messages.Push:
        added = await begin(daemon)
        return await daemon.pushes.streaming(added.job.job_id) if ready else added

    _show(settings, settings.ask(work))


@push.command(example="odindctl push remove p1f0a\nodindctl push remove p1f0a --no-wait")
@_push
@click.option("--no-wait", is_flag=True, help="Do not wait until it is over.")
@click.pass_obj
def remove(settings: Settings, job_id: str, *, no_wait: bool) -> None:
    """End a push, and wait until it is over."""

    async def work(daemon: Daemon) -> messages.Push:
        removed = await daemon.pushes.remove(job_id)
        return removed if no_wait else await daemon.pushes.ended(removed.job.job_id)

    _show(settings, settings.ask(work))


@push.command("list", example="odindctl push list\nodindctl push list --state active --room lobby")
@click.option("--room", "room_ids", multiple=True, help="Pushes of this room. Repeatable.")
@click.option("--state", "states", multiple=True, type=click.Choice(_STATES), help="In this state.")
@click.pass_obj
def list_(settings: Settings, room_ids: tuple[str, ...], states: tuple[str, ...]) -> None:
    """List pushes, oldest first: those that run and those that are over."""
    found = settings.ask(lambda daemon: daemon.pushes.list(room_ids=room_ids, states=states))
    settings.show_list("pushes", [document(one) for one in found], map(_row, found), header=_HEADER)


@push.command(example="odindctl push show p1f0a\nodindctl push show p1f0a --follow")
@_push
@click.option("--follow", is_flag=True, help="Show how it goes until it is over.")
@click.pass_obj
def show(settings: Settings, job_id: str, *, follow: bool) -> None:
    """Show a push, without its secrets."""

    async def work(daemon: Daemon) -> None:
        async for one in daemon.pushes.follow((await daemon.pushes.get(job_id)).job.job_id):
            settings.show(document(one), "  ".join(_row(one)))

    if follow:
        settings.follow(work)
    else:
        _show(settings, settings.ask(lambda daemon: daemon.pushes.get(job_id)))


def _show(settings: Settings, one: messages.Push) -> None:
    shown = document(one)
    rate = f", {one.bit_rate // 1_000} kbit/s" if one.bit_rate else ""
    text = (
        f"push     {one.job.job_id}\nroom     {printable(one.job.room_id)}\n"
        f"address  {printable(one.address)}\ncodec    {shown['codec']}{rate}\n"
        f"state    {_state(one)}, {shown['link']}\n"
        f"dropped  {one.dropped.ToTimedelta().total_seconds():g} s in {one.attempts} attempts"
    )
    problem = one.job.detail or one.problem
    settings.show(shown, text + (f"\nproblem  {printable(problem)}" if problem else ""))


def _row(one: messages.Push) -> list[str]:
    names = [one.job.job_id, printable(one.job.room_id), printable(one.address)]
    return [*names, _state(one), str(document(one)["link"]), one.job.reason or one.trouble or "-"]


def _state(one: messages.Push) -> str:
    return str(document(one.job)["state"])
