"""Puts a fleet on trial: three members in network namespaces of their own, 60 connections on three grids.

    python -m tests.fleet.trial [--json]

Members are killed, stopped, cut off and upgraded, and PostgreSQL goes away, while clients in each room see
who is there and who speaks. It prints what was measured beside what must hold, and exits with 1 when
something does not. It takes some five minutes, needs root for the namespaces, and PostgreSQL.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from odind.bench.facts import Facts

from .ground import enter
from .party import party
from .report import Step, as_json, broken, remarks, table
from .steps import compared, cut_off, killed, stalled, upgraded, without_database

_STEPS = {
    "kill": killed,
    "stop": stalled,
    "database": without_database,
    "partition": cut_off,
    "upgrade": upgraded,
}


async def trial(wanted: list[str]) -> list[Step]:
    """Run the steps, and return what was measured."""
    steps = []
    with tempfile.TemporaryDirectory(prefix="odind-trial-", dir="/tmp") as folder:
        async with party(Path(folder)) as made:
            for name in wanted:
                _tell(f"{name} …")
                steps.append(await _STEPS[name](made))
                _tell("\n".join(f"  {one.name}: {one.value:g} {one.unit}" for one in steps[-1].figures))
            steps.append(await compared(made))
    return steps


def _tell(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def main() -> int:
    """Run the trial; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("steps", nargs="*", choices=[*_STEPS, []], help="steps to run; all by default")
    options = parser.parse_args()
    steps = asyncio.run(trial(options.steps or list(_STEPS)))
    print(as_json(steps, Facts()) if options.json else table(steps))
    for remark in remarks(steps):
        _tell(remark)
    for bound in broken(steps):
        _tell(f"does not hold: {bound}")
    return 1 if broken(steps) else 0


if __name__ == "__main__":
    enter("tests.fleet.trial")
    sys.exit(main())
