"""`odindctl recording`: recordings that the daemon makes, and keeps while nobody looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypedDict, Unpack

import click

from odind.core.errors import NotFoundError

from .commands import Noun
from .documents import document
from .exits import AmbiguousError
from .numbers import COUNT, PEER_ID
from .recording_text import HEADER, live_line, recording_row, recording_text
from .source_options import Source, source_options
from .spans import Span
from .terminal import StatusLine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import timedelta

    from odind.client import Daemon, messages
    from odind.client.recordings import Options

    from .settings import Settings

_STATES: Final = ("starting", "active", "paused", "ending", "ended", "aborted")
recording_argument: Final = click.argument("name", metavar="RECORDING")


class Wanted(TypedDict):
    """The options of `recording start` that go into the request as they are."""

    name: str
    user_ids: tuple[str, ...]
    peer_ids: tuple[int, ...]
    left_user_id: str
    pause: str
    max_duration: timedelta | None
    max_bytes: int
    metadata: tuple[str, ...]
    outputs: tuple[str, ...]
    consent_field: str
    expires_after: timedelta | None
    notice: str


@click.group(cls=Noun)
def recording() -> None:
    """Record connections and rooms in the daemon, into files whose tracks are aligned.

    `odindctl record` is another thing: it writes what one connection hears into a file of the caller's.
    """


def _wanted(command: Callable[..., None]) -> Callable[..., None]:
    options = (
        click.option("--name", default="", help="The folder's name, as in talks/{room_id}-{utc}."),
        click.option("--user", "user_ids", multiple=True, help="Record this user alone. Repeatable."),
        click.option(
            "--peer", "peer_ids", type=PEER_ID, multiple=True, help="Record this peer alone. Repeatable."
        ),
        click.option(
            "--left", "left_user_id", default="", metavar="USER", help="Who is left in dual. Default: us."
        ),
        click.option(
            "--pause",
            type=click.Choice(["silence", "omit"]),
            default="silence",
            help="What a pause leaves: silence (default) or nothing.",
        ),
        click.option("--max-duration", type=Span(), help="End after this length: 90s, 5m, 2h."),
        click.option("--max-bytes", type=COUNT, default=0, help="End with so many bytes of sound."),
        click.option("--output", "outputs", multiple=True, help="Bring it to this output. Repeatable."),
        click.option(
            "--consent",
            "consent_field",
            default="",
            metavar="FIELD",
            help="Record only who agrees: this field of their user data is true or yes.",
        ),
        click.option("--expires-after", type=Span(), help="Erase it so long after its end: 90s, 5m, 2h."),
        click.option(
            "--notice",
            default="",
            metavar="TEXT",
            help="Say this at the start, for everybody to hear; tone:880 is a tone.",
        ),
        click.option("--meta", "metadata", multiple=True, metavar="KEY=VALUE", help="Keep with it."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@recording.command(
    example="odindctl recording start\n"
    "odindctl recording start --layout per_peer --name 'talks/{room_id}-{utc}'\n"
    "odindctl recording start --room lobby --layout multitrack --max-duration 2h --follow"
)
@source_options("Record")
@click.option(
    "--layout",
    type=click.Choice(["mix", "per_peer", "dual", "multitrack"]),
    default="mix",
    help="One file of everybody (default), a file for each, two sides in stereo, or a track for each.",
)
@click.option(
    "--encoding",
    type=click.Choice(["opus", "flac", "wav", "mp3", "aac"]),
    help="Default: opus for per_peer and multitrack, else flac.",
)
@_wanted
@click.option("--follow", is_flag=True, help="Show how it goes until it is over; Ctrl-C leaves it running.")
@click.pass_obj
def start(
    settings: Settings,
    /,
    *,
    source: Source,
    layout: str,
    encoding: str | None,
    follow: bool,
    **wanted: Unpack[Wanted],
) -> None:
    """Begin to record a connection or a room."""

    async def begin(daemon: Daemon) -> messages.Recording:
        options, kind = _options(wanted), encoding or ""
        if source.room_id:
            return await daemon.recordings.start_room(source.room_id, layout, kind, **source.bot, **options)
        return await daemon.recordings.start(await source.connection(daemon), layout, kind, **options)

    async def begin_and_follow(daemon: Daemon) -> None:
        await _follow(settings, daemon, (await begin(daemon)).recording_id)

    if follow:
        settings.follow(begin_and_follow)
    else:
        show_recording(settings, settings.ask(begin))


@recording.command(example="odindctl recording pause r-1")
@recording_argument
@click.pass_obj
def pause(settings: Settings, name: str) -> None:
    """Keep nothing of what is heard from now on."""
    show_recording(settings, settings.ask(lambda daemon: _on(daemon, name, daemon.recordings.pause)))


@recording.command(example="odindctl recording resume r-1")
@recording_argument
@click.pass_obj
def resume(settings: Settings, name: str) -> None:
    """End a pause."""
    show_recording(settings, settings.ask(lambda daemon: _on(daemon, name, daemon.recordings.resume)))


@recording.command(example="odindctl recording stop r-1\nodindctl recording stop r-1 --no-wait")
@recording_argument
@click.option("--no-wait", is_flag=True, help="Do not wait until the files are complete.")
@click.pass_obj
def stop(settings: Settings, name: str, *, no_wait: bool) -> None:
    """End a recording, and wait until its files are complete."""

    async def work(daemon: Daemon) -> messages.Recording:
        stopped = await _on(daemon, name, daemon.recordings.stop)
        return stopped if no_wait else await daemon.recordings.ended(stopped.recording_id)

    show_recording(settings, settings.ask(work))


@recording.command(
    "list",
    example="odindctl recording list\nodindctl recording list --state active --room lobby\n"
    "odindctl recording list --json | jq -r '.recordings[].folder'",
)
@click.option("--room", "room_ids", multiple=True, help="Recordings of this room. Repeatable.")
@click.option("--state", "states", multiple=True, type=click.Choice(_STATES), help="In this state.")
@click.pass_obj
def list_(settings: Settings, room_ids: tuple[str, ...], states: tuple[str, ...]) -> None:
    """List recordings, oldest first: those that run and those that are over."""
    found = settings.ask(lambda daemon: daemon.recordings.list(room_ids=room_ids, states=states))
    settings.show_list(
        "recordings", [document(one) for one in found], map(recording_row, found), header=HEADER
    )


@recording.command(example="odindctl recording show r-1\nodindctl recording show r-1 --follow")
@recording_argument
@click.option("--follow", is_flag=True, help="Show its length until it is over.")
@click.pass_obj
def show(settings: Settings, name: str, *, follow: bool) -> None:
    """Show a recording and its files."""

    async def work(daemon: Daemon) -> None:
        await _follow(settings, daemon, await find_recording(daemon, name))

    if follow:
        settings.follow(work)
    else:
        show_recording(settings, settings.ask(lambda daemon: _on(daemon, name, daemon.recordings.get)))


async def find_recording(daemon: Daemon, name: str) -> str:
    """Return the id of the recording with that id, or whose id begins with it.

    Raises NotFoundError RECORDING_NOT_FOUND, AmbiguousError RECORDING_AMBIGUOUS.
    """
    found = [one for one in await daemon.recordings.list() if one.recording_id.startswith(name)]
    exact = [one for one in found if one.recording_id == name]
    if not found:
        raise NotFoundError("RECORDING_NOT_FOUND", "there is no recording {recording_id}", recording_id=name)
    if len(found) > 1 and not exact:
        candidates = [{"recording_id": one.recording_id, "room_id": one.room_id} for one in found]
        raise AmbiguousError(
            "RECORDING_AMBIGUOUS",
            "{count} recordings begin with {name}",
            candidates,
            count=len(found),
            name=name,
        )
    return found[0].recording_id if not exact else name


async def _on(
    daemon: Daemon, name: str, call: Callable[[str], Awaitable[messages.Recording]]
) -> messages.Recording:
    return await call(await find_recording(daemon, name))


async def _follow(settings: Settings, daemon: Daemon, recording_id: str) -> None:
    """Print a recording after each change; on a terminal, also its length and size every second."""
    from asyncio import TaskGroup  # noqa: PLC0415 - --help must not wait for it

    line = StatusLine()
    async with TaskGroup() as tasks:
        watching = [tasks.create_task(_watch(line, daemon, recording_id))] if line.visible else []
        async for one in daemon.recordings.follow(recording_id):
            line.clear()
            settings.show(document(one), live_line(one))
        for task in watching:
            task.cancel()
    line.clear()


async def _watch(line: StatusLine, daemon: Daemon, recording_id: str) -> None:
    from asyncio import sleep  # noqa: PLC0415 - the same

    while True:
        line.show(live_line(await daemon.recordings.get(recording_id)))
        await sleep(1)


def show_recording(settings: Settings, one: messages.Recording) -> None:
    """Print a recording."""
    settings.show(document(one), recording_text(one))


def _options(wanted: Wanted) -> Options:
    pairs = [pair.partition("=") for pair in wanted["metadata"]]
    if any(not separator for _, separator, _ in pairs):
        raise click.UsageError("--meta takes KEY=VALUE")
    return {**wanted, "metadata": {key: value for key, _, value in pairs}}  # type: ignore[typeddict-item] # the pairs are a mapping now
