"""`odindctl device`: the daemon's microphones and speakers."""

from __future__ import annotations

import itertools
from functools import partial
from typing import TYPE_CHECKING, TypedDict, TypeVar, Unpack

import click

from .commands import Noun
from .connection_option import chosen_connection, connection_option
from .device_text import (
    DEVICE_HEADER,
    LINE_HEADER,
    device_row,
    event_line,
    level_document,
    level_line,
    line_document,
    line_row,
    line_text,
    trial_text,
)
from .documents import document
from .numbers import COUNT, DURATION_S, PEER_ID, Number
from .printable import printable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from odind.client import Daemon, messages
    from odind.client.devices import DeviceEvent, Devices

    from .settings import Settings

    OpenLine = Callable[[Devices], Callable[..., Awaitable[messages.Line]]]

Item = TypeVar("Item")


class LineOptions(TypedDict):
    """The options that `device capture` and `device playback` share."""

    connection_id: str | None
    follow_default: bool
    gain_db: float
    muted: bool
    sample_rate_hz: int
    channels: int
    block_ms: int
    buffer_ms: int
    detach: bool


@click.group(cls=Noun)
def device() -> None:
    """List, watch and test sound devices; capture a device into a room, or play a room on a device.

    Either makes a line, which stays open until it is closed or its room is left.
    """


@device.command(
    "list", example="odindctl device list\nodindctl device list --json | jq -r '.devices[].device_id'"
)
@click.pass_obj
def list_devices(settings: Settings) -> None:
    """List the devices. The default microphone is marked i, the default speaker o.

    `null:`, `tone:HERTZ` and `file:NAME.wav` always exist and need no hardware. Files are in the daemon's
    folder (devices.files_dir); an existing one is never overwritten.
    """
    answer = settings.ask(lambda daemon: daemon.devices.list_devices())
    documents = [document(one) for one in answer.devices]
    rows = map(device_row, answer.devices)
    problem = document(answer)["problem"]
    settings.show_list("devices", documents, rows, header=DEVICE_HEADER, problem=problem)
    settings.remark(answer.problem.message)


@device.command(example="odindctl device watch\nodindctl device watch --json --count 1")
@click.option("--count", type=COUNT, help="End after this number of events.")
@click.pass_obj
def watch(settings: Settings, count: int | None) -> None:
    """Print changes of devices and lines until Ctrl-C.

    A snapshot comes first; --count does not count it.
    """

    async def work(daemon: Daemon) -> None:
        events = daemon.devices.watch()
        async for event in _first(events, None if count is None else count + 1):
            settings.show(*event_line(event))

    settings.follow(work)


@device.command(
    example="odindctl device test\nodindctl device test --playback pulse:box --capture pulse:webcam --json"
)
@click.option(
    "--playback", default="", metavar="DEVICE", help="Device to play on. Default: the default device."
)
@click.option("--capture", default="", metavar="DEVICE", help="Device to record. Default: the default one.")
@click.pass_obj
def test(settings: Settings, playback: str, capture: str) -> None:
    """Play a chirp on one device, record it with another, and show its delay and level."""
    trial = settings.ask(lambda daemon: daemon.devices.test(playback, capture))
    latency_ms = trial.latency.ToMilliseconds() if trial.heard else None
    settings.show({**document(trial), "latency_ms": latency_ms}, trial_text(trial))


def _line_options(command: Callable[..., None]) -> Callable[..., None]:
    options = (
        connection_option,
        click.option("--follow-default", is_flag=True, help="Move to the default device if this one goes."),
        click.option(
            "--gain", "gain_db", type=Number(-60, 40), default=0.0, metavar="DB", help="Gain, -60 to 40 dB."
        ),
        click.option("--muted", is_flag=True, help="Begin muted."),
        click.option(
            "--rate", "sample_rate_hz", type=COUNT, default=0, help="Samples per second. Default: 48,000."
        ),
        click.option(
            "--channels",
            type=click.IntRange(0, 2),
            default=0,
            help="1 or 2. Default: 1 to capture, 2 to play.",
        ),
        click.option(
            "--block", "block_ms", type=COUNT, default=0, metavar="MS", help="Block size. Default: 10."
        ),
        click.option(
            "--buffer", "buffer_ms", type=COUNT, default=0, metavar="MS", help="Added latency. Default: 30."
        ),
        click.option("--detach", is_flag=True, help="Return when the line runs, and leave it open."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@device.command(
    example="odindctl device capture\nodindctl device capture tone:440 --detach\n"
    "odindctl device capture pulse:webcam --gain 6 --cancel-echo"
)
@click.argument("device_id", metavar="[DEVICE]", default="default")
@click.option("--cancel-echo", is_flag=True, help="Remove the echo of what the daemon plays.")
@_line_options
@click.pass_obj
def capture(
    settings: Settings, /, device_id: str, *, cancel_echo: bool, **options: Unpack[LineOptions]
) -> None:
    """Capture a device into a room and show its level, until Ctrl-C closes the line.

    A file is played into the room once; the line closes when the file ends.
    """

    def open_line(devices: Devices) -> Callable[..., Awaitable[messages.Line]]:
        return partial(devices.open_capture, device_id=device_id, cancel_echo=cancel_echo)

    _run_line(settings, options, open_line)


@device.command(
    example="odindctl device playback\nodindctl device playback pulse:speakers --user alice\n"
    "odindctl device playback file:room.wav --detach"
)
@click.argument("device_id", metavar="[DEVICE]", default="default")
@click.option("--peer", "peer_ids", type=PEER_ID, multiple=True, help="Play this peer only; may be repeated.")
@click.option("--user", "user_ids", multiple=True, help="Play this user only; may be repeated.")
@_line_options
@click.pass_obj
def playback(
    settings: Settings,
    /,
    device_id: str,
    peer_ids: tuple[int, ...],
    user_ids: tuple[str, ...],
    **options: Unpack[LineOptions],
) -> None:
    """Play a room on a device and show its level, until Ctrl-C closes the line."""

    def open_line(devices: Devices) -> Callable[..., Awaitable[messages.Line]]:
        return partial(devices.open_playback, device_id=device_id, peer_ids=peer_ids, user_ids=user_ids)

    _run_line(settings, options, open_line)


@device.command(example="odindctl device level\nodindctl device level l-1 --interval 1 --json")
@click.argument("line_ids", metavar="[LINE]...", nargs=-1)
@click.option("--interval", type=DURATION_S, default=0.2, show_default=True, help="Seconds between readings.")
@click.option("--count", type=click.IntRange(1, 2**32), help="End after this number of readings.")
@click.pass_obj
def level(settings: Settings, line_ids: tuple[str, ...], interval: float, count: int | None) -> None:
    """Show the levels of the named lines or of all, until Ctrl-C or until the lines are closed."""
    settings.follow(lambda daemon: _show_levels(settings, daemon, line_ids, interval, count))


@device.command(example="odindctl device lines\nodindctl device lines --json | jq -r '.lines[].line_id'")
@click.pass_obj
def lines(settings: Settings) -> None:
    """List the open lines, oldest first."""
    found = settings.ask(lambda daemon: daemon.devices.list_lines())
    settings.show_list("lines", [document(line) for line in found], map(line_row, found), header=LINE_HEADER)


@device.command(example="odindctl device close l-1")
@click.argument("line_id", metavar="LINE")
@click.pass_obj
def close(settings: Settings, line_id: str) -> None:
    """Close a line, whoever opened it, and wait until its device is free."""
    settings.ask(lambda daemon: daemon.devices.close(line_id))
    settings.show({"line_id": line_id, "state": "closed"}, f"closed {printable(line_id)}")


def _run_line(settings: Settings, options: LineOptions, open_line: OpenLine) -> None:
    """Open a line and detach; or show its level until a signal, or until the line is closed."""
    from odind.client.messages import LineFormat  # noqa: PLC0415 - loading gRPC takes a while

    line_format = LineFormat(
        sample_rate_hz=options["sample_rate_hz"],
        channels=options["channels"],
        block_ms=options["block_ms"],
        buffer_ms=options["buffer_ms"],
    )

    async def opened(daemon: Daemon) -> messages.Line:
        line = await open_line(daemon.devices)(
            await chosen_connection(daemon, options["connection_id"]),
            line_format=line_format,
            follow_default=options["follow_default"],
            gain_db=options["gain_db"],
            muted=options["muted"],
        )
        settings.show(line_document(line), line_text(line))
        return line

    async def attend(daemon: Daemon) -> None:
        events = daemon.devices.watch()
        await anext(events)
        line = await opened(daemon)
        try:
            await _show_levels(settings, daemon, (line.line_id,), 0.2, None)
        except BaseException:
            await daemon.devices.close(line.line_id)
            raise
        closed = await _closed(events, line.line_id)
        if closed:
            settings.show(line_document(closed), line_text(closed))

    if options["detach"]:
        settings.ask(opened)
    else:
        settings.follow(attend)


async def _closed(events: AsyncIterator[DeviceEvent], line_id: str) -> messages.Line | None:
    """Return the line as it was when it closed; None if the daemon stops before that."""
    from odind.client.messages import LineClosed  # noqa: PLC0415

    async for event in events:
        if isinstance(event, LineClosed) and event.line.line_id == line_id:
            return event.line
    return None


async def _show_levels(
    settings: Settings, daemon: Daemon, line_ids: tuple[str, ...], interval: float, count: int | None
) -> None:
    async for levels in _first(daemon.devices.levels(line_ids, interval), count):
        for reading in levels:
            settings.show(level_document(reading), level_line(reading))


async def _first(items: AsyncIterator[Item], count: int | None) -> AsyncIterator[Item]:
    """Yield the first `count` items, or all."""
    numbers = itertools.count(1)
    if count == 0:
        return
    async for item in items:
        yield item
        if next(numbers) == count:
            return
