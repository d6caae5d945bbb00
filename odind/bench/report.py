"""The results of cases, as a document and as a table."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from .variants import VARIANTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .measured import Measured

_COSTS: Final = """\
CPU/stream  CPU of the measured program for each of N streams, of a core
x bare      the same over that of the native runtime alone
p50 .. max  ms from the source to the listener; + is how much more than bare"""
_CONDITIONS: Final = """\
lost, under     frames of 20 ms that were lost; underruns of what is spoken
queue           ms of sound queued at the daemon
late            ticks that were late, of all
clicks          clicks that were found in what was heard, of all
grid, callers   CPU of the grid and of the calling programs, of a core
others          CPU of everything else on the machine, of a core"""
OVERLOAD: Final = 0.05
"""The share of late ticks, or of lost frames, above which a case exceeded the machine's capacity."""


@dataclass(frozen=True)
class Latency:
    """Percentiles in ms."""

    p50: float
    p99: float
    max: float


@dataclass(frozen=True)
class Row:
    """A case and its comparison with the floor. `overloaded` lists the signs of overload; "" means none."""

    measured: Measured
    latency: Latency | None
    ratio: float | None
    added: Latency | None
    target: float | None
    overloaded: str

    def document(self) -> dict[str, object]:
        """Return the row as a JSON document."""
        case = self.measured
        return {
            "variant": case.variant,
            "connections": case.connections,
            "cpu_per_stream": case.cpu_per_stream,
            "stream_kib": case.stream_kib,
            "ratio": self.ratio,
            "target": self.target,
            "latency_ms": asdict(self.latency) if self.latency else None,
            "added_ms": asdict(self.added) if self.added else None,
            "overloaded": self.overloaded or None,
            **asdict(case),
            "lost": case.heard.losses.lost,
        }


def rows(cases: Sequence[Measured]) -> list[Row]:
    """Return a row for each case, compared with its floor in the same run."""
    known = {(case.variant, case.connections): case for case in cases}
    variants = {variant.name: variant for variant in VARIANTS}
    made = []
    for case in cases:
        variant = variants[case.variant]
        floor = None if variant.program == "bare" else known.get((variant.against, case.connections))
        overloaded = overload(case) or (overload(floor) and "the floor is overloaded" if floor else "")
        latency = percentiles(case.heard.latencies_ms)
        before = percentiles(floor.heard.latencies_ms) if floor else None
        made.append(
            Row(
                case,
                latency,
                case.cpu_per_stream / floor.cpu_per_stream if floor and not overloaded else None,
                _added(latency, before) if not overloaded else None,
                variant.target,
                overloaded,
            )
        )
    return made


def percentiles(latencies_ms: Sequence[float]) -> Latency | None:
    """Return the percentiles of the latencies; None if there are none."""
    if not latencies_ms:
        return None
    p50, p99, most = np.percentile(latencies_ms, (50, 99, 100))
    return Latency(float(p50), float(p99), float(most))


def overload(case: Measured) -> str:
    """Return the signs that a case exceeded the machine's capacity; "" if there are none."""
    pace, losses = case.heard.pace, case.heard.losses
    late, lost = pace.late / max(1, pace.ticks), losses.lost / max(1, losses.due)
    signs = {
        f"{late:.0%} of ticks late": late > OVERLOAD,
        f"{lost:.0%} of frames lost": lost > OVERLOAD,
        f"only {losses.sent} of {losses.due} frames sent": losses.sent < (1 - OVERLOAD) * losses.due,
        f"only {losses.heard} of {losses.due} frames heard": losses.heard < (1 - OVERLOAD) * losses.due,
    }
    return ", ".join(sign for sign, true in signs.items() if true)


def table(made: Sequence[Row]) -> str:
    """Return the rows as two tables for a terminal of 80 columns, with what their columns mean."""
    over = [f"{_case(row)}: over capacity, {row.overloaded}" for row in made if row.overloaded]
    costs, conditions = [_costs(row) for row in made], [_conditions(row) for row in made]
    sections = [[*_aligned(costs), *over], [_COSTS], _aligned(conditions), [_CONDITIONS], _memory(made)]
    return "\n\n".join("\n".join(section) for section in sections if section)


def _memory(made: Sequence[Row]) -> list[str]:
    """Return the memory of connections in the largest case, where the first connection counts least."""
    found = [(row.measured, row.measured.idle) for row in made if row.measured.connections > 1]
    weighed = [(case, idle, idle.each_kib or 0.0) for case, idle in found if idle]
    if not weighed:
        return []
    case, idle, each_kib = max(weighed, key=lambda one: one[0].connections)
    line = (
        f"idle daemon with {case.connections} connections: {idle.cpu:.2%} of a core, "
        f"{each_kib:.0f} KiB each; a stream adds {case.stream_kib:.0f} KiB; {case.threads} threads and "
        f"{case.pss_kib / 1024:.0f} MiB in all while they speak"
    )
    return [line]


def _costs(row: Row) -> dict[str, str]:
    """Return the cells on cost and latency by the names of their columns."""
    return {
        **_names(row),
        "CPU/stream": f"{row.measured.cpu_per_stream:.2%}",
        "x bare": _number(row.ratio, 2),
        **{name: _number(getattr(row.latency, name, None), 1) for name in ("p50", "p99", "max")},
        **{f"+{name}": _number(getattr(row.added, name, None), 1) for name in ("p50", "p99")},
    }


def _conditions(row: Row) -> dict[str, str]:
    """Return the cells on losses and on what else ran by the names of their columns."""
    spent, heard = row.measured.spent, row.measured.heard
    return {
        **_names(row),
        "lost": str(heard.losses.lost),
        "under": str(heard.losses.underruns),
        "queue": str(heard.queued_ms),
        "late": f"{heard.pace.late}/{heard.pace.ticks}",
        "clicks": f"{len(heard.latencies_ms)}/{heard.clicks_due}",
        "grid": f"{spent.grid / spent.seconds:.1%}",
        "callers": f"{spent.callers / spent.seconds:.1%}" if spent.callers else "",
        "others": f"{spent.others / spent.seconds:.0%}",
    }


def _names(row: Row) -> dict[str, str]:
    return {"variant": row.measured.variant, "N": str(row.measured.connections)}


def _case(row: Row) -> str:
    return " ".join(_names(row).values())


def _aligned(cells: Sequence[dict[str, str]]) -> list[str]:
    """Return a header and the cells as lines: the first column to the left, figures to the right."""
    lines = [{name: name for name in cells[0]}, *cells]
    first, *figures = cells[0]
    widths = {name: max(len(line[name]) for line in lines) for name in cells[0]}
    return [
        line[first].ljust(widths[first]) + "".join(f"  {line[name]:>{widths[name]}}" for name in figures)
        for line in lines
    ]


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _added(after: Latency | None, before: Latency | None) -> Latency | None:
    if after is None or before is None:
        return None
    return Latency(after.p50 - before.p50, after.p99 - before.p99, after.max - before.max)
