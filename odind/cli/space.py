"""`odindctl position` and `odindctl mask`: where a connection is, and which channels it hears."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click

from .commands import Noun
from .connection_option import chosen_connection, connection_option
from .documents import document
from .numbers import CHANNEL, PEER_ID, Number

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from odind.client import Daemon, messages

    from .settings import Settings

_FULL: Final = 2**64 - 1
_LAST_CHANNEL: Final = 63
_WORDS: Final = {"all": _FULL, "none": 0}
_RANGE: Final = re.compile(r"([0-9]{1,2})(?:-([0-9]{1,2}))?")


def _place(text: str) -> tuple[int, float, float, float]:
    """Parse `X,Y,Z` or `CHANNEL:X,Y,Z` into a channel and coordinates."""
    channel, _, place = text.rpartition(":")
    try:
        x, y, z = (float(number) for number in place.split(","))
        return (CHANNEL(channel or 0) or 0, x, y, z)
    except ValueError:
        raise click.BadParameter(f"{text!r} must be X,Y,Z or CHANNEL:X,Y,Z") from None


def _mask(text: str) -> int:
    """Parse `all`, `none`, or channels and ranges (`0,3,8-15`) into a mask."""
    if text in _WORDS:
        return _WORDS[text]
    mask = 0
    for part in text.split(","):
        found = _RANGE.fullmatch(part)
        low, high = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if not low <= high <= _LAST_CHANNEL:
            raise click.BadParameter(f"{part!r} must be a channel from 0 to 63 or a range of channels")
        mask |= (1 << (high + 1)) - (1 << low)
    return mask


def _peer_mask(text: str) -> tuple[int, int]:
    """Parse `PEER=CHANNELS` into a peer id and a mask."""
    peer, equals, channels = text.partition("=")
    if not equals:
        raise click.BadParameter(f"{text!r} must be PEER=CHANNELS")
    return PEER_ID(peer) or 0, _mask(channels)


@click.group(cls=Noun)
def position() -> None:
    """Place a connection: peers hear each other up to one unit apart, on the channels that they share."""


@position.command("get", example="odindctl position get")
@connection_option
@click.pass_obj
def get(settings: Settings, connection_id: str | None) -> None:
    """Show where the connection is, and which channels it hears."""
    _ask(settings, connection_id, lambda daemon, chosen: daemon.space(chosen))


@position.command(
    "set",
    example="odindctl position set 1.5,0,-2\n"
    "odindctl position set 3:10,0,0 7:0,0,0 --scale 0.05\n"
    "odindctl position set --scale 0.01",
)
@click.argument("positions", metavar="[[CHANNEL:]X,Y,Z]...", type=_place, nargs=-1)
@connection_option
@click.option("--scale", type=Number(), help="Factor that converts coordinates to ODIN's units.")
@click.pass_obj
def set_(
    settings: Settings,
    positions: tuple[tuple[int, float, float, float], ...],
    connection_id: str | None,
    scale: float | None,
) -> None:
    """Move the connection on some channels, by default channel 0. Put -- before a negative number."""
    from odind.client import messages  # noqa: PLC0415

    places = [messages.Position(channel=channel, x=x, y=y, z=z) for channel, x, y, z in positions]
    _ask(settings, connection_id, lambda daemon, chosen: daemon.set_positions(chosen, places, scale=scale))


@position.command("clear", example="odindctl position clear\nodindctl position clear 3 7")
@click.argument("channels", metavar="[CHANNEL]...", type=CHANNEL, nargs=-1)
@connection_option
@click.pass_obj
def clear(settings: Settings, channels: tuple[int, ...], connection_id: str | None) -> None:
    """Remove the connection from some channels, or from all: then it is on channel 0, at the origin."""
    _ask(settings, connection_id, lambda daemon, chosen: daemon.clear_positions(chosen, channels))


@click.group(cls=Noun)
def mask() -> None:
    """Set which channels a connection hears."""


@mask.command(
    "set",
    example="odindctl mask set --default 0,3\n"
    "odindctl mask set --peer 17=none --peer 18=0-7\n"
    "odindctl mask set --reset",
)
@connection_option
@click.option(
    "--default",
    type=_mask,
    metavar="CHANNELS",
    help="Channels of peers without a mask: all, none, or 0,3,8-15.",
)
@click.option(
    "--peer", "peers", type=_peer_mask, metavar="PEER=CHANNELS", multiple=True, help="Channels of one peer."
)
@click.option("--reset", is_flag=True, help="Discard earlier masks first.")
@click.pass_obj
def set_mask(
    settings: Settings,
    connection_id: str | None,
    *,
    default: int | None,
    peers: tuple[tuple[int, int], ...],
    reset: bool,
) -> None:
    """Set which channels of all peers, or of single peers, are heard."""
    if default is None and not peers and not reset:
        raise click.UsageError("give --default, --peer or --reset")
    _ask(
        settings,
        connection_id,
        lambda daemon, chosen: daemon.set_channel_masks(
            chosen, default=default, masks=dict(peers), reset=reset
        ),
    )


def _ask(
    settings: Settings, connection_id: str | None, call: Callable[[Daemon, str], Awaitable[messages.Space]]
) -> None:
    async def work(daemon: Daemon) -> messages.Space:
        return await call(daemon, await chosen_connection(daemon, connection_id))

    space = settings.ask(work)
    settings.show(document(space), "\n".join(_lines(space)))


def _lines(space: messages.Space) -> list[str]:
    places = [f"channel {p.channel:2}  {p.x:g}, {p.y:g}, {p.z:g}" for p in space.positions]
    masks = [f"peer {one.peer_id} on {_channels(one.mask)}" for one in space.masks]
    return [
        *(places or ["channel  0  at the origin"]),
        f"scale {space.position_scale:g}",
        f"hears {_channels(space.default_mask)}",
        *masks,
    ]


def _channels(mask: int) -> str:
    """Return the channels of a mask as text for people."""
    if mask in {0, _FULL}:
        return "all channels" if mask else "no channel"
    channels = [str(channel) for channel in range(64) if mask >> channel & 1]
    return f"channel{'s' if len(channels) > 1 else ''} {', '.join(channels)}"
