"""`odindctl grid`: deliberate faults in a running grid, over its control interface."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from odind.grid.control_client import DIRECTIONS, ControlClient

from .commands import Noun
from .grid_text import status_text
from .numbers import DELAY_S, SHARE

if TYPE_CHECKING:
    from collections.abc import Callable

    from .settings import Settings


@click.group(cls=Noun)
def grid() -> None:
    """Cause faults in a grid whose control interface is on (`odind grid --control`).

    Faults belong to a user id and still apply after the user reconnects, until `clear`.
    """


def _grid_options(verb: Callable[..., None]) -> Callable[..., None]:
    state = click.option(
        "--state",
        "state_dir",
        envvar="ODIND_GRID_STATE",
        type=click.Path(path_type=Path),
        help="The grid's state folder. Default: that of `odind grid`.",
    )
    return click.pass_obj(state(verb))


_room = click.option("--room", "room_id", help="Only in this room. Default: in all.")


def _do(settings: Settings, state_dir: Path | None, method: str, text: str, **params: object) -> None:
    """Call a method with the given parameters, and show `text` with the values of its result."""
    given = {name: value for name, value in params.items() if value is not None}
    result = ControlClient(state_dir).call(method, given)
    settings.show(result, text.format_map(result))


@grid.command(
    example="odindctl grid fault alice --drop 0.05\nodindctl grid fault alice --delay 0.1 --jitter 0.05"
)
@click.argument("user_id")
@click.option("--drop", type=SHARE, default=0.0, help="Rate of lost datagrams, 0 to 1.")
@click.option("--duplicate", type=SHARE, default=0.0, help="Rate of duplicated datagrams, 0 to 1.")
@click.option("--reorder", type=SHARE, default=0.0, help="Rate of reordered datagrams, 0 to 1.")
@click.option("--delay", type=DELAY_S, default=0.0, help="Delay of every datagram in seconds.")
@click.option("--jitter", type=DELAY_S, default=0.0, help="Maximum random delay in addition, in seconds.")
@click.option("--direction", type=click.Choice(DIRECTIONS), default="sent", help="The datagrams to disturb.")
@_room
@_grid_options
def fault(settings: Settings, state_dir: Path | None, **params: object) -> None:
    """Disturb the datagrams that a user sends or receives."""
    _do(settings, state_dir, "Fault", "disturbed {peers} peers", **params)


@grid.command(example="odindctl grid clear")
@_grid_options
def clear(settings: Settings, state_dir: Path | None) -> None:
    """End all faults and blackholes, and admit clients again."""
    _do(settings, state_dir, "Clear", "cleared")


@grid.command(example="odindctl grid blackhole alice 2")
@click.argument("user_id")
@click.argument("seconds", type=DELAY_S)
@_room
@_grid_options
def blackhole(settings: Settings, state_dir: Path | None, **params: object) -> None:
    """Drop every packet from and to a user for a time."""
    _do(settings, state_dir, "Blackhole", "blackholed {peers} peers", **params)


@grid.command(example="odindctl grid kick alice --ban 60")
@click.argument("user_id")
@click.option("--ban", "ban_seconds", type=DELAY_S, help="Duration of the ban in seconds; 10 by default.")
@_room
@_grid_options
def kick(settings: Settings, state_dir: Path | None, **params: object) -> None:
    """Remove a user from its rooms and ban it for a time."""
    _do(settings, state_dir, "Kick", "kicked {peers} peers", **params)


@grid.command(example="odindctl grid restart --down 3 --crash")
@click.option("--down", "down_seconds", type=DELAY_S, default=0.0, help="Seconds until the SFU starts again.")
@click.option("--graceful/--crash", default=True, help="Tell clients that it stops, or cut them off.")
@_grid_options
def restart(settings: Settings, state_dir: Path | None, **params: object) -> None:
    """Stop the SFU and start it again on the same port."""
    _do(settings, state_dir, "Restart", "restarted", **params)


@grid.command(example='odindctl grid refuse "the server is full"\nodindctl grid refuse')
@click.argument("message", required=False)
@_grid_options
def refuse(settings: Settings, state_dir: Path | None, message: str | None) -> None:
    """Refuse every join with MESSAGE; without it, admit clients again."""
    text = "refusing joins" if message else "accepting joins"
    _do(settings, state_dir, "RefuseJoins", text, message=message)


@grid.command(example="odindctl grid status\nodindctl grid status --json | jq .counters")
@_grid_options
def status(settings: Settings, state_dir: Path | None) -> None:
    """Show rooms, peers, counters and the faults in force."""
    result = ControlClient(state_dir).call("Status", {})
    settings.show(result, status_text(result))
