"""`odindctl bench`: what a stream through the daemon costs on this machine, beside the bare core."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from .commands import Verb
from .terminal import StatusLine

if TYPE_CHECKING:
    from .settings import Settings

_MOST: Final = 2_000


class _Numbers(click.ParamType):
    """Whole numbers with commas between them."""

    name = "N,N,..."

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """Read them."""
        if isinstance(value, tuple):
            return value
        try:
            numbers = tuple(int(number) for number in value.split(","))
        except ValueError:
            numbers = ()
        if not numbers or not all(1 <= number <= _MOST for number in numbers):
            self.fail(f"{value!r} is no list of numbers from 1 to {_MOST}, as in 1,10,25", param, ctx)
        return numbers


@click.command(
    cls=Verb,
    example="odindctl bench --quick\n"
    "odindctl bench --connections 10,25 --variants s16,opus --output results\n"
    "odindctl bench --json | jq '.cases[] | {variant, connections, ratio}'",
)
@click.option(
    "--connections",
    type=_Numbers(),
    default="1,10,25,50",
    show_default=True,
    help="How many connections speak and listen.",
)
@click.option("--variants", default="s16", show_default=True, help="Names with commas between them.")
@click.option(
    "--seconds",
    type=click.FloatRange(2, 600),
    default=10.0,
    show_default=True,
    help="How long each case is measured.",
)
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), help="Folder for results.json and plots."
)
@click.pass_obj
def bench(
    settings: Settings, connections: tuple[int, ...], variants: str, seconds: float, output: Path | None
) -> None:
    """Measure what a stream costs through a daemon of its own, beside the same work on the bare core.

    It starts everything it needs, also a grid, and touches no daemon that runs already.
    """
    from odind.bench.run import Plan, run  # noqa: PLC0415 - takes long to load
    from odind.bench.variants import choose  # noqa: PLC0415

    status = StatusLine()
    chosen = choose(name.strip() for name in variants.split(","))
    try:
        results = run(Plan(chosen, connections, seconds), status.show)
    finally:
        status.clear()
    if output:
        results.save(output)
    settings.show(results.document(), results.text())
