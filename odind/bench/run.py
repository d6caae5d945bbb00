"""A run of the benchmark: every chosen variant with every number of connections, in one grid."""

from __future__ import annotations

import asyncio
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .cases import prepared, run_case
from .report import Row, rows, table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .variants import Variant


@dataclass(frozen=True)
class Plan:
    """What to measure, and how long each case."""

    variants: Sequence[Variant]
    connections: Sequence[int]
    seconds: float


@dataclass(frozen=True)
class Results:
    """What came of it."""

    rows: list[Row]

    def document(self) -> dict[str, Any]:
        """Return everything."""
        return {"cases": [row.document() for row in self.rows]}

    def text(self) -> str:
        """Return the table."""
        return table(self.rows)

    def save(self, folder: Path) -> None:
        """Write the document into the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "results.json").write_text(json.dumps(self.document(), indent=1))


def run(plan: Plan, progress: Callable[[str], None]) -> Results:
    """Measure, and tell how far it is. Raises UnavailableError BENCH_PROCESS_FAILED."""
    return asyncio.run(_run(plan, progress))


async def _run(plan: Plan, progress: Callable[[str], None]) -> Results:
    cases = []
    with tempfile.TemporaryDirectory(prefix="odind-bench-") as folder:
        async with prepared(Path(folder)) as ground:
            todo = [(variant, count) for count in plan.connections for variant in plan.variants]
            for number, (variant, count) in enumerate(todo, 1):
                progress(f"{number} of {len(todo)}: {variant.name} with {count}")
                cases.append(await run_case(ground, variant, count, plan.seconds))
    return Results(rows(cases))
