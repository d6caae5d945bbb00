"""A run of the benchmark: each chosen variant with each number of connections, on one grid."""

from __future__ import annotations

import asyncio
import json
import tempfile
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .capacity import Capacities, measure_capacity
from .cases import Size, prepared, run_case
from .cores import ANY
from .facts import Facts
from .measured import together
from .plots import draw, require_plots
from .recordings import RecordingCosts, measure_recordings
from .report import Row, rows, table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .cases import Ground
    from .cores import Cores
    from .measured import Measured
    from .variants import Variant

    Progress = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """What to measure, for how long and how often. `workers` are the numbers to find the capacity for.

    With `recordings`, these are measured instead, of as many rooms as there are connections at most.
    """

    variants: Sequence[Variant]
    connections: Sequence[int]
    seconds: float
    rounds: int = 1
    workers: Sequence[int] = ()
    output: Path | None = None
    cores: Cores = ANY
    recordings: bool = False


@dataclass(frozen=True)
class Results:
    """The results of a run."""

    facts: Facts
    rows: list[Row]
    capacities: Capacities | None = None
    recordings: RecordingCosts | None = None
    files: list[Path] = field(default_factory=list)

    def document(self) -> dict[str, object]:
        """Return the results as a JSON document."""
        return {
            "machine": asdict(self.facts),
            "cases": [row.document() for row in self.rows],
            "capacity": asdict(self.capacities) if self.capacities else None,
            "recordings": asdict(self.recordings) if self.recordings else None,
        }

    def saved(self, folder: Path) -> Results:
        """Write the document and the plots into the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "results.json"
        file.write_text(json.dumps(self.document(), indent=1))
        return replace(self, files=[file, *(draw(self.rows, folder) if self.rows else [])])

    def text(self) -> str:
        """Return the results as text."""
        parts = [self.facts.text()]
        parts += [table(self.rows)] if self.rows else []
        parts += [self.capacities.text()] if self.capacities else []
        parts += [self.recordings.text()] if self.recordings else []
        return "\n\n".join(parts)


def run(plan: Plan, progress: Progress) -> Results:
    """Measure the plan's cases, report progress, and write the results to the plan's folder.

    Raises FailedPreconditionError EXTRA_MISSING before anything is measured, UnavailableError
    BENCH_PROCESS_FAILED.
    """
    if plan.output:
        require_plots()
    results = asyncio.run(_run(plan, progress))
    return results.saved(plan.output) if plan.output else results


async def _run(plan: Plan, progress: Progress) -> Results:
    facts = Facts()
    with tempfile.TemporaryDirectory(prefix="odind-bench-") as folder:
        async with prepared(Path(folder), plan.cores) as ground:
            if plan.recordings:
                rooms = max(plan.connections)
                costs = await measure_recordings(ground, rooms, plan.seconds, plan.rounds, progress)
                return Results(facts, [], recordings=costs)
            cases = await measure_cases(ground, plan, progress)
            capacities = None
            if plan.workers:
                capacities = await measure_capacity(ground, plan.workers, plan.seconds, progress)
    return Results(facts, rows(cases), capacities)


async def measure_cases(ground: Ground, plan: Plan, progress: Progress) -> list[Measured]:
    """Measure the variants in turn, round by round, so that a disturbance affects all of them."""
    todo = [
        (variant, connections)
        for connections in plan.connections
        for _ in range(plan.rounds)
        for variant in plan.variants
    ]
    done: dict[tuple[str, int], list[Measured]] = {}
    for number, (variant, connections) in enumerate(todo, 1):
        progress(f"{number} of {len(todo)}: {variant.name} with {connections} connections")
        case = await run_case(ground, variant, Size(connections, plan.seconds))
        done.setdefault((variant.name, connections), []).append(case)
    return [together(rounds) for rounds in done.values()]
