"""`odindctl grid`: faults on purpose in a running grid, over its control interface."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from odind.grid.control_client import DIRECTIONS, ControlClient

from .commands import Noun
from .printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from .settings import Settings


@click.group(cls=Noun)
def grid() -> None:
    """Cause faults in a grid that runs with its control interface open (`odind grid --control`).

    Faults go by user id and stay with a user that reconnects, until `clear`.
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


_room = click.option("--room", "room_id", help="Only in this room.")


def _do(settings: Settings, state_dir: Path | None, method: str, text: str, **params: Any) -> None:
    """Run a method with the parameters that were given, and show `text` filled from its result."""
    given = {name: value for name, value in params.items() if value is not None}
    result = ControlClient(state_dir).call(method, given)
    filled = text.format_map({name: printable(str(value)) for name, value in result.items()})
    settings.show(result, filled)


@grid.command(
    example="odindctl grid fault alice --drop 0.05\nodindctl grid fault alice --delay 0.1 --jitter 0.05"
)
@click.argument("user_id")
@click.option("--drop", type=float, default=0.0, help="Share of datagrams to lose, 0 to 1.")
@click.option("--duplicate", type=float, default=0.0, help="Share to send twice.")
@click.option("--reorder", type=float, default=0.0, help="Share to send behind the next one.")
@click.option("--delay", type=float, default=0.0, help="Seconds that every datagram waits.")
@click.option("--jitter", type=float, default=0.0, help="Up to so many seconds more.")
@click.option("--direction", type=click.Choice(DIRECTIONS), default="sent", help="Which of its datagrams.")
@_room
@_grid_options
def fault(settings: Settings, state_dir: Path | None, **params: Any) -> None:
    """Disturb the datagrams that a user sends or receives."""
    _do(settings, state_dir, "Fault", "disturbed, peers now: {peers}", **params)


@grid.command(example="odindctl grid clear")
@_grid_options
def clear(settings: Settings, state_dir: Path | None) -> None:
    """End all faults and blackholes, and let everybody in again."""
    _do(settings, state_dir, "Clear", "cleared")


@grid.command(example="odindctl grid blackhole alice 2")
@click.argument("user_id")
@click.argument("seconds", type=float)
@_room
@_grid_options
def blackhole(settings: Settings, state_dir: Path | None, **params: Any) -> None:
    """Swallow every packet from and to a user for a while."""
    _do(settings, state_dir, "Blackhole", "blackholed, peers now: {peers}", **params)


@grid.command(example="odindctl grid kick alice --ban 60")
@click.argument("user_id")
@click.option("--ban", "ban_seconds", type=float, help="Seconds it stays out; 10 when not given.")
@_room
@_grid_options
def kick(settings: Settings, state_dir: Path | None, **params: Any) -> None:
    """Put a user out."""
    _do(settings, state_dir, "Kick", "kicked peers: {peers}", **params)


@grid.command(example="odindctl grid restart --down 3 --crash")
@click.option("--down", "down_seconds", type=float, default=0.0, help="Seconds until it is back.")
@click.option("--graceful/--crash", default=True, help="Tell the clients, or vanish without a word.")
@_grid_options
def restart(settings: Settings, state_dir: Path | None, **params: Any) -> None:
    """Stop the SFU and start it again on the same port."""
    _do(settings, state_dir, "Restart", "restarted", **params)


@grid.command(example='odindctl grid refuse "the server is full"\nodindctl grid refuse')
@click.argument("message", required=False)
@_grid_options
def refuse(settings: Settings, state_dir: Path | None, message: str | None) -> None:
    """Refuse every join with MESSAGE; without one, let everybody in again."""
    text = "refusing joins" if message else "accepting joins"
    _do(settings, state_dir, "RefuseJoins", text, message=message)


@grid.command(example="odindctl grid status --json")
@_grid_options
def status(settings: Settings, state_dir: Path | None) -> None:
    """Show rooms, peers, counters and the faults in force."""
    text = "{gateway} with SFU {udp}: {rooms}\ncounters: {counters}\nfaults: {faults}"
    _do(settings, state_dir, "Status", text)
