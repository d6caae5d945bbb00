"""`odindctl bench`: what a stream costs on this machine, through a daemon and on the native runtime alone."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from odind.core.errors import FailedPreconditionError

from .commands import Verb
from .numbers import Number
from .terminal import StatusLine

if TYPE_CHECKING:
    from .settings import Settings

_MOST: Final = 2_000
_QUICK: Final = {"connections": "2", "seconds": 2.0, "variants": "s16"}


def _numbers(text: str, least: int) -> tuple[int, ...]:
    """Parse comma-separated whole numbers."""
    words = [word.strip() for word in text.split(",")]
    if not all(word.isascii() and word.isdigit() and least <= int(word) <= _MOST for word in words):
        raise click.BadParameter(f"{text!r} must be a list of numbers from {least} to {_MOST}, as in 1,10,25")
    return tuple(int(word) for word in words)


def _hurry(context: click.Context, _option: click.Parameter, quick: bool) -> bool:  # noqa: FBT001 - click's way
    """Replace the defaults by fewer and shorter cases."""
    if quick:
        context.default_map = {**(context.default_map or {}), **_QUICK}
    return quick


@click.command(
    cls=Verb,
    example="odindctl bench --quick\n"
    "odindctl bench --connections 10,25 --variants s16,opus --rounds 3 --output results\n"
    "odindctl bench --connections 10 --variants s16-door --beside 'python examples/beside.py'\n"
    "odindctl bench --capacity 1,2 --connections 10 --variants workers\n"
    "odindctl bench --recordings --connections 50 --rounds 4\n"
    "odindctl bench --json | jq '.cases[] | {variant, connections, ratio}'",
)
@click.option(
    "--quick",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_hurry,
    help="Check that the benchmark runs: two connections, s16, two seconds.",
)
@click.option(
    "--connections",
    metavar="N,N,...",
    callback=lambda _context, _option, text: _numbers(text, 1),
    default="1,10,25,50",
    show_default=True,
    help="Numbers of connections that speak and listen; each is a case.",
)
@click.option(
    "--variants",
    metavar="NAME,...",
    default="all",
    show_default=True,
    help="Ways to use the daemon: s16, s16-live, s16-lanes, f32, s16-fpm3, opus, opus-lanes, s16-tcp, "
    "s16-door, s16-door-live, s16-door-lanes, opus-door, bot, player; or the native runtime alone: bare, "
    "bare-f32, bare-opus. `all` leaves out those with two workers: workers, workers-direct, workers-live, "
    "workers-door.",
)
@click.option(
    "--seconds",
    type=Number(2, 600),
    default=10.0,
    show_default=True,
    help="Length of each measurement.",
)
@click.option(
    "--rounds",
    type=click.IntRange(1, 100),
    default=1,
    show_default=True,
    help="Measurements of each case; the variants take turns.",
)
@click.option(
    "--capacity",
    metavar="WORKERS,...",
    is_flag=False,
    flag_value="0",
    callback=lambda _context, _option, text: _numbers(text, 0) if text else (),
    help="Also find how many streams a daemon carries, in one process or with each number of workers.",
)
@click.option(
    "--recordings",
    is_flag=True,
    help="Measure instead what recordings cost: a track, a mix of ten peers, as many rooms as connections.",
)
@click.option(
    "--apart",
    is_flag=True,
    help="Hold the measured program to one half of the cores, callers and grid to the other.",
)
@click.option(
    "--beside",
    metavar="COMMAND",
    help="Also measure another program in the same rounds: docs/PERFORMANCE-METHOD.md says what it does.",
)
@click.option(
    "--output",
    "folder",  # `output` is how results are printed
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for results.json and plots, which need matplotlib.",
)
@click.pass_obj
def bench(
    settings: Settings,
    *,
    connections: tuple[int, ...],
    variants: str,
    seconds: float,
    rounds: int,
    capacity: tuple[int, ...],
    recordings: bool,
    apart: bool,
    beside: str | None,
    folder: Path | None,
) -> None:
    """Measure what a stream through the daemon costs, next to the same work on the native runtime alone.

    Connections speak and listen in real time. CPU is that of the measured program and its child processes.
    Latency is that of clicks in the speech, from the source until the listening program holds them. The
    benchmark starts its own daemon and grid; it does not touch a daemon that already runs.
    """
    if sys.platform != "linux":
        raise FailedPreconditionError(
            "LINUX_NEEDED", "the benchmark needs Linux: it reads CPU time from /proc"
        )
    # slow to import
    from odind.bench import cores  # noqa: PLC0415
    from odind.bench import variants as known  # noqa: PLC0415
    from odind.bench.run import Plan, run  # noqa: PLC0415

    chosen = known.choose(name.strip() for name in variants.split(","))
    if beside:
        chosen = (known.beside(shlex.split(beside)), *chosen)
    held = cores.apart() if apart else cores.ANY
    plan = Plan(chosen, connections, seconds, rounds, capacity, folder, held, recordings)
    status = StatusLine()
    try:
        results = run(plan, status.show if status.visible else settings.remark)
    finally:
        status.clear()
    written = f"written: {', '.join(map(str, results.files))}" if results.files else ""
    settings.show(results.document(), results.text(), written)
