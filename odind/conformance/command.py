"""The verb `odind conformance`."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from .case import matching
from .cases import CASES
from .driver import DriverGoneError
from .known import KnownFailing
from .runner import Runner
from .serve import serving

if TYPE_CHECKING:
    from .case import Case
    from .report import Outcome, Report

_FILE: Final = click.Path(path_type=Path, dir_okay=False)
_PATIENCE_S: Final = 10.0


@click.command(name="conformance")
@click.option(
    "--case", "pattern", default="*", metavar="PATTERN", help="Only cases whose names fit; * is anything."
)
@click.option("--known-failing", type=_FILE, help="List of cases that are known to fail, a line each.")
@click.option("--report", type=_FILE, help="Write the outcomes there as JSON.")
@click.option("--junit", type=_FILE, help="Write the outcomes there as JUnit's XML.")
@click.option(
    "--patience",
    type=click.FloatRange(0.1, 600),
    default=_PATIENCE_S,
    show_default=True,
    help="Seconds a case may last.",
)
@click.option("--list", "only_list", is_flag=True, help="List the cases, what they need and what they ask.")
@click.option("--serve", is_flag=True, help="Only be the scripted daemon, for tests of your own.")
@click.option("--socket", type=_FILE, help="Unix socket of --serve; by default in a new folder.")
@click.option(
    "--origin",
    multiple=True,
    metavar="URL",
    help="Origin of pages that may use --serve.",
)
@click.argument("driver", nargs=-1, type=click.UNPROCESSED)
def conformance_command(
    *,
    pattern: str,
    known_failing: Path | None,
    report: Path | None,
    junit: Path | None,
    patience: float,
    socket: Path | None,
    origin: tuple[str, ...],
    driver: tuple[str, ...],
    only_list: bool,
    serve: bool,
) -> None:
    """Tell whether a client in any language keeps to the daemon's contract.

    DRIVER is a program that uses the client and takes orders as lines of JSON, as docs/CONFORMANCE.md says.
    Exits with 1 unless the client conforms.

        odind conformance -- python clients/python/conformance/driver.py
    """
    cases = matching(CASES, pattern)
    if not cases:
        raise click.UsageError(f"no case fits {pattern}: --list lists all")
    if only_list:
        _list(cases)
    elif serve:
        asyncio.run(_serve(socket, origin))
    elif driver:
        sys.exit(_run(Runner(driver, patience, _read(known_failing)), cases, report, junit))
    else:
        raise click.UsageError("a driver is missing: put its command behind --")


def _read(known_failing: Path | None) -> KnownFailing:
    """Read the list of cases that are known to fail; every line must name one."""
    if known_failing is None:
        return KnownFailing()
    try:
        known = KnownFailing.read(known_failing)
    except OSError as error:
        raise click.UsageError(f"{known_failing} cannot be read: {error.strerror}") from None
    if unmatched := known.unmatched(case.name for case in CASES):
        raise click.UsageError(f"{known_failing} names what is no case: {', '.join(unmatched)}")
    return known


def _run(runner: Runner, cases: list[Case], report: Path | None, junit: Path | None) -> int:
    try:
        found = asyncio.run(runner.run(cases, _tell))
    except (OSError, DriverGoneError) as error:
        raise click.ClickException(f"the driver cannot be run: {error}") from None
    _write(found, report, junit)
    for wrong in found.wrong:
        click.echo(wrong, err=True)
    click.echo(found.closing_line)
    return 0 if found.is_conformant else 1


def _tell(outcome: Outcome) -> None:
    """Print an outcome; of a failure, what the driver said too. What is inapplicable is only counted."""
    if outcome.outcome == "inapplicable":
        return
    click.echo(f"{outcome.outcome:8} {outcome.name}")
    if outcome.outcome != "passed":
        for line in (*outcome.failures, *outcome.words):
            click.echo(f"         {line}")


def _write(found: Report, report: Path | None, junit: Path | None) -> None:
    if report:
        report.write_text(json.dumps(found.as_json(), indent=2) + "\n")
    if junit:
        junit.write_text(found.as_junit())


def _list(cases: list[Case]) -> None:
    for case in cases:
        needs = f" [{', '.join(sorted(case.needs))}]" if case.needs else ""
        click.echo(f"{case.name}{needs}: {case.says}")


async def _serve(socket: Path | None, origins: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory(prefix="odind-") as folder:
        async with serving(socket or Path(folder) / "odind.sock", origins) as targets:
            click.echo(" ".join(targets))
            await asyncio.Event().wait()
